/* A source of bytes in memory that gives no more than PIECE of them at once. */
#ifndef TESTS_DRIBBLE_H
#define TESTS_DRIBBLE_H

#include "source.h"

struct dribble {
    struct slice rest;
    size_t piece;
};

static enum status dribble_read(void *state, void *to, size_t size, size_t *got, struct error *e)
{
    struct dribble *d = state;
    (void)e;
    *got = size < d->piece ? size : d->piece;
    *got = *got < d->rest.n ? *got : d->rest.n;
    memcpy(to, d->rest.p, *got);
    d->rest.p += *got;
    d->rest.n -= *got;
    return ST_OK;
}

static double dribble_progress(const void *state)
{
    (void)state;
    return -1;
}

static void dribble_close(void *state)
{
    (void)state;
}

/* With a struct dribble as its state. */
static const struct source_maker dribble_maker = {dribble_read, dribble_progress, dribble_close};

#endif
