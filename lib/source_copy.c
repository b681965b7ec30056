/* Copies of what can be read but once, or not by place. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "i18n.h"
#include "source_int.h"

static struct copy {
    char *path;
    int fd;
    struct copy *next;
} * copies;

int source_copy_of(const char *path)
{
    const struct copy *c = copies;
    while (c != NULL && strcmp(c->path, path) != 0)
        c = c->next;
    return c != NULL ? c->fd : -1;
}

/* A file that has no name any more, and so leaves nothing behind however the program ends. */
static enum status nameless_file(int *fd, struct error *e)
{
    const char *dir = getenv("TMPDIR");
    struct buffer path = {0};
    buffer_printf(&path, "%s/probity-XXXXXX", dir != NULL && dir[0] != '\0' ? dir : "/tmp");
    if (path.failed || !buffer_char(&path, '\0')) {
        buffer_free(&path);
        return error_memory(e);
    }
    enum status st = ST_OK;
    *fd = mkstemp(path.p);
    if (*fd < 0)
        st = error_system(e, errno, path.p, _("create a temporary file"));
    else if (unlink(path.p) != 0 || fcntl(*fd, F_SETFD, FD_CLOEXEC) != 0)
        st = error_system(e, errno, path.p, _("prepare a temporary file"));
    if (st != ST_OK && *fd >= 0)
        close(*fd);
    buffer_free(&path);
    return st;
}

static enum status write_all(int fd, const char *p, size_t n, struct error *e)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return error_system(e, errno, NULL, _("write a temporary copy of the input"));
        p += done;
        n -= (size_t)done;
    }
    return ST_OK;
}

typedef enum status read_fn(struct source *s, void *to, size_t size, size_t *got, struct error *e);

/* Reads IN to its end with READ, into FD unless that is -1. */
static enum status copy_all(struct source *in, read_fn *read_some, int fd, struct error *e)
{
    char *block = malloc(SOURCE_BLOCK);
    size_t got = 1;
    enum status st = block == NULL ? error_memory(e) : ST_OK;
    while (st == ST_OK && got > 0) {
        st = read_some(in, block, SOURCE_BLOCK, &got, e);
        if (st == ST_OK && fd >= 0)
            st = write_all(fd, block, got, e);
    }
    free(block);
    return st;
}

/* A copy of what IN holds, under its name. */
static enum status make_copy(struct source *in, struct error *e)
{
    struct copy *c = malloc(sizeof *c);
    int fd = -1;
    enum status st = c == NULL ? error_memory(e) : nameless_file(&fd, e);
    if (st == ST_OK)
        st = copy_all(in, source_read_raw, fd, e);
    if (st == ST_OK) {
        *c = (struct copy){in->name, fd, copies};
        in->name = NULL;
        copies = c;
        return ST_OK;
    }
    if (fd >= 0)
        close(fd);
    free(c);
    return st;
}

enum status source_spool(const char *path, struct error *e)
{
    struct stat about;
    bool input = strcmp(path, "-") == 0;
    if (source_copy_of(path) >= 0 || (!input && stat(path, &about) == 0 && S_ISREG(about.st_mode)))
        return ST_OK;
    struct source *in = source_new(path, e);
    if (in == NULL)
        return ST_SYSTEM;
    enum status st = source_open_named(in, path, e);
    if (st == ST_OK)
        st = make_copy(in, e);
    source_close(in);
    return st;
}

enum status source_give(struct slice bytes, const char *name, struct error *e)
{
    if (source_copy_of(name) >= 0)
        return ST_OK;
    struct source *in = source_new(name, e);
    if (in == NULL)
        return ST_SYSTEM;
    in->memory = bytes;
    enum status st = make_copy(in, e);
    source_close(in);
    return st;
}

void source_withdraw(const char *name)
{
    for (struct copy **at = &copies; *at != NULL; at = &(*at)->next) {
        struct copy *c = *at;
        if (strcmp(c->path, name) != 0)
            continue;
        *at = c->next;
        close(c->fd);
        free(c->path);
        free(c);
        return;
    }
}

/* Whether the file itself gives, from its beginning, what S has yet to give. */
static bool is_file(const struct source *s)
{
    if (s->maker != NULL || s->gzip || !s->regular || s->part)
        return false;
    return s->by_place || s->owns_fd || lseek(s->fd, 0, SEEK_CUR) == (off_t)s->offset;
}

enum status source_place(struct source *s, int *fd, uint64_t *size, struct error *e)
{
    enum status st = ST_OK;
    bool itself = is_file(s);
    if (itself) {
        if (s->watch.see != NULL)
            st = copy_all(s, source_read, -1, e);
    } else if (s->copy < 0 && (st = nameless_file(&s->copy, e)) == ST_OK) {
        st = copy_all(s, source_read, s->copy, e);
    }
    if (st != ST_OK)
        return st;
    *fd = itself ? s->fd : s->copy;
    struct stat about;
    if (fstat(*fd, &about) != 0)
        return error_system(e, errno, s->name, _("read"));
    *size = (uint64_t)about.st_size;
    return ST_OK;
}
