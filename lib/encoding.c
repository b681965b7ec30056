#include "encoding.h"

#include <stdlib.h>

struct encoding {
    struct source *raw;
    const char *name, *from;
    bool euro;
};

static enum status read_text(void *state, void *to, size_t size, size_t *got, struct error *e)
{
    struct encoding *d = state;
    return source_read(d->raw, to, size, got, e);
}

static double progress(const void *state)
{
    return source_progress(((const struct encoding *)state)->raw);
}

static void stay(void *state)
{
    (void)state;
}

enum status encoding_open(struct source *raw, const char *name, struct encoding **out,
                          struct source **text, struct error *e)
{
    static const struct source_maker maker = {read_text, progress, stay};
    (void)name;
    struct encoding *d = calloc(1, sizeof *d);
    if (d == NULL)
        return error_memory(e);
    d->raw = raw;
    d->name = "UTF-8";
    *out = d;
    enum status st = source_make(&maker, d, source_name(raw), text, e);
    if (st != ST_OK)
        encoding_close(d);
    return st;
}

const char *encoding_name(const struct encoding *d)
{
    return d->name;
}

const char *const *encoding_from(const struct encoding *d)
{
    return &d->from;
}

bool encoding_euro(const struct encoding *d)
{
    return d->euro;
}

void encoding_close(struct encoding *d)
{
    free(d);
}
