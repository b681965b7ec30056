/* Exposures: how much there is in a region that something could be found in, such as its budget or
 * its people. */
#include <stdlib.h>

#include "heat.h"
#include "i18n.h"

enum known { NOT_KNOWN, GIVEN, SUMMED };

/* What one field, or all that have none of their own, goes by. */
struct scale {
    bool used;
    const char *unit;
    struct num *value; /* [region_count] */
    enum known *known; /* [region_count] */
    uint64_t *line;    /* [region_count] where it was given */
};

struct heat_exposure {
    struct arena arena;
    struct sheet sheet;
    struct scale *scales; /* [0] of all fields, [1 + field] */
    size_t n;
};

enum { EXPOSURE_REGION, EXPOSURE_VALUE, EXPOSURE_FIELD, EXPOSURE_UNIT, EXPOSURE_COLUMNS = 6 };

static bool make_scale(const struct heat *h, struct scale *s)
{
    struct arena *a = &h->exposure->arena;
    size_t n = h->pack->region_count;
    if (s->used)
        return true;
    s->value = arena_zero(a, n * sizeof *s->value);
    s->known = arena_zero(a, n * sizeof *s->known);
    s->line = arena_zero(a, n * sizeof *s->line);
    s->used = s->value != NULL && s->known != NULL && s->line != NULL;
    return s->used;
}

static enum status unknown_code(const struct heat *h, size_t row, int column, bool region,
                                struct error *e)
{
    const struct pack *p = h->pack;
    size_t n = region ? p->region_count : h->fields.n;
    const char **known = calloc(n, sizeof *known);
    if (known == NULL)
        return error_memory(e);
    for (size_t i = 0; i < n; i++)
        known[i] = region ? p->regions[i].code : p->scenarios[h->first_scenario[i]].field;
    enum status s = sheet_unknown(&h->exposure->sheet, row, column,
                                  region ? _("region") : _("field"), known, n, e);
    free(known);
    return s;
}

static enum status read_value(const struct heat *h, size_t row, int column, struct num *out,
                              struct error *e)
{
    const struct sheet *s = &h->exposure->sheet;
    struct slice given = sheet_cell(s, row, column);
    char q[QUOTE_SIZE];
    if (given.n == 0)
        return sheet_error(s, row, column, e, "%s",
                           _("the exposure is blank: fill it, or leave the row out and the region "
                             "is unknown"));
    struct slice plain = sheet_plain(given, &h->exposure->arena);
    if (plain.p == NULL)
        return error_memory(e);
    if (num_parse(plain, out) != NUM_OK)
        return sheet_error(s, row, column, e,
                           _("the exposure is no number: '%s' (write digits with at most one "
                             "point; its unit has a column of its own)"),
                           quote(q, given));
    if (out->n < 0)
        return sheet_error(s, row, column, e, _("the exposure is negative: '%s'"), quote(q, given));
    return ST_OK;
}

static enum status take_unit(struct scale *scale, const struct sheet *s, size_t row, int column,
                             struct error *e)
{
    char before[QUOTE_SIZE], here[QUOTE_SIZE];
    struct slice unit = sheet_cell(s, row, column);
    if (scale->unit == NULL)
        scale->unit = unit.p;
    if (slice_eq(unit, slice_of(scale->unit)))
        return ST_OK;
    return sheet_error(s, row, column, e,
                       _("the unit is '%s' here and '%s' above: shares can be taken of one unit "
                         "only"),
                       quote(here, unit), quote(before, slice_of(scale->unit)));
}

static enum status take_row(struct heat *h, size_t row, const int *map, struct error *e)
{
    struct heat_exposure *x = h->exposure;
    const struct sheet *s = &x->sheet;
    struct slice region = sheet_cell(s, row, map[EXPOSURE_REGION]);
    struct slice field = sheet_cell(s, row, map[EXPOSURE_FIELD]);
    uint32_t f = field.n == 0 ? 0 : keytab_find(&h->fields, field);
    int r = region_find(&h->regions, region);
    struct num value = {.n = 0};
    if (r < 0)
        return unknown_code(h, row, map[EXPOSURE_REGION], true, e);
    if (f == KEYTAB_NONE)
        return unknown_code(h, row, map[EXPOSURE_FIELD], false, e);
    enum status st = read_value(h, row, map[EXPOSURE_VALUE], &value, e);
    if (st != ST_OK)
        return st;
    struct scale *scale = &x->scales[field.n == 0 ? 0 : 1 + f];
    if (!make_scale(h, scale))
        return error_memory(e);
    char q[QUOTE_SIZE];
    if (scale->known[r] != NOT_KNOWN)
        return sheet_error(s, row, map[EXPOSURE_REGION], e,
                           _("region '%s' stands twice, here and in line %llu"), quote(q, region),
                           (unsigned long long)scale->line[r]);
    scale->known[r] = GIVEN;
    scale->value[r] = value;
    scale->line[r] = s->rows[row].line;
    return take_unit(scale, s, row, map[EXPOSURE_UNIT], e);
}

/* A region and a part of it would count the part twice. */
static enum status check_parts(const struct heat *h, const int *map, struct error *e)
{
    const struct heat_exposure *x = h->exposure;
    const struct sheet *s = &x->sheet;
    for (size_t row = 0; row < s->n; row++) {
        struct slice field = sheet_cell(s, row, map[EXPOSURE_FIELD]);
        size_t of = field.n == 0 ? 0 : 1 + keytab_find(&h->fields, field);
        struct slice region = sheet_cell(s, row, map[EXPOSURE_REGION]);
        const struct scale *scale = &x->scales[of];
        int at = h->regions.parent[region_find(&h->regions, region)];
        while (at >= 0 && scale->known[at] == NOT_KNOWN)
            at = h->regions.parent[at];
        char q[QUOTE_SIZE];
        if (at >= 0)
            return sheet_error(s, row, map[EXPOSURE_REGION], e,
                               _("region '%s' is a part of '%s' in line %llu: give the whole or "
                                 "its parts, not both"),
                               quote(q, region), h->pack->regions[at].code,
                               (unsigned long long)scale->line[at]);
    }
    return ST_OK;
}

/* Adds the regions of DEPTH to what they are parts of, where all of these are known. */
static enum num_result sum_depth(const struct heat *h, struct scale *scale, int depth,
                                 const size_t *parts, size_t *known)
{
    enum num_result result = NUM_OK;
    for (size_t i = 0; result == NUM_OK && i < h->pack->region_count; i++) {
        int above = h->regions.parent[i];
        if (h->regions.depth[i] != depth)
            continue;
        if (scale->known[i] == NOT_KNOWN && parts[i] > 0 && known[i] == parts[i])
            scale->known[i] = SUMMED;
        if (scale->known[i] == NOT_KNOWN || above < 0)
            continue;
        known[above]++;
        result = num_add(&scale->value[above], &scale->value[i], &scale->value[above]);
    }
    return result;
}

/* From below. No part of what was given is known: check_parts. */
static enum status sum_parts(const struct heat *h, struct scale *scale, struct error *e)
{
    size_t n = h->pack->region_count;
    size_t *parts = calloc(n, sizeof *parts), *known = calloc(n, sizeof *known);
    int deepest = 0;
    enum status s = parts == NULL || known == NULL ? error_memory(e) : ST_OK;
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        deepest = h->regions.depth[i] > deepest ? h->regions.depth[i] : deepest;
        if (h->regions.parent[i] >= 0)
            parts[h->regions.parent[i]]++;
    }
    for (int depth = deepest; s == ST_OK && depth >= 0; depth--)
        if (sum_depth(h, scale, depth, parts, known) != NUM_OK)
            s = error_at(e, ST_USAGE, h->exposure->sheet.file, 0, 0, "%s",
                         _("the sum of the exposures does not fit 38 digits: use a larger unit"));
    free(parts);
    free(known);
    return s;
}

static enum status take_rows(struct heat *h, const int *map, struct error *e)
{
    struct heat_exposure *x = h->exposure;
    enum status st = ST_OK;
    for (size_t row = 0; st == ST_OK && row < x->sheet.n; row++)
        st = take_row(h, row, map, e);
    if (st == ST_OK)
        st = check_parts(h, map, e);
    return st;
}

enum status heat_load_exposure(struct heat *h, const char *path, struct error *e)
{
    static const char *const columns[EXPOSURE_COLUMNS] = {"region", "exposure", "field",
                                                          "unit",   "name",     "source"};
    int map[EXPOSURE_COLUMNS];
    struct heat_exposure *x = calloc(1, sizeof *x);
    h->exposure = x;
    if (x == NULL)
        return error_memory(e);
    x->n = 1 + h->fields.n;
    x->scales = arena_zero(&x->arena, x->n * sizeof *x->scales);
    if (x->scales == NULL)
        return error_memory(e);
    enum status st = sheet_load(path, &x->arena, &x->sheet, e);
    if (st == ST_OK)
        st = sheet_map(&x->sheet, columns, EXPOSURE_COLUMNS, 2, map, e);
    if (st == ST_OK)
        st = take_rows(h, map, e);
    for (size_t i = 0; st == ST_OK && i < x->n; i++)
        if (x->scales[i].used)
            st = sum_parts(h, &x->scales[i], e);
    return st;
}

void heat_exposure_free(struct heat_exposure *x)
{
    if (x == NULL)
        return;
    arena_free(&x->arena);
    free(x);
}

static const struct scale *scale_of(const struct heat *h, size_t row)
{
    const struct heat_exposure *x = h->exposure;
    int f = h->rows[row].field_number;
    const struct scale *own = f < 0 ? NULL : &x->scales[1 + f];
    return own != NULL && own->used ? own : &x->scales[0];
}

bool heat_exposure_of(const struct heat *h, size_t row, size_t column, struct num *out)
{
    if (h->exposure == NULL)
        return false;
    const struct scale *s = scale_of(h, row);
    const struct heat_column *c = &h->columns[column];
    /* What is said of a whole that has columns for its parts is of none of them, and has no
     * exposure of its own. */
    bool whole = c->region >= 0 && !c->optional;
    if (!s->used || !whole || s->known[c->region] == NOT_KNOWN)
        return false;
    *out = s->value[c->region];
    return true;
}

const char *heat_exposure_unit(const struct heat *h, size_t row)
{
    const struct scale *s = h->exposure == NULL ? NULL : scale_of(h, row);
    return s == NULL || !s->used || s->unit == NULL ? "" : s->unit;
}
