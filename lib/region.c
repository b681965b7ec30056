#include "region.h"

#include <stdlib.h>

bool regions_init(struct regions *r, const struct pack *pack)
{
    size_t n = pack->region_count;
    *r = (struct regions){.pack = pack};
    r->parent = calloc(n + 1, sizeof *r->parent);
    r->depth = calloc(n + 1, sizeof *r->depth);
    bool good = r->parent != NULL && r->depth != NULL;
    for (size_t i = 0; good && i < n; i++)
        good = keytab_add(&r->codes, slice_of(pack->regions[i].code)) == i;
    for (size_t i = 0; good && i < n; i++)
        r->parent[i] = region_find(r, slice_of(pack->regions[i].parent));
    for (size_t i = 0; good && i < n; i++)
        for (int at = r->parent[i]; at >= 0; at = r->parent[at])
            r->depth[i]++;
    if (!good)
        regions_free(r);
    return good;
}

int region_find(const struct regions *r, struct slice code)
{
    uint32_t id = keytab_find(&r->codes, code);
    return id == KEYTAB_NONE ? -1 : (int)id;
}

bool region_within(const struct regions *r, int at, int above)
{
    while (at >= 0 && at != above)
        at = r->parent[at];
    return at >= 0;
}

int region_up(const struct regions *r, int at, int depth)
{
    while (at >= 0 && r->depth[at] > depth)
        at = r->parent[at];
    return at;
}

void regions_free(struct regions *r)
{
    keytab_free(&r->codes);
    free(r->parent);
    free(r->depth);
    *r = (struct regions){0};
}
