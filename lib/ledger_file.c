/* The ledger's file. Whole records are told from a torn one by how they end: a comma, the chain's
 * 32 hexadecimal digits, a line end. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"
#include "ledger_int.h"

enum { BLOCK = LEDGER_BLOCK, TAIL = DIGEST_SIZE + 2 /* a comma, the chain, CR LF */ };

/* ---- opening ---- */

static enum status lock(const struct ledger_file *f, short type, struct error *e)
{
    struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
    int failed;
    do
        failed = fcntl(f->fd, F_SETLKW, &whole);
    while (failed != 0 && errno == EINTR);
    return failed == 0 ? ST_OK : error_system(e, errno, f->path, _("lock the ledger"));
}

static int open_for(const char *path, enum ledger_mode mode, bool *made)
{
    /* So that a FIFO does not wait for its other end; a file does not care. */
    enum { FLAGS = O_CLOEXEC | O_NOCTTY | O_NONBLOCK };
    enum { TIMES = 8 };
    *made = false;
    if (mode == LEDGER_READ)
        return open(path, O_RDONLY | FLAGS);
    int fd = -1;
    for (int i = 0; fd < 0 && i < TIMES; i++) {
        fd = open(path, O_RDWR | O_APPEND | FLAGS);
        if (fd >= 0 || errno != ENOENT)
            break;
        /* O_EXCL: no file is made where a link leads; another writer may have been quicker. */
        fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | FLAGS, S_IRUSR | S_IWUSR);
        *made = fd >= 0;
        if (fd < 0 && errno != EEXIST)
            break;
    }
    return fd;
}

static enum status not_opened(const char *path, enum ledger_mode mode, int why, struct error *e)
{
    struct stat link;
    if (why == EEXIST && lstat(path, &link) == 0 && S_ISLNK(link.st_mode))
        return error_at(e, ST_SYSTEM, path, 0, 0, "%s",
                        _("cannot open the ledger: a symbolic link that leads nowhere"));
    return error_system(e, why, path,
                        mode == LEDGER_READ ? _("open the ledger")
                                            : _("open the ledger for writing"));
}

/* Whether the name still leads to the file that was opened: another one may have been put in its
 * place while this process waited. */
static enum status still_there(const struct ledger_file *f, bool *there, struct error *e)
{
    struct stat opened, named;
    *there = false;
    if (fstat(f->fd, &opened) != 0)
        return error_system(e, errno, f->path, _("look at the ledger"));
    if (stat(f->path, &named) == 0)
        *there = opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
    else if (errno != ENOENT)
        return error_system(e, errno, f->path, _("look at the ledger"));
    return ST_OK;
}

static enum status check_kind(struct ledger_file *f, struct error *e)
{
    struct stat about;
    if (fstat(f->fd, &about) != 0)
        return error_system(e, errno, f->path, _("look at the ledger"));
    if (S_ISDIR(about.st_mode))
        return error_system(e, EISDIR, f->path, _("open the ledger"));
    if (!S_ISREG(about.st_mode))
        return error_at(e, ST_SYSTEM, f->path, 0, 0, "%s",
                        _("cannot open the ledger: neither a pipe nor a device can hold one, give "
                          "a file"));
    f->size = (uint64_t)about.st_size;
    return ST_OK;
}

/* ---- how far the whole records go ---- */

enum status ledger_file_read(const struct ledger_file *f, uint64_t at, char *to, size_t n,
                             struct error *e)
{
    while (n > 0) {
        ssize_t got = pread(f->fd, to, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(e, errno, f->path, _("read the ledger"));
        if (got == 0)
            return error_at(e, ST_SYSTEM, f->path, 0, 0, "%s",
                            _("the file became shorter while it was read"));
        to += got;
        n -= (size_t)got;
        at += (uint64_t)got;
    }
    return ST_OK;
}

/* Whether 32 hexadecimal digits and a line end stand before P, of BEFORE bytes that are known. */
static bool chain_ends(const char *p, size_t before, bool comma)
{
    enum { DIGITS = DIGEST_SIZE - 1 };
    if (before > 0 && p[-1] == '\n') {
        size_t end = before > 1 && p[-2] == '\r' ? 2 : 1;
        p -= end;
        before -= end;
    } else {
        return false;
    }
    if (before < DIGITS + (size_t)comma || (comma && p[-DIGITS - 1] != ','))
        return false;
    for (int i = 1; i <= DIGITS; i++) {
        char c = p[-i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return true;
}

/* The end of the last record, looked for from the file's end; 0 if there is none. */
static enum status last_record(const struct ledger_file *f, char *block, uint64_t *end,
                               struct error *e)
{
    *end = 0;
    for (uint64_t to = f->size; to > 0;) {
        uint64_t from = to > BLOCK ? to - BLOCK : 0;
        uint64_t early = from > TAIL ? from - TAIL : 0;
        enum status s = ledger_file_read(f, early, block, (size_t)(to - early), e);
        if (s != ST_OK)
            return s;
        for (size_t i = (size_t)(to - early); i > (size_t)(from - early); i--)
            if (chain_ends(block + i, i, true)) {
                *end = early + i;
                return ST_OK;
            }
        to = from;
    }
    return ST_OK;
}

/* Behind the first line end; 0 if there is none. */
static enum status first_line(const struct ledger_file *f, char *block, uint64_t *end,
                              struct error *e)
{
    *end = 0;
    for (uint64_t at = 0; at < f->size && *end == 0;) {
        size_t n = f->size - at > BLOCK ? BLOCK : (size_t)(f->size - at);
        enum status s = ledger_file_read(f, at, block, n, e);
        if (s != ST_OK)
            return s;
        const char *feed = memchr(block, '\n', n);
        if (feed != NULL)
            *end = at + (uint64_t)(feed - block) + 1;
        at += n;
    }
    return ST_OK;
}

/* Whether a record that a ledger wrote may begin with these bytes and go on behind them. */
static bool may_be_torn(const char *p, size_t n)
{
    enum { CELL, PLAIN, QUOTED, CLOSED } in = CELL;
    int column = 0;
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        if (in == QUOTED) {
            in = c == '"' ? CLOSED : QUOTED;
        } else if (c == '"') {
            if (in == PLAIN || (in == CELL && column == LEDGER_CHAIN))
                return false;
            in = QUOTED;
        } else if (c == ',') {
            in = CELL;
            if (++column == LEDGER_COLUMNS)
                return false;
        } else if (in == CLOSED || c == '\n' || c == '\r') {
            return false;
        } else {
            in = PLAIN;
        }
    }
    return !chain_ends(p + n, n, false);
}

/* What stands behind the last whole record is torn only if it can be nothing else. Otherwise it was
 * whole once and was damaged, and the reader must see it. */
static enum status judge_rest(struct ledger_file *f, struct error *e)
{
    uint64_t rest = f->size - f->end;
    if (rest > READER_CELL_MAX) { /* no record is as long */
        f->end = f->size;
        return ST_OK;
    }
    char *p = malloc((size_t)rest);
    if (p == NULL)
        return error_memory(e);
    enum status s = ledger_file_read(f, f->end, p, (size_t)rest, e);
    if (s == ST_OK && !may_be_torn(p, (size_t)rest))
        f->end = f->size;
    free(p);
    return s;
}

static enum status find_end(struct ledger_file *f, struct error *e)
{
    char *block = malloc(BLOCK + TAIL);
    if (block == NULL)
        return error_memory(e);
    enum status s = last_record(f, block, &f->end, e);
    if (s == ST_OK && f->end == 0) /* no record, but there may be a header */
        s = first_line(f, block, &f->end, e);
    free(block);
    return s == ST_OK && f->end < f->size ? judge_rest(f, e) : s;
}

static enum status open_once(const char *path, enum ledger_mode mode, struct ledger_file *f,
                             bool *there, struct error *e)
{
    f->fd = open_for(path, mode, &f->made);
    if (f->fd < 0)
        return not_opened(path, mode, errno, e);
    enum status s = check_kind(f, e);
    if (s == ST_OK)
        s = lock(f, mode == LEDGER_READ ? F_RDLCK : F_WRLCK, e);
    if (s == ST_OK)
        s = still_there(f, there, e);
    if (s == ST_OK && *there)
        s = check_kind(f, e); /* its size may have changed while this process waited */
    return s;
}

enum status ledger_file_open(const char *path, enum ledger_mode mode, struct ledger_file *f,
                             struct error *e)
{
    *f = (struct ledger_file){.fd = -1};
    struct slice name = slice_of(path);
    f->path = malloc(name.n + 1);
    if (f->path == NULL)
        return error_memory(e);
    memcpy(f->path, path, name.n + 1);
    bool there = false;
    enum status s = ST_OK;
    while (s == ST_OK && !there) {
        if (f->fd >= 0)
            close(f->fd);
        s = open_once(path, mode, f, &there, e);
    }
    if (s == ST_OK)
        s = find_end(f, e);
    if (s == ST_OK && mode == LEDGER_READ)
        s = lock(f, F_UNLCK, e);
    if (s != ST_OK)
        ledger_file_close(f);
    return s;
}

enum status ledger_file_starts(const struct ledger_file *f, struct slice text, bool *same,
                               struct error *e)
{
    size_t n = text.n < f->size ? text.n : (size_t)f->size;
    char *start = malloc(n + 1);
    if (start == NULL)
        return error_memory(e);
    enum status s = ledger_file_read(f, 0, start, n, e);
    *same = s == ST_OK && memcmp(start, text.p, n) == 0;
    free(start);
    return s;
}

enum status ledger_file_torn_line(const struct ledger_file *f, uint64_t *line, struct error *e)
{
    char *block = malloc(BLOCK);
    if (block == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    *line = 1;
    for (uint64_t at = 0; s == ST_OK && at < f->end;) {
        size_t n = f->end - at > BLOCK ? BLOCK : (size_t)(f->end - at);
        s = ledger_file_read(f, at, block, n, e);
        for (size_t i = 0; s == ST_OK && i < n; i++)
            *line += block[i] == '\n';
        at += n;
    }
    free(block);
    return s;
}

void ledger_file_close(struct ledger_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    *f = (struct ledger_file){.fd = -1};
}
