/* What a command says on standard error, its progress meter, and the close of the standard
 * streams. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "front_int.h"

static const char *program = "probity";
static struct timespec begun, shown_at;
static int meter_width; /* columns that the meter covers now */

void front_name(const char *name)
{
    program = name;
    clock_gettime(CLOCK_MONOTONIC, &begun);
    shown_at = begun;
}

static double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

bool front_color(int fd)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return (no == NULL || *no == '\0') && term != NULL && strcmp(term, "dumb") != 0 && isatty(fd);
}

static void erase_meter(void)
{
    if (meter_width > 0)
        fprintf(stderr, "\r%*s\r", meter_width, "");
    meter_width = 0;
}

void front_progress(double share, uint64_t rows)
{
    static int terminal = -1;
    if (terminal < 0)
        terminal = isatty(STDERR_FILENO);
    if (!terminal || seconds_since(&begun) < 1 || seconds_since(&shown_at) < 0.2)
        return;
    clock_gettime(CLOCK_MONOTONIC, &shown_at);
    char text[80];
    const char *unit = _("rows");
    char percent[8] = "";
    if (share >= 0 && share <= 1)
        snprintf(percent, sizeof percent, "%3.0f%%, ", share * 100);
    int n = snprintf(text, sizeof text, "%s: %s%" PRIu64 " %s", program, percent, rows, unit);
    n = n < (int)sizeof text ? n : (int)sizeof text - 1;
    int padding = meter_width > n ? meter_width - n : 0;
    fprintf(stderr, "\r%s%*s", text, padding, "");
    fflush(stderr);
    meter_width = n;
}

static void say_name(void)
{
    erase_meter();
    bool color = front_color(STDERR_FILENO);
    fprintf(stderr, "%s%s:%s ", color ? "\033[1m" : "", program, color ? "\033[0m" : "");
}

enum status front_fail(const struct error *e)
{
    char text[sizeof e->file + sizeof e->text + 256];
    error_render(e, text, sizeof text);
    say_name();
    fprintf(stderr, "%s\n", text);
    return e->status;
}

enum status front_usage(struct front *f, const char *format, ...)
{
    if (!f->over) { /* the first mistake is told; what follows from it is not */
        va_list ap;
        say_name();
        va_start(ap, format);
        vfprintf(stderr, format, ap);
        va_end(ap);
        fprintf(stderr, _("; try '%s --help'\n"), program);
    }
    f->over = true;
    f->status = ST_USAGE;
    return ST_USAGE;
}

void front_warn(const char *format, ...)
{
    va_list ap;
    say_name();
    fputs(_("warning: "), stderr);
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    putc('\n', stderr);
}

void front_note(const char *format, ...)
{
    va_list ap;
    say_name();
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    putc('\n', stderr);
}

enum status front_close(struct sink *out, enum status status, struct error *e)
{
    struct error late = {0};
    if (out == NULL)
        return status;
    if (status != ST_OK && status != ST_FAILED) {
        sink_discard(out);
        return status;
    }
    if (sink_close(out, &late) == ST_OK)
        return status;
    *e = late;
    return late.status;
}

int front_end(enum status status)
{
    errno = 0;
    bool failed = ferror(stdout) != 0;
    if (fclose(stdout) != 0 || failed) {
        struct error e;
        status = error_system(&e, errno != 0 ? errno : EIO, NULL, _("write to standard output"));
        front_fail(&e);
    }
    erase_meter();
    failed = ferror(stderr) != 0;
    if (fclose(stderr) != 0 || failed)
        status = ST_SYSTEM;
    return (int)status;
}
