/* Bytes out. A file is complete or not there: it is written under a temporary name and renamed at
 * the end. */
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "durable.h"
#include "i18n.h"

enum { SINK_CHUNK = 128 * 1024 };

enum sink_kind { SINK_STDOUT, SINK_FILE, SINK_DIRECT, SINK_MEMORY };

struct sink {
    enum sink_kind kind;
    int fd;
    int failed;      /* errno of the first failure, 0 if none */
    bool begun;      /* bytes have gone out */
    char *path;      /* SINK_FILE, SINK_DIRECT: for messages, and the name to take */
    char *temporary; /* SINK_FILE */
    struct buffer held;
    void (*watch)(void *context, struct slice bytes);
    void *context;
};

static void release(struct sink *s)
{
    free(s->path);
    free(s->temporary);
    buffer_free(&s->held);
    free(s);
}

static char *copy_text(const char *text, size_t n)
{
    char *p = malloc(n + 1);
    if (p == NULL)
        return NULL;
    memcpy(p, text, n);
    p[n] = '\0';
    return p;
}

/* The directory of PATH with its slash, "" where PATH has none. */
static size_t directory_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

static char *temporary_name(const char *path)
{
    static const char pattern[] = ".probity-XXXXXX";
    size_t n = directory_length(path);
    char *p = malloc(n + sizeof pattern);
    if (p == NULL)
        return NULL;
    memcpy(p, path, n);
    memcpy(p + n, pattern, sizeof pattern);
    return p;
}

/* A device or a pipe has no content to keep whole, and renaming would replace it by a file. */
static int open_path(struct sink *s, const char *path)
{
    struct stat st;
    if (path[0] == '\0')
        return ENOENT;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        if (S_ISDIR(st.st_mode))
            return EISDIR;
        s->kind = SINK_DIRECT;
        s->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
        return s->fd < 0 ? errno : 0;
    }
    if (path[strlen(path) - 1] == '/')
        return ENOTDIR;
    s->kind = SINK_FILE;
    s->fd = mkstemp(s->temporary);
    return s->fd < 0 ? errno : 0;
}

enum status sink_open(const char *path, struct sink **out, struct error *e)
{
    *out = NULL;
    struct sink *s = calloc(1, sizeof *s);
    if (s == NULL)
        return error_memory(e);
    s->fd = STDOUT_FILENO;
    bool ready = buffer_reserve(&s->held, SINK_CHUNK);
    if (path == NULL || strcmp(path, "-") == 0) {
        s->kind = SINK_STDOUT;
    } else if (ready) {
        s->path = copy_text(path, strlen(path));
        s->temporary = temporary_name(path);
        ready = s->path != NULL && s->temporary != NULL;
        int failed = ready ? open_path(s, path) : 0;
        if (failed != 0) {
            release(s);
            return error_system(e, failed, path, _("open for writing"));
        }
    }
    if (!ready) {
        release(s);
        return error_memory(e);
    }
    *out = s;
    return ST_OK;
}

enum status sink_memory(struct sink **out, struct error *e)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return error_memory(e);
    (*out)->kind = SINK_MEMORY;
    (*out)->fd = -1;
    return ST_OK;
}

struct slice sink_bytes(const struct sink *s)
{
    return buffer_view(&s->held);
}

static void write_out(struct sink *s, const char *p, size_t n)
{
    if (s->watch != NULL && n > 0)
        s->watch(s->context, (struct slice){p, n});
    while (n > 0 && s->failed == 0) {
        ssize_t w = write(s->fd, p, n);
        if (w > 0) {
            s->begun = true;
            p += w;
            n -= (size_t)w;
        } else if (w == 0) {
            s->failed = EIO;
        } else if (errno != EINTR) {
            s->failed = errno;
        }
    }
}

void sink_watch(struct sink *s, void (*watch)(void *context, struct slice bytes), void *context)
{
    s->watch = watch;
    s->context = context;
}

static void write_held(struct sink *s)
{
    write_out(s, s->held.p, s->held.n);
    s->held.n = 0;
}

/* What does not fit into what is held. */
static void write_beyond(struct sink *s, const void *p, size_t n)
{
    if (s->failed != 0)
        return;
    if (s->kind == SINK_MEMORY) {
        if (!buffer_append(&s->held, p, n))
            s->failed = ENOMEM;
        return;
    }
    write_held(s);
    if (n >= SINK_CHUNK)
        write_out(s, p, n);
    else
        buffer_append(&s->held, p, n); /* fits: SINK_CHUNK bytes were reserved */
}

void sink_write(struct sink *s, const void *p, size_t n)
{
    if (n > s->held.size - s->held.n) {
        write_beyond(s, p, n);
    } else if (n > 0) {
        memcpy(s->held.p + s->held.n, p, n);
        s->held.n += n;
    }
}

void sink_char(struct sink *s, char c)
{
    if (s->held.n < s->held.size)
        s->held.p[s->held.n++] = c;
    else
        write_beyond(s, &c, 1);
}

void sink_slice(struct sink *s, struct slice v)
{
    sink_write(s, v.p, v.n);
}

static enum status report(const struct sink *s, int failed, struct error *e)
{
    if (failed == 0)
        return ST_OK;
    if (s->kind == SINK_MEMORY)
        return error_memory(e);
    if (s->kind == SINK_STDOUT)
        return error_system(e, failed, NULL, _("write to standard output"));
    return error_system(e, failed, s->path, _("write"));
}

enum status sink_flush(struct sink *s, struct error *e)
{
    if (s->kind != SINK_MEMORY)
        write_held(s);
    return report(s, s->failed, e);
}

/* A network file system may tell only now that the disk is full. The descriptor itself stays open,
 * so that no later file becomes standard output by accident. */
static int close_stdout(void)
{
    int copy = dup(STDOUT_FILENO);
    return copy >= 0 && close(copy) != 0 && errno != EINTR ? errno : 0;
}

static int close_file(struct sink *s)
{
    int failed = s->failed;
    if (failed == 0 && fsync(s->fd) != 0)
        failed = errno;
    if (close(s->fd) != 0 && failed == 0)
        failed = errno;
    if (failed == 0 && rename(s->temporary, s->path) != 0)
        failed = errno;
    if (failed != 0) {
        unlink(s->temporary);
        return failed;
    }
    return durable_name(s->path);
}

enum status sink_close(struct sink *s, struct error *e)
{
    if (s->kind != SINK_MEMORY)
        write_held(s);
    int failed = s->failed;
    if (s->kind == SINK_STDOUT && failed == 0)
        failed = close_stdout();
    else if (s->kind == SINK_FILE)
        failed = close_file(s);
    else if (s->kind == SINK_DIRECT && close(s->fd) != 0 && failed == 0)
        failed = errno;
    enum status r = report(s, failed, e);
    release(s);
    return r;
}

void sink_discard(struct sink *s)
{
    if (s == NULL)
        return;
    if (s->kind == SINK_FILE || s->kind == SINK_DIRECT)
        close(s->fd);
    if (s->kind == SINK_FILE)
        unlink(s->temporary);
    release(s);
}

void sink_break_off(struct sink *s, struct slice mark)
{
    if (s != NULL && s->begun && (s->kind == SINK_STDOUT || s->kind == SINK_DIRECT))
        write_out(s, mark.p, mark.n);
    sink_discard(s);
}
