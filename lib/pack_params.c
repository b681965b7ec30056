/* params.csv: a row for each value of a parameter. */
#include "i18n.h"
#include "pack_int.h"

enum {
    COL_NAME,
    COL_VALUE, /* these may not be missing */
    COL_KEY,
    COL_REGION,
    COL_FROM,
    COL_TO,
    COL_TIGHTEN,
    COL_SOURCE,
    COLS
};
static const char *const columns[COLS] = {"name",       "value",    "key",     "region",
                                          "valid_from", "valid_to", "tighten", "source"};
enum { NEEDED = COL_VALUE + 1 };

/* Where a value stands, for errors. */
struct cell {
    const struct sheet *s;
    size_t row;
    const int *map;
    struct error *e;
};

static struct slice text_of(const struct cell *c, int column)
{
    return sheet_cell(c->s, c->row, c->map[column]);
}

/* `$name` is read up to what no name holds. */
static enum status check_name(const struct cell *c)
{
    struct slice name = text_of(c, COL_NAME);
    char shown[QUOTE_SIZE];
    bool good = !(name.p[0] >= '0' && name.p[0] <= '9');
    for (size_t i = 0; i < name.n; i++) {
        unsigned char b = (unsigned char)name.p[i];
        bool letter = (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
        good = good && (b >= 0x80 || letter || (b >= '0' && b <= '9') || b == '_');
    }
    if (good)
        return ST_OK;
    return sheet_error(c->s, c->row, c->map[COL_NAME], c->e,
                       _("'%s' cannot name a parameter: letters, digits and _ can, without the $ "
                         "that it bears in expressions"),
                       quote(shown, name));
}

static enum status take_region(struct pack *p, const struct cell *c, int *out)
{
    struct slice code = text_of(c, COL_REGION);
    *out = -1;
    if (code.n == 0)
        return ST_OK;
    for (size_t i = 0; i < p->region_count; i++)
        if (slice_eq(code, slice_of(p->regions[i].code)))
            *out = (int)i;
    if (*out >= 0)
        return ST_OK;
    char shown[QUOTE_SIZE];
    if (p->region_count == 0)
        return sheet_error(c->s, c->row, c->map[COL_REGION], c->e,
                           _("region '%s', but the pack has no regions.csv to find it in"),
                           quote(shown, code));
    const char **codes = arena_alloc(&p->arena, p->region_count * sizeof *codes);
    if (codes == NULL)
        return error_memory(c->e);
    for (size_t i = 0; i < p->region_count; i++)
        codes[i] = p->regions[i].code;
    return sheet_unknown(c->s, c->row, c->map[COL_REGION], _("region"), codes, p->region_count,
                         c->e);
}

static enum status take_values(struct pack *p, const struct cell *c, struct param_row *r)
{
    struct slice rest = text_of(c, COL_VALUE);
    size_t most = 1;
    char shown[QUOTE_SIZE];
    for (size_t i = 0; i < rest.n; i++)
        most += rest.p[i] == '|';
    r->values = arena_zero(&p->arena, most * sizeof *r->values);
    if (r->values == NULL)
        return error_memory(c->e);
    while (rest.p != NULL) {
        struct slice item = slice_trim(slice_split(&rest, '|'));
        if (item.n == 0)
            return sheet_error(c->s, c->row, c->map[COL_VALUE], c->e,
                               _("a value of the list '%s' is blank"),
                               quote(shown, text_of(c, COL_VALUE)));
        r->values[r->value_n++].text = item;
    }
    return ST_OK;
}

static enum status take_row(struct pack *p, const struct cell *c, struct param_row *r)
{
    static const char *const directions[] = {"", "min", "max"};
    int tighten = 0;
    *r = (struct param_row){.name = pack_string(c->s, c->row, c->map[COL_NAME]),
                            .key = pack_string(c->s, c->row, c->map[COL_KEY]),
                            .source = pack_string(c->s, c->row, c->map[COL_SOURCE]),
                            .sheet = c->s,
                            .row = c->row};
    enum status s = pack_filled(c->s, c->row, c->map[COL_NAME], _("name"), c->e);
    if (s == ST_OK)
        s = check_name(c);
    if (s == ST_OK)
        s = take_region(p, c, &r->region);
    if (s == ST_OK)
        s = pack_validity(c->s, c->row, c->map[COL_FROM], c->map[COL_TO], &r->valid_from,
                          &r->valid_to, c->e);
    if (s == ST_OK)
        s = pack_filled(c->s, c->row, c->map[COL_VALUE], _("value"), c->e);
    if (s == ST_OK)
        s = take_values(p, c, r);
    if (s == ST_OK && text_of(c, COL_TIGHTEN).n > 0)
        s = pack_choose(c->s, c->row, c->map[COL_TIGHTEN], _("direction"), directions + 1, 2, -1,
                        &tighten, c->e);
    else
        tighten = -1;
    r->tighten = (enum tighten)(tighten + 1);
    return s;
}

enum status pack_read_params(struct pack *p, const struct sheet *s, struct error *e)
{
    int map[COLS];
    enum status r = sheet_map(s, columns, COLS, NEEDED, map, e);
    if (r != ST_OK)
        return r;
    p->param_rows = pack_more(p, p->param_rows, p->param_row_n, s->n, sizeof *p->param_rows);
    if (p->param_rows == NULL)
        return error_memory(e);
    for (size_t row = 0; row < s->n && r == ST_OK; row++) {
        struct cell c = {s, row, map, e};
        r = take_row(p, &c, &p->param_rows[p->param_row_n++]);
    }
    return r;
}
