/* What is written: records, a torn one set aside, all of it made durable. */
#include "appending.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "durable.h"
#include "i18n.h"

static const char torn_suffix[] = ".torn";

static int write_whole(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return done < 0 ? errno : EIO;
        p += done;
        n -= (size_t)done;
    }
    return 0;
}

enum status appending_append(struct appending *f, struct slice bytes, struct error *e)
{
    if (f->broken)
        return error_at(e, ST_SYSTEM, f->path, 0, 0, "%s",
                        _("an earlier write failed: nothing more is written"));
    int failed = write_whole(f->fd, bytes.p, bytes.n);
    if (failed == 0) {
        f->end += bytes.n;
        return ST_OK;
    }
    f->broken = ftruncate(f->fd, (off_t)f->end) != 0;
    return error_system(e, failed, f->path, _("write"));
}

void appending_take_back(struct appending *f, uint64_t end)
{
    if (f->broken || end >= f->end)
        return;
    f->broken = ftruncate(f->fd, (off_t)end) != 0;
    f->end = end;
}

enum status appending_sync(struct appending *f, struct error *e)
{
    if (f->broken)
        return error_at(e, ST_SYSTEM, f->path, 0, 0, "%s",
                        _("an earlier write failed: nothing more is written"));
    int failed = fsync(f->fd) != 0 ? errno : 0;
    /* Whoever made the file may have been killed before it came to this. */
    if (failed == 0)
        failed = durable_name(f->path);
    f->broken = failed != 0; /* what a system forgot after a failed fsync the next does not tell */
    return failed == 0 ? ST_OK : error_system(e, failed, f->path, _("make it durable"));
}

static enum status copy_torn(const struct appending *f, const char *path, int to, struct error *e)
{
    char *block = malloc(APPENDING_BLOCK);
    if (block == NULL)
        return error_memory(e);
    enum status s = ST_OK;
    int failed = 0;
    for (uint64_t at = f->end; s == ST_OK && failed == 0 && at < f->size;) {
        size_t n = f->size - at > APPENDING_BLOCK ? APPENDING_BLOCK : (size_t)(f->size - at);
        s = appending_read(f, at, block, n, e);
        if (s == ST_OK)
            failed = write_whole(to, block, n);
        at += n;
    }
    free(block);
    if (s != ST_OK)
        return s;
    if (failed == 0)
        failed = write_whole(to, "\n", 1);
    if (failed == 0 && fsync(to) != 0)
        failed = errno;
    if (failed == 0)
        failed = durable_name(path);
    return failed == 0 ? ST_OK : error_system(e, failed, path, _("set a torn record aside"));
}

static enum status open_torn(const char *path, int *fd, struct error *e)
{
    struct stat about;
    *fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
               S_IRUSR | S_IWUSR);
    if (*fd < 0)
        return error_system(e, errno, path, _("set a torn record aside"));
    if (fstat(*fd, &about) == 0 && S_ISREG(about.st_mode))
        return ST_OK;
    close(*fd);
    return error_at(e, ST_SYSTEM, path, 0, 0, "%s",
                    _("cannot set a torn record aside: this is not a file"));
}

enum status appending_set_aside(struct appending *f, struct error *e)
{
    size_t n = strlen(f->path);
    char *path = malloc(n + sizeof torn_suffix);
    if (path == NULL)
        return error_memory(e);
    memcpy(path, f->path, n);
    memcpy(path + n, torn_suffix, sizeof torn_suffix);
    int to;
    enum status s = open_torn(path, &to, e);
    if (s == ST_OK) {
        s = copy_torn(f, path, to, e);
        if (close(to) != 0 && s == ST_OK)
            s = error_system(e, errno, path, _("set a torn record aside"));
    }
    free(path);
    if (s == ST_OK && ftruncate(f->fd, (off_t)f->end) != 0)
        s = error_system(e, errno, f->path, _("cut a torn record off"));
    if (s == ST_OK)
        f->size = f->end;
    return s;
}
