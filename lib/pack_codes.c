/* taxonomy.csv and regions.csv: the codes that indicators and alerts may bear. */
#include "i18n.h"
#include "pack_int.h"

/* An earlier scenario of the same field lends its name to one that leaves it blank. */
static enum status take_field_names(const struct pack *p, struct scenario *c, const struct sheet *s,
                                    size_t row, const int *map, struct error *e)
{
    for (size_t i = 0; i < p->scenario_count; i++) {
        const struct scenario *o = &p->scenarios[i];
        if (strcmp(o->field, c->field) != 0)
            continue;
        if (c->field_name[0] == '\0')
            c->field_name = o->field_name;
        if (c->field_name_en[0] == '\0')
            c->field_name_en = o->field_name_en;
        char before[QUOTE_SIZE], here[QUOTE_SIZE], field[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
        if (o->field_name[0] != '\0' && strcmp(o->field_name, c->field_name) != 0)
            return sheet_error(
                s, row, map[2], e, _("field '%s' is called '%s' in %s and '%s' here"),
                quote(field, slice_of(c->field)), quote(before, slice_of(o->field_name)),
                sheet_place(where, s, o->sheet, o->row), quote(here, slice_of(c->field_name)));
    }
    return ST_OK;
}

static enum status take_scenario(struct pack *p, const struct sheet *s, size_t row, const int *map,
                                 struct error *e)
{
    struct scenario c = {
        .field = pack_string(s, row, map[0]),
        .code = pack_string(s, row, map[1]),
        .field_name = pack_string(s, row, map[2]),
        .field_name_en = pack_string(s, row, map[3]),
        .name = pack_string(s, row, map[4]),
        .name_en = pack_string(s, row, map[5]),
        .sheet = s,
        .row = row,
    };
    enum status r = pack_filled(s, row, map[0], _("field"), e);
    if (r == ST_OK)
        r = pack_filled(s, row, map[1], _("scenario"), e);
    if (r == ST_OK)
        r = take_field_names(p, &c, s, row, map, e);
    char shown[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    for (size_t i = 0; i < p->scenario_count && r == ST_OK; i++)
        if (strcmp(p->scenarios[i].code, c.code) == 0)
            r = sheet_error(s, row, map[1], e, _("scenario '%s' stands twice, here and in %s"),
                            quote(shown, slice_of(c.code)),
                            sheet_place(where, s, p->scenarios[i].sheet, p->scenarios[i].row));
    if (r == ST_OK)
        p->scenarios[p->scenario_count++] = c;
    return r;
}

enum status pack_read_taxonomy(struct pack *p, const struct sheet *s, struct error *e)
{
    static const char *const columns[] = {"field", "scenario", "field_name", "field_name_en",
                                          "name", "name_en"};
    int map[6];
    enum status r = sheet_map(s, columns, 6, 2, map, e);
    if (r != ST_OK)
        return r;
    p->scenarios = pack_more(p, p->scenarios, p->scenario_count, s->n, sizeof *p->scenarios);
    if (p->scenarios == NULL)
        return error_memory(e);
    for (size_t i = 0; i < s->n && r == ST_OK; i++)
        r = take_scenario(p, s, i, map, e);
    return r;
}

static size_t find_region(const struct pack *p, const char *code)
{
    size_t i = 0;
    while (i < p->region_count && strcmp(p->regions[i].code, code) != 0)
        i++;
    return i;
}

static enum status take_region(struct pack *p, const struct sheet *s, size_t row, const int *map,
                               struct error *e)
{
    struct region g = {
        .code = pack_string(s, row, map[0]),
        .name = pack_string(s, row, map[1]),
        .parent = pack_string(s, row, map[2]),
        .sheet = s,
        .sheet_row = row,
    };
    enum status r = pack_filled(s, row, map[0], _("code"), e);
    if (r == ST_OK && sheet_cell(s, row, map[3]).n > 0)
        r = sheet_count(s, row, map[3], 1000, &g.row, e);
    if (r == ST_OK && sheet_cell(s, row, map[4]).n > 0)
        r = sheet_count(s, row, map[4], 1000, &g.column, e);
    if (r != ST_OK)
        return r;
    size_t same = find_region(p, g.code);
    char shown[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    if (same < p->region_count)
        return sheet_error(
            s, row, map[0], e, _("region '%s' stands twice, here and in %s"),
            quote(shown, slice_of(g.code)),
            sheet_place(where, s, p->regions[same].sheet, p->regions[same].sheet_row));
    p->regions[p->region_count++] = g;
    return ST_OK;
}

static enum status parent_error(const struct region *g, struct error *e, const char *format,
                                const char *code)
{
    char shown[QUOTE_SIZE];
    return sheet_error(g->sheet, g->sheet_row, sheet_column(g->sheet, "parent"), e, format,
                       quote(shown, slice_of(code)));
}

enum status pack_check_parents(const struct pack *p, struct error *e)
{
    for (size_t i = 0; i < p->region_count; i++) {
        size_t above = i;
        for (size_t steps = 0; p->regions[above].parent[0] != '\0'; steps++) {
            const struct region *from = &p->regions[above];
            above = find_region(p, from->parent);
            if (above == p->region_count)
                return parent_error(from, e, _("the parent region '%s' is not in this table"),
                                    from->parent);
            if (steps == p->region_count || above == i)
                return parent_error(&p->regions[i], e, _("region '%s' is above itself"),
                                    p->regions[i].code);
        }
    }
    return ST_OK;
}

enum status pack_read_regions(struct pack *p, const struct sheet *s, struct error *e)
{
    static const char *const columns[] = {"code", "name", "parent", "row", "column"};
    int map[5];
    enum status r = sheet_map(s, columns, 5, 1, map, e);
    if (r != ST_OK)
        return r;
    p->regions = pack_more(p, p->regions, p->region_count, s->n, sizeof *p->regions);
    if (p->regions == NULL)
        return error_memory(e);
    for (size_t i = 0; i < s->n && r == ST_OK; i++)
        r = take_region(p, s, i, map, e);
    return r;
}
