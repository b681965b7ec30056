#include "heat.h"

#include <stdlib.h>

#include "i18n.h"

const char *heat_state_name(enum heat_state s)
{
    static const char *const names[HEAT_STATES] = {"none", "few", "unknown", "known"};
    return names[s];
}

static enum status check_pack(const struct pack *pack, struct error *e)
{
    if (pack->scenario_count == 0)
        return error_at(e, ST_USAGE, pack->directory, 0, 0, "%s",
                        _("the pack has no taxonomy.csv with fields and scenarios: there is "
                          "nothing to make rows of"));
    if (pack->region_count == 0)
        return error_at(e, ST_USAGE, pack->directory, 0, 0, "%s",
                        _("the pack has no regions.csv with regions: there is nothing to make "
                          "columns of"));
    return ST_OK;
}

static bool take_codes(struct heat *h)
{
    const struct pack *p = h->pack;
    h->first_scenario = calloc(p->scenario_count, sizeof *h->first_scenario);
    if (h->first_scenario == NULL)
        return false;
    for (size_t i = 0; i < p->scenario_count; i++) {
        uint32_t known = h->fields.n;
        uint32_t f = keytab_add(&h->fields, slice_of(p->scenarios[i].field));
        if (f == KEYTAB_NONE || keytab_add(&h->scenarios, slice_of(p->scenarios[i].code)) != i)
            return false;
        if (f == known)
            h->first_scenario[f] = (uint32_t)i;
    }
    return true;
}

static void add_row(struct heat *h, int field, const struct scenario *s, const char *code,
                    const char *name)
{
    h->rows[h->row_n++] = (struct heat_row){.field = s == NULL ? "?" : s->field,
                                            .field_name = s == NULL ? "" : s->field_name,
                                            .scenario = code,
                                            .scenario_name = name,
                                            .field_number = field};
}

/* The last row is that of an unknown field; by scenario each field has one for what bears no
 * scenario. */
static bool make_rows(struct heat *h)
{
    const struct pack *p = h->pack;
    bool by_field = h->options.by == HEAT_BY_FIELD;
    h->rows = calloc(p->scenario_count + h->fields.n + 1, sizeof *h->rows);
    h->scenario_row = calloc(p->scenario_count, sizeof *h->scenario_row);
    h->field_row = calloc(h->fields.n, sizeof *h->field_row);
    if (h->rows == NULL || h->scenario_row == NULL || h->field_row == NULL)
        return false;
    for (uint32_t f = 0; f < h->fields.n; f++) {
        const struct scenario *first = &p->scenarios[h->first_scenario[f]];
        for (size_t i = h->first_scenario[f]; i < p->scenario_count; i++) {
            const struct scenario *s = &p->scenarios[i];
            if (!slice_eq(slice_of(s->field), slice_of(first->field)))
                continue;
            h->scenario_row[i] = (uint32_t)h->row_n;
            if (!by_field)
                add_row(h, (int)f, s, s->code, s->name);
        }
        h->field_row[f] = (uint32_t)h->row_n;
        add_row(h, (int)f, first, by_field ? "" : "?", "");
        h->rows[h->row_n - 1].optional = !by_field;
    }
    add_row(h, -1, NULL, by_field ? "" : "?", "");
    h->rows[h->row_n - 1].optional = true;
    return true;
}

/* Regions of the level, and above it those that have no parts, or of which something is said that
 * is of none of their parts. The last column is that of an unknown region. */
static bool make_columns(struct heat *h)
{
    const struct pack *p = h->pack;
    h->columns = calloc(p->region_count + 1, sizeof *h->columns);
    h->region_column = calloc(p->region_count, sizeof *h->region_column);
    bool *parted = calloc(p->region_count, sizeof *parted);
    bool good = h->columns != NULL && h->region_column != NULL && parted != NULL;
    for (size_t i = 0; good && i < p->region_count; i++)
        if (h->regions.parent[i] >= 0)
            parted[h->regions.parent[i]] = true;
    for (size_t i = 0; good && i < p->region_count; i++) {
        int depth = h->regions.depth[i];
        if (depth > h->options.level)
            continue;
        h->region_column[i] = (uint32_t)h->column_n;
        h->columns[h->column_n++] =
            (struct heat_column){.code = p->regions[i].code,
                                 .name = p->regions[i].name,
                                 .region = (int)i,
                                 .optional = depth < h->options.level && parted[i]};
    }
    free(parted);
    if (!good)
        return false;
    for (size_t i = 0; i < p->region_count; i++)
        h->region_column[i] = h->region_column[region_up(&h->regions, (int)i, h->options.level)];
    h->columns[h->column_n++] =
        (struct heat_column){.code = "?", .name = "", .region = -1, .optional = true};
    return true;
}

enum status heat_init(struct heat *h, const struct pack *pack, const struct heat_options *options,
                      struct error *e)
{
    *h = (struct heat){.pack = pack, .options = *options};
    enum status s = check_pack(pack, e);
    if (s != ST_OK)
        return s;
    bool good = regions_init(&h->regions, pack) && take_codes(h) && make_rows(h) && make_columns(h);
    if (good) {
        h->cells = calloc(h->row_n, h->column_n * sizeof *h->cells);
        good = h->cells != NULL;
    }
    return good ? ST_OK : error_memory(e);
}

void heat_free(struct heat *h)
{
    heat_exposure_free(h->exposure);
    regions_free(&h->regions);
    keytab_free(&h->fields);
    keytab_free(&h->scenarios);
    free(h->first_scenario);
    free(h->rows);
    free(h->columns);
    free(h->scenario_row);
    free(h->field_row);
    free(h->region_column);
    free(h->cells);
    *h = (struct heat){0};
}

enum heat_place heat_find_row(const struct heat *h, struct slice field, struct slice scenario,
                              size_t *row)
{
    *row = h->row_n - 1;
    uint32_t f = KEYTAB_NONE, s = KEYTAB_NONE;
    if (field.n > 0) {
        f = keytab_find(&h->fields, field);
        if (f == KEYTAB_NONE)
            return HEAT_NO_FIELD;
        *row = h->field_row[f];
    }
    if (scenario.n == 0)
        return HEAT_PLACED;
    s = keytab_find(&h->scenarios, scenario);
    if (s == KEYTAB_NONE)
        return HEAT_NO_SCENARIO;
    const char *of = h->pack->scenarios[s].field;
    if (field.n > 0 && !slice_eq(field, slice_of(of)))
        return HEAT_OTHER_FIELD;
    *row = h->options.by == HEAT_BY_SCENARIO ? h->scenario_row[s]
                                             : h->field_row[keytab_find(&h->fields, slice_of(of))];
    return HEAT_PLACED;
}

size_t heat_find_column(const struct heat *h, struct slice region)
{
    int r = region.n > 0 ? region_find(&h->regions, region) : -1;
    return r < 0 ? h->column_n - 1 : h->region_column[r];
}

enum status heat_add(struct heat *h, size_t row, size_t column, enum level grade, uint64_t count,
                     int64_t months, struct error *e)
{
    const uint64_t most = (uint64_t)HEAT_COUNT_MAX;
    bool exact = true;
    int64_t factor = (int64_t)num_pow10(HEAT_FACTOR_PLACES);
    if (count > most || h->total > most - count)
        return error_set(e, ST_DATA, _("more than %lld findings in all"),
                         (long long)HEAT_COUNT_MAX);
    if (h->options.fading == HEAT_FADING_GIVEN)
        factor = heat_factor(months, &h->options.half_life, &exact);
    struct heat_cell *c = heat_cell(h, row, column);
    h->total += count;
    c->count[grade - LEVEL_BLUE] += count;
    c->aged[grade - LEVEL_BLUE] += (int128)factor * (int128)count;
    c->rounded = c->rounded || (!exact && count > 0);
    c->seen = h->rows[row].seen = h->columns[column].seen = true;
    return ST_OK;
}
