#include "spill.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "i18n.h"

enum { SPILL_BUFFER = 256 * 1024 };

struct spill {
    int fd;
    size_t n, at; /* bytes in the buffer, read so far */
    char buffer[SPILL_BUFFER];
};

enum status spill_open(struct spill **out, struct error *e)
{
    const char *directory = getenv("TMPDIR");
    if (directory == NULL || directory[0] == '\0')
        directory = "/tmp";
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/probity-XXXXXX", directory);
    if (n < 0 || (size_t)n >= sizeof path)
        return error_set(e, ST_SYSTEM, "%s", _("TMPDIR is too long"));
    struct spill *s = malloc(sizeof *s);
    if (s == NULL)
        return error_memory(e);
    s->n = s->at = 0;
    s->fd = mkstemp(path);
    if (s->fd < 0) {
        free(s);
        return error_system(e, errno, path, _("make a temporary file"));
    }
    unlink(path);
    *out = s;
    return ST_OK;
}

static enum status flush(struct spill *s, struct error *e)
{
    for (size_t done = 0; done < s->n;) {
        ssize_t n = write(s->fd, s->buffer + done, s->n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_system(
                e, errno, NULL,
                _("write a temporary file (set TMPDIR to a folder with more room)"));
        done += (size_t)n;
    }
    s->n = 0;
    return ST_OK;
}

enum status spill_write(struct spill *s, struct slice v, struct error *e)
{
    while (v.n > 0) {
        size_t n = SPILL_BUFFER - s->n < v.n ? SPILL_BUFFER - s->n : v.n;
        memcpy(s->buffer + s->n, v.p, n);
        s->n += n;
        v.p += n;
        v.n -= n;
        if (s->n == SPILL_BUFFER && flush(s, e) != ST_OK)
            return ST_SYSTEM;
    }
    return ST_OK;
}

enum status spill_rewind(struct spill *s, struct error *e)
{
    /* While writing, `at` is 0 and the buffer holds what is to be written. */
    if (s->at == 0 && flush(s, e) != ST_OK)
        return ST_SYSTEM;
    s->n = s->at = 0;
    if (lseek(s->fd, 0, SEEK_SET) != 0)
        return error_system(e, errno, NULL, _("read a temporary file"));
    return ST_OK;
}

enum status spill_read(struct spill *s, void *to, size_t size, size_t *got, struct error *e)
{
    *got = 0;
    while (*got < size) {
        if (s->at == s->n) {
            ssize_t n = read(s->fd, s->buffer, SPILL_BUFFER);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0)
                return error_system(e, errno, NULL, _("read a temporary file"));
            if (n == 0)
                return ST_OK;
            s->n = (size_t)n;
            s->at = 0;
        }
        size_t n = s->n - s->at < size - *got ? s->n - s->at : size - *got;
        memcpy((char *)to + *got, s->buffer + s->at, n);
        s->at += n;
        *got += n;
    }
    return ST_OK;
}

void spill_close(struct spill *s)
{
    if (s == NULL)
        return;
    close(s->fd);
    free(s);
}
