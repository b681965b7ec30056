/* Routes: read with what they are checked against, and given back. */
#include "routes.h"

#include <stdlib.h>

#include "routes_int.h"

static enum status make_work(struct routes *r, struct error *e)
{
    size_t n = (size_t)r->handler_codes.n + 1;
    r->work = calloc(1, sizeof *r->work);
    if (r->work == NULL)
        return error_memory(e);
    r->work->told = calloc(n, sizeof *r->work->told);
    return r->work->told == NULL ? error_memory(e) : ST_OK;
}

enum status routes_load(const struct pack *pack, const struct regions *regions,
                        const char *officials, const char *recusals, struct routes **out,
                        struct error *e)
{
    *out = NULL;
    struct routes *r = calloc(1, sizeof *r);
    if (r == NULL)
        return error_memory(e);
    r->pack = pack;
    r->regions = regions;
    r->chinese = strncmp(pack->language, "zh", 2) == 0;
    r->official = SLICE("official_id");
    enum status s = routes_read(r, e);
    if (s == ST_OK && officials != NULL)
        s = routes_read_officials(r, officials, e);
    if (s == ST_OK && recusals != NULL)
        s = routes_read_recusals(r, recusals, e);
    if (s == ST_OK)
        s = make_work(r, e);
    if (s == ST_OK)
        *out = r;
    else
        routes_free(r);
    return s;
}

static void free_work(struct routes_work *w)
{
    if (w == NULL)
        return;
    buffer_free(&w->part);
    buffer_free(&w->key);
    buffer_free(&w->ground);
    buffer_free(&w->id);
    buffer_free(&w->rows);
    buffer_free(&w->region_rows);
    buffer_free(&w->rank_rows);
    free(w->told);
    free(w->of);
    keytab_free(&w->cases);
    arena_free(&w->arena);
    free(w);
}

void routes_free(struct routes *r)
{
    if (r == NULL)
        return;
    free_work(r->work);
    for (int c = 0; c < ROUTE_CONDITIONS; c++)
        keytab_free(&r->codes[c]);
    keytab_free(&r->handler_codes);
    keytab_free(&r->official_ids);
    keytab_free(&r->recusal_keys);
    arena_free(&r->arena);
    free(r);
}

void routing_free(struct routing *r)
{
    buffer_free(&r->copies);
    buffer_free(&r->reasons);
    *r = (struct routing){.route = -1, .handler = ""};
}
