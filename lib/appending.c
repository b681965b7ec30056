/* The file, its lock, and what stands in it. */
#include "appending.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"

static enum status lock(const struct appending *f, short type, struct error *e)
{
    struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
    int failed;
    do
        failed = fcntl(f->fd, F_SETLKW, &whole);
    while (failed != 0 && errno == EINTR);
    return failed == 0 ? ST_OK : error_system(e, errno, f->path, _("lock"));
}

static int open_for(const char *path, enum appending_mode mode, bool *made)
{
    /* So that a FIFO does not wait for its other end; a file does not care. */
    enum { FLAGS = O_CLOEXEC | O_NOCTTY | O_NONBLOCK };
    enum { TIMES = 8 };
    *made = false;
    if (mode == APPENDING_READ)
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

static enum status not_opened(const char *path, enum appending_mode mode, int why, struct error *e)
{
    struct stat link;
    if (why == EEXIST && lstat(path, &link) == 0 && S_ISLNK(link.st_mode))
        return error_at(e, ST_SYSTEM, path, 0, 0, "%s",
                        _("cannot open: a symbolic link that leads nowhere"));
    return error_system(e, why, path,
                        mode == APPENDING_READ ? _("open") : _("open for writing"));
}

/* Whether the name still leads to the file that was opened: another one may have been put in its
 * place while this process waited. */
static enum status still_there(const struct appending *f, bool *there, struct error *e)
{
    struct stat opened, named;
    *there = false;
    if (fstat(f->fd, &opened) != 0)
        return error_system(e, errno, f->path, _("look at the file"));
    if (stat(f->path, &named) == 0)
        *there = opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
    else if (errno != ENOENT)
        return error_system(e, errno, f->path, _("look at the file"));
    return ST_OK;
}

static enum status check_kind(struct appending *f, struct error *e)
{
    struct stat about;
    if (fstat(f->fd, &about) != 0)
        return error_system(e, errno, f->path, _("look at the file"));
    if (S_ISDIR(about.st_mode))
        return error_system(e, EISDIR, f->path, _("open"));
    if (!S_ISREG(about.st_mode))
        return error_at(e, ST_SYSTEM, f->path, 0, 0, "%s",
                        _("cannot open: records are appended to a file, not to a pipe or a "
                          "device"));
    f->size = (uint64_t)about.st_size;
    return ST_OK;
}

static enum status open_once(const char *path, enum appending_mode mode, struct appending *f,
                             bool *there, struct error *e)
{
    f->fd = open_for(path, mode, &f->made);
    if (f->fd < 0)
        return not_opened(path, mode, errno, e);
    enum status s = check_kind(f, e);
    if (s == ST_OK)
        s = lock(f, mode == APPENDING_READ ? F_RDLCK : F_WRLCK, e);
    if (s == ST_OK)
        s = still_there(f, there, e);
    if (s == ST_OK && *there)
        s = check_kind(f, e); /* its size may have changed while this process waited */
    return s;
}

enum status appending_open(const char *path, enum appending_mode mode, struct appending *f,
                           struct error *e)
{
    *f = (struct appending){.fd = -1};
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
    if (s != ST_OK)
        appending_close(f);
    return s;
}

enum status appending_unlock(const struct appending *f, struct error *e)
{
    return lock(f, F_UNLCK, e);
}

enum status appending_read(const struct appending *f, uint64_t at, char *to, size_t n,
                           struct error *e)
{
    while (n > 0) {
        ssize_t got = pread(f->fd, to, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(e, errno, f->path, _("read"));
        if (got == 0)
            return error_at(e, ST_SYSTEM, f->path, 0, 0, "%s",
                            _("the file became shorter while it was read"));
        to += got;
        n -= (size_t)got;
        at += (uint64_t)got;
    }
    return ST_OK;
}

enum status appending_starts(const struct appending *f, struct slice text, bool *same,
                             struct error *e)
{
    size_t n = text.n < f->size ? text.n : (size_t)f->size;
    char *start = malloc(n + 1);
    if (start == NULL)
        return error_memory(e);
    enum status s = appending_read(f, 0, start, n, e);
    *same = s == ST_OK && memcmp(start, text.p, n) == 0;
    free(start);
    return s;
}

enum status appending_line(const struct appending *f, uint64_t *line, struct error *e)
{
    char *block = malloc(APPENDING_BLOCK);
    if (block == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    *line = 1;
    for (uint64_t at = 0; s == ST_OK && at < f->end;) {
        size_t n = f->end - at > APPENDING_BLOCK ? APPENDING_BLOCK : (size_t)(f->end - at);
        s = appending_read(f, at, block, n, e);
        for (size_t i = 0; s == ST_OK && i < n; i++)
            *line += block[i] == '\n';
        at += n;
    }
    free(block);
    return s;
}

void appending_close(struct appending *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    *f = (struct appending){.fd = -1};
}
