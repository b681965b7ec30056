#include "converter_int.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"

enum { BLOCK = 64 * 1024, SAID_MAX = 4096, ARGUMENTS = 12 };

const struct converter_limits converter_usual = {10 * 60, UINT64_C(4) << 30};

/* In order of how well they keep what a workbook holds. */
static const char *const programs[] = {"ssconvert", "libreoffice", "soffice"};

/* PROGRAM's full path in OUT, or nothing there: a path that is not absolute is passed over. */
static bool find(const char *program, struct buffer *out)
{
    const char *path = getenv("PATH");
    struct slice rest = slice_of(path != NULL ? path : "/usr/bin:/bin");
    while (rest.p != NULL) {
        struct slice directory = slice_split(&rest, ':');
        struct stat about;
        if (directory.n == 0 || directory.p[0] != '/')
            continue;
        out->n = 0;
        if (!buffer_printf(out, "%.*s/%s", (int)directory.n, directory.p, program) ||
            !buffer_char(out, '\0'))
            return false;
        if (access(out->p, X_OK) == 0 && stat(out->p, &about) == 0 && S_ISREG(about.st_mode))
            return true;
    }
    out->n = 0;
    return false;
}

static enum status find_any(const char *name, struct buffer *path, const char **program,
                            struct error *e)
{
    for (size_t i = 0; i < sizeof programs / sizeof programs[0]; i++) {
        *program = programs[i];
        if (find(programs[i], path))
            return ST_OK;
        if (path->failed)
            return error_memory(e);
    }
    return error_at(e, ST_SYSTEM, name, 0, 0, "%s",
                    _("an old Excel workbook (xls) is read through ssconvert or LibreOffice, and "
                      "neither is installed; install gnumeric (apt-get install gnumeric), or open "
                      "the file in Excel or WPS and save it as xlsx"));
}

static enum status copy_block(int from, uint64_t at, size_t n, char *block, const char *name,
                              int to, struct error *e)
{
    for (size_t got = 0; got < n;) {
        ssize_t k = pread(from, block + got, n - got, (off_t)(at + got));
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return error_system(e, errno, name, _("read"));
        if (k == 0)
            return error_at(e, ST_SYSTEM, name, 0, 0, "%s",
                            _("the file became shorter while it was read"));
        got += (size_t)k;
    }
    for (size_t done = 0; done < n;) {
        ssize_t k = write(to, block + done, n - done);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return error_system(
                e, errno, NULL,
                _("write a temporary file (set TMPDIR to a folder with more room)"));
        done += (size_t)k;
    }
    return ST_OK;
}

/* The program gets a copy: whatever the file is called, and whatever becomes of it. */
static enum status copy_input(const struct workplace *w, int from, uint64_t size, const char *name,
                              struct error *e)
{
    int to = open(w->input, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (to < 0)
        return error_system(e, errno, w->input, _("make a temporary file"));
    char *block = malloc(BLOCK);
    enum status st = block == NULL ? error_memory(e) : ST_OK;
    for (uint64_t at = 0; st == ST_OK && at < size;) {
        size_t n = size - at < BLOCK ? (size_t)(size - at) : BLOCK;
        st = copy_block(from, at, n, block, name, to, e);
        at += n;
    }
    free(block);
    if (close(to) != 0 && st == ST_OK)
        st = error_system(e, errno, w->input, _("write"));
    return st;
}

/* The exporter xlsx2 keeps formats, all sheets and whether they are hidden; nothing is calculated
 * anew unless it is told to. */
static bool make_arguments(const char *program, char *path, const struct workplace *w,
                           enum converter_from from, struct buffer *profile,
                           const char *argv[ARGUMENTS])
{
    size_t n = 0;
    argv[n++] = path;
    if (strcmp(program, "ssconvert") == 0) {
        argv[n++] = "--import-type";
        argv[n++] = from == FROM_BIFF ? "Gnumeric_Excel:excel" : "Gnumeric_Excel:excel_xml";
        argv[n++] = "--export-type";
        argv[n++] = "Gnumeric_Excel:xlsx2";
        argv[n++] = w->input;
        argv[n++] = w->output;
    } else {
        buffer_printf(profile, "-env:UserInstallation=file://%s/profile", w->directory);
        if (!buffer_char(profile, '\0'))
            return false;
        argv[n++] = profile->p;
        argv[n++] = "--headless";
        argv[n++] = "--norestore";
        argv[n++] = "--convert-to";
        argv[n++] = "xlsx:Calc MS Excel 2007 XML";
        argv[n++] = "--outdir";
        argv[n++] = w->directory;
        argv[n++] = w->input;
    }
    argv[n] = NULL;
    return true;
}

static enum status read_messages(const struct workplace *w, struct buffer *said, struct error *e)
{
    int fd = open(w->messages, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return ST_OK;
    ssize_t n = -1;
    if (buffer_reserve(said, SAID_MAX)) {
        do
            n = read(fd, said->p + said->n, SAID_MAX);
        while (n < 0 && errno == EINTR);
    }
    close(fd);
    if (said->failed)
        return error_memory(e);
    if (n > 0)
        said->n += (size_t)n;
    return ST_OK;
}

/* The last line that is not blank. */
static struct slice last_line(struct slice text)
{
    struct slice last = {"", 0};
    while (text.p != NULL) {
        struct slice line = slice_trim(slice_split(&text, '\n'));
        if (line.n > 0)
            last = line;
    }
    return last;
}

static enum status say(const char *name, const char *program, enum outcome outcome,
                       const struct converter_limits *limits, struct slice said, struct error *e)
{
    char q[QUOTE_SIZE];
    quote(q, last_line(said));
    switch (outcome) {
    case FAILED:
        return error_at(e, ST_DATA, name, 0, 0,
                        _("%s could not convert it (it says '%s'); open the file in Excel or WPS "
                          "and save it as xlsx"),
                        program, q);
    case CRASHED:
        return error_at(e, ST_DATA, name, 0, 0,
                        _("%s crashed on it (it said '%s'); open the file in Excel or WPS and "
                          "save it as xlsx"),
                        program, q);
    case TOO_LONG:
        return error_at(e, ST_DATA, name, 0, 0,
                        _("%s did not finish within %u seconds and was ended; open the file in "
                          "Excel or WPS and save it as xlsx"),
                        program, limits->seconds);
    case TOO_LARGE:
        return error_at(e, ST_DATA, name, 0, 0,
                        _("what %s makes of it exceeds %" PRIu64 " bytes; open the file in Excel "
                          "or WPS and save it as xlsx"),
                        program, limits->bytes);
    case NOT_STARTED:
        return error_at(e, ST_SYSTEM, name, 0, 0, _("%s cannot be run"), program);
    case CONVERTED:
    case LOST:
        break;
    }
    return error_at(e, ST_SYSTEM, name, 0, 0, _("%s was ended from outside"), program);
}

static enum status open_output(const struct workplace *w, const char *name, const char *program,
                               const struct converter_limits *limits, struct slice said, int *out,
                               struct error *e)
{
    struct stat about;
    int fd = open(w->output, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT && errno != ELOOP)
        return error_system(e, errno, w->output, _("open"));
    if (fd >= 0 && fstat(fd, &about) != 0) {
        enum status st = error_system(e, errno, w->output, _("read"));
        close(fd);
        return st;
    }
    if (fd < 0 || !S_ISREG(about.st_mode) || about.st_size == 0) {
        if (fd >= 0)
            close(fd);
        return say(name, program, FAILED, limits, said, e);
    }
    *out = fd;
    return ST_OK;
}

/* A shell between hides by what signal a program ended, and some programs go on when they cannot
 * write. */
static bool is_full(const char *path, const struct converter_limits *limits)
{
    struct stat about;
    return lstat(path, &about) == 0 && S_ISREG(about.st_mode) &&
           (uint64_t)about.st_size >= limits->bytes;
}

static enum status convert(struct workplace *w, const char *name, enum converter_from from,
                           const struct converter_limits *limits, int *out, struct buffer *said,
                           const char **program, struct error *e)
{
    const char *argv[ARGUMENTS];
    struct buffer path = {0}, profile = {0};
    enum outcome outcome = LOST;
    enum status st = find_any(name, &path, program, e);
    if (st == ST_OK && !make_arguments(*program, path.p, w, from, &profile, argv))
        st = error_memory(e);
    if (st == ST_OK)
        st = converter_watch(w, (char *const *)argv, limits, &outcome, e);
    if (st == ST_OK)
        st = read_messages(w, said, e);
    if (outcome <= CRASHED && (is_full(w->output, limits) || is_full(w->messages, limits)))
        outcome = TOO_LARGE;
    if (st == ST_OK && outcome != CONVERTED)
        st = say(name, *program, outcome, limits, buffer_view(said), e);
    if (st == ST_OK)
        st = open_output(w, name, *program, limits, buffer_view(said), out, e);
    buffer_free(&path);
    buffer_free(&profile);
    return st;
}

enum status converter_run(int fd, uint64_t size, const char *name, enum converter_from from,
                          const struct converter_limits *limits, int *out, struct buffer *said,
                          const char **program, struct error *e)
{
    struct workplace w;
    *out = -1;
    enum status st = workplace_make(&w, e);
    if (st != ST_OK)
        return st;
    st = copy_input(&w, fd, size, name, e);
    if (st == ST_OK)
        st = convert(&w, name, from, limits, out, said, program, e);
    workplace_remove(&w);
    return st;
}
