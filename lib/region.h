/* The tree of regions: province, cities, counties (regions.csv). */
#ifndef RISK_REGION_H
#define RISK_REGION_H

#include "keytab.h"
#include "pack.h"

/* Depth in the tree: 0 at the top. */
enum { REGION_PROVINCE, REGION_CITY, REGION_COUNTY };

/* Looks into the pack, which must outlive it. Zero-initialise; regions_free gives it back. */
struct regions {
    const struct pack *pack;
    struct keytab codes; /* a code's number is its index in pack->regions */
    int32_t *parent;     /* [region_count], -1 at the top */
    int32_t *depth;
};

/* False when memory is out. That parents are there and no region is its own ancestor has been
 * checked when the pack was loaded. */
bool regions_init(struct regions *r, const struct pack *pack);
/* Index in pack->regions, or -1. */
int region_find(const struct regions *r, struct slice code);
/* Whether AT is ABOVE or lies in it. */
bool region_within(const struct regions *r, int at, int above);
/* The region itself if it stands at DEPTH or higher, else its ancestor there. */
int region_up(const struct regions *r, int at, int depth);
void regions_free(struct regions *r);

#endif
