#include "source_int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buffer.h"
#include "i18n.h"

enum status source_read_raw(struct source *s, void *to, size_t size, size_t *got, struct error *e)
{
    *got = 0;
    if (s->fd < 0) {
        *got = size < s->memory.n ? size : s->memory.n;
        if (*got > 0)
            memcpy(to, s->memory.p, *got);
        s->memory.p += *got;
        s->memory.n -= *got;
    } else {
        ssize_t n;
        if (size > SSIZE_MAX)
            size = SSIZE_MAX;
        if (s->part && size > s->size - s->offset)
            size = (size_t)(s->size - s->offset);
        if (size == 0)
            return ST_OK;
        do
            n = s->by_place ? pread(s->fd, to, size, (off_t)s->offset) : read(s->fd, to, size);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            return error_system(e, errno, s->name, _("read"));
        if (n == 0 && s->part)
            return error_at(e, ST_SYSTEM, s->name, 0, 0, "%s",
                            _("the file became shorter while it was read"));
        *got = (size_t)n;
    }
    s->offset += *got;
    if (s->watch.see != NULL && *got > 0)
        s->watch.see(s->watch.context, (struct slice){to, *got});
    return ST_OK;
}

/* Makes at least WANT raw bytes stand ready, unless the input ends before. */
static enum status read_ahead(struct source *s, size_t want, struct error *e)
{
    while (s->raw_end - s->raw_at < want && !s->raw_ended) {
        if (s->raw_at > 0) {
            memmove(s->raw, s->raw + s->raw_at, s->raw_end - s->raw_at);
            s->raw_end -= s->raw_at;
            s->raw_at = 0;
        }
        size_t got;
        size_t room = SOURCE_BLOCK - s->raw_end;
        enum status st = source_read_raw(s, s->raw + s->raw_end, room, &got, e);
        if (st != ST_OK)
            return st;
        s->raw_end += got;
        s->raw_ended = got == 0;
    }
    return ST_OK;
}

static bool at_magic(const struct source *s)
{
    return s->raw_end - s->raw_at >= 2 && memcmp(s->raw + s->raw_at, "\x1f\x8b", 2) == 0;
}

static enum status damaged(const struct source *s, const char *why, struct error *e)
{
    return error_at(e, ST_DATA, s->name, 0, 0, _("gzip data is damaged: %s"), why);
}

/* A gzip file may hold several members, one behind another. */
static enum status next_member(struct source *s, bool *ended, struct error *e)
{
    enum status st = read_ahead(s, 2, e);
    *ended = st == ST_OK && s->raw_at == s->raw_end;
    if (st != ST_OK || *ended)
        return st;
    if (!at_magic(s))
        return damaged(s, _("something else stands behind its end"), e);
    if (inflateReset(&s->z) != Z_OK)
        return error_set(e, ST_SYSTEM, _("zlib refuses to begin again"));
    s->member = true;
    return ST_OK;
}

static enum status inflate_failed(const struct source *s, int code, struct error *e)
{
    if (code == Z_MEM_ERROR)
        return error_memory(e);
    return damaged(s, s->z.msg != NULL ? s->z.msg : _("it does not unpack"), e);
}

static enum status read_gzip(struct source *s, void *to, size_t size, size_t *got, struct error *e)
{
    *got = 0;
    while (*got == 0) {
        bool ended = false;
        enum status st = s->member ? read_ahead(s, 1, e) : next_member(s, &ended, e);
        if (st != ST_OK || ended)
            return st;
        size_t ready = s->raw_end - s->raw_at;
        if (ready == 0)
            return error_at(e, ST_DATA, s->name, 0, 0, "%s",
                            _("gzip data ends early: the file was cut short"));
        s->z.next_in = (unsigned char *)s->raw + s->raw_at;
        s->z.avail_in = (unsigned)ready;
        s->z.next_out = to;
        s->z.avail_out = size < UINT_MAX ? (unsigned)size : UINT_MAX;
        unsigned room = s->z.avail_out;
        int code = inflate(&s->z, Z_NO_FLUSH);
        *got = room - s->z.avail_out;
        s->raw_at = s->raw_end - s->z.avail_in;
        if (code == Z_STREAM_END)
            s->member = false;
        else if (code != Z_OK && *got == 0) /* what came before the damage goes out first */
            return inflate_failed(s, code, e);
    }
    return ST_OK;
}

static enum status empty(const struct source *s, struct error *e)
{
    return error_at(e, ST_DATA, s->name, 0, 0, "%s",
                    _("file is empty: not even a header; did the command before it fail?"));
}

/* Looks at the first bytes: are there any, and are they gzip's? */
static enum status begin(struct source *s, struct error *e)
{
    s->raw = malloc(SOURCE_BLOCK);
    if (s->raw == NULL)
        return error_memory(e);
    enum status st = read_ahead(s, 2, e);
    if (st != ST_OK)
        return st;
    if (s->raw_end == 0)
        return empty(s, e);
    if (!at_magic(s))
        return ST_OK;
    if (inflateInit2(&s->z, MAX_WBITS + 16) != Z_OK)
        return error_memory(e);
    s->gzip = s->member = true;
    struct slice first;
    st = source_peek(s, 1, &first, e);
    return st != ST_OK ? st : first.n > 0 ? ST_OK : empty(s, e);
}

static enum status inspect(struct source *s, struct error *e)
{
    struct stat about;
    if (fstat(s->fd, &about) != 0)
        return error_system(e, errno, s->name, _("read"));
    if (S_ISDIR(about.st_mode))
        return error_system(e, EISDIR, s->name, _("read"));
    s->regular = S_ISREG(about.st_mode);
    if (s->regular && about.st_size > 0)
        s->size = (uint64_t)about.st_size;
    return ST_OK;
}

struct source *source_new(const char *name, struct error *e)
{
    struct source *s = calloc(1, sizeof *s);
    struct slice text = slice_of(name);
    char *copy = malloc(text.n + 1);
    if (s == NULL || copy == NULL) {
        free(s);
        free(copy);
        error_memory(e);
        return NULL;
    }
    memcpy(copy, name, text.n + 1);
    s->name = copy;
    s->fd = s->copy = -1;
    return s;
}

static enum status finish(struct source *s, enum status st, struct source **out)
{
    if (st == ST_OK)
        *out = s;
    else
        source_close(s);
    return st;
}

enum status source_open_named(struct source *s, const char *path, struct error *e)
{
    int copy = source_copy_of(path);
    if (copy >= 0) {
        s->by_place = true;
        s->fd = copy;
    } else if (strcmp(path, "-") == 0) {
        s->fd = STDIN_FILENO;
    } else {
        do
            s->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        while (s->fd < 0 && errno == EINTR);
        if (s->fd < 0)
            return error_system(e, errno, path, _("open"));
        s->owns_fd = true;
    }
    return inspect(s, e);
}

enum status source_open_watched(const char *path, const struct source_watch *watch,
                                struct source **out, struct error *e)
{
    *out = NULL;
    struct source *s = source_new(path, e);
    if (s == NULL)
        return ST_SYSTEM;
    s->watch = *watch;
    enum status st = source_open_named(s, path, e);
    if (st == ST_OK)
        st = begin(s, e);
    return finish(s, st, out);
}

enum status source_open(const char *path, struct source **out, struct error *e)
{
    static const struct source_watch nobody = {0};
    return source_open_watched(path, &nobody, out, e);
}

enum status source_make(const struct source_maker *maker, void *state, const char *name,
                        struct source **out, struct error *e)
{
    *out = NULL;
    struct source *s = source_new(name, e);
    if (s == NULL) {
        maker->close(state);
        return ST_SYSTEM;
    }
    s->maker = maker;
    s->state = state;
    *out = s;
    return ST_OK;
}

enum status source_memory(struct slice bytes, const char *name, struct source **out,
                          struct error *e)
{
    *out = NULL;
    struct source *s = source_new(name, e);
    if (s == NULL)
        return ST_SYSTEM;
    s->memory = bytes;
    s->size = bytes.n;
    return finish(s, begin(s, e), out);
}

enum status source_part(int fd, uint64_t size, const char *name, struct source **out,
                        struct error *e)
{
    *out = NULL;
    struct source *s = source_new(name, e);
    if (s == NULL)
        return ST_SYSTEM;
    s->fd = fd;
    s->by_place = s->part = true;
    s->size = size;
    return finish(s, begin(s, e), out);
}

static enum status read_on(struct source *s, void *to, size_t size, size_t *got, struct error *e)
{
    if (s->maker != NULL)
        return s->maker->read(s->state, to, size, got, e);
    if (s->gzip)
        return read_gzip(s, to, size, got, e);
    *got = 0;
    size_t ready = s->raw_end - s->raw_at;
    if (ready == 0)
        return s->raw_ended ? ST_OK : source_read_raw(s, to, size, got, e);
    *got = ready < size ? ready : size;
    memcpy(to, s->raw + s->raw_at, *got);
    s->raw_at += *got;
    return ST_OK;
}

enum status source_read(struct source *s, void *to, size_t size, size_t *got, struct error *e)
{
    *got = 0;
    if (size == 0)
        return ST_OK;
    if (s->front.n == 0)
        return read_on(s, to, size, got, e);
    *got = s->front.n < size ? s->front.n : size;
    memcpy(to, s->front.p, *got);
    s->front.p += *got;
    s->front.n -= *got;
    return ST_OK;
}

enum status source_peek(struct source *s, size_t want, struct slice *out, struct error *e)
{
    size_t have = s->front.n;
    enum status st = ST_OK;
    if (have < want && have > 0)
        memmove(s->front_memory, s->front.p, have);
    for (size_t got = 1; have < want && got > 0 && st == ST_OK; have += got) {
        size_t some = want - have < SOURCE_BLOCK ? want - have : SOURCE_BLOCK;
        if (!grow(&s->front_memory, &s->front_size, have + some, 1))
            return error_memory(e);
        st = read_on(s, s->front_memory + have, some, &got, e);
        s->front = (struct slice){s->front_memory, have + got};
    }
    *out = s->front;
    return st;
}

const char *source_name(const struct source *s)
{
    return s->name;
}

double source_progress(const struct source *s)
{
    if (s->maker != NULL)
        return s->maker->progress(s->state);
    if (s->size == 0)
        return -1;
    uint64_t used = s->offset - (s->raw_end - s->raw_at);
    return used >= s->size ? 1 : (double)used / (double)s->size;
}

void source_close(struct source *s)
{
    if (s == NULL)
        return;
    if (s->owns_fd)
        close(s->fd);
    if (s->gzip)
        inflateEnd(&s->z);
    if (s->copy >= 0)
        close(s->copy);
    if (s->maker != NULL)
        s->maker->close(s->state);
    free(s->front_memory);
    free(s->raw);
    free(s->name);
    free(s);
}
