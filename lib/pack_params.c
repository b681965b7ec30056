/* params.csv: a row for each value of a parameter. What type a parameter has is seen from all its
 * values, so they are settled when all rows are in. */
#include <stdio.h>

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

/* ---- what all rows of a parameter say together ---- */

struct settling {
    struct pack *pack;
    struct param *param;
    struct error *e;
};

static enum status fault(const struct settling *t, const struct param_row *r, int column,
                         const char *format, ...) RISK_PRINTF(4, 5);

static enum status fault(const struct settling *t, const struct param_row *r, int column,
                         const char *format, ...)
{
    char text[sizeof t->e->text];
    va_list ap;
    va_start(ap, format);
    if (vsnprintf(text, sizeof text, format, ap) < 0)
        text[0] = '\0';
    va_end(ap);
    return sheet_error(r->sheet, r->row, sheet_column(r->sheet, columns[column]), t->e, "%s", text);
}

static enum status read_value(const struct settling *t, const struct param_row *r,
                              struct param_value *v)
{
    struct slice plain = sheet_plain(v->text, &t->pack->arena);
    char shown[QUOTE_SIZE];
    bool zoned;
    if (plain.p == NULL)
        return error_memory(t->e);
    enum num_result n = num_parse_percent(plain, &v->number);
    if (n == NUM_TOO_LARGE || n == NUM_TOO_FINE)
        return fault(t, r, COL_VALUE,
                     n == NUM_TOO_LARGE
                         ? _("number too large: '%s'; 38 digits are taken")
                         : _("number too fine: '%s'; 18 digits behind the point are taken"),
                     quote(shown, v->text));
    v->is_number = n == NUM_OK;
    v->is_date = date_parse(plain, SPAN_DAY, &v->whole, &zoned);
    return ST_OK;
}

/* Numbers if all are, dates if all are, else texts: of the highest layer that has it. */
static enum status find_type(const struct settling *t)
{
    struct param *p = t->param;
    bool numbers = true, dates = true;
    for (size_t i = 0; i < p->row_n; i++) {
        struct param_row *r = &p->rows[i];
        bool highest = r->sheet == p->rows[0].sheet;
        p->list = p->list || (highest && r->value_n > 1);
        for (size_t k = 0; k < r->value_n; k++) {
            enum status s = read_value(t, r, &r->values[k]);
            if (s != ST_OK)
                return s;
            numbers = numbers && (!highest || r->values[k].is_number);
            dates = dates && (!highest || r->values[k].is_date);
        }
    }
    p->type = numbers ? PARAM_NUMBER : dates ? PARAM_DATE : PARAM_TEXT;
    return ST_OK;
}

/* A lower layer's values are of the kind that the highest one's are. */
static enum status check_kind(const struct settling *t, const struct param_row *r)
{
    static const char *const kinds[] = {N_("number"), N_("date"), N_("text")};
    const struct param *p = t->param;
    const struct param_row *one = &p->rows[0];
    char where[SHEET_PLACE_SIZE], shown[QUOTE_SIZE];
    if (r->value_n > 1 && !p->list)
        return fault(t, r, COL_VALUE, _("'%s' is one value in %s and a list here"), p->name,
                     sheet_place(where, r->sheet, one->sheet, one->row));
    for (size_t k = 0; k < r->value_n; k++) {
        const struct param_value *v = &r->values[k];
        if (p->type == PARAM_TEXT || (p->type == PARAM_NUMBER ? v->is_number : v->is_date))
            continue;
        return fault(t, r, COL_VALUE, _("'%s' is a %s in %s, and '%s' is none"), p->name,
                     _(kinds[p->type]), sheet_place(where, r->sheet, one->sheet, one->row),
                     quote(shown, v->text));
    }
    return ST_OK;
}

/* All numbers at one scale, if they fit 64 bits so. */
static void find_scale(struct param *p)
{
    p->small = true;
    for (size_t i = 0; i < p->row_n; i++)
        for (size_t k = 0; k < p->rows[i].value_n; k++)
            if (p->rows[i].values[k].number.scale > p->scale)
                p->scale = p->rows[i].values[k].number.scale;
    for (size_t i = 0; i < p->row_n; i++)
        for (size_t k = 0; k < p->rows[i].value_n; k++) {
            struct param_value *v = &p->rows[i].values[k];
            int128 unit = (int128)num_pow10((unsigned)p->scale - v->number.scale), whole;
            if (__builtin_mul_overflow(v->number.n, unit, &whole) || (int64_t)whole != whole)
                p->small = false;
            v->whole = (int64_t)whole;
        }
}

static enum status check_row(const struct settling *t, const struct param_row *r)
{
    const struct param *p = t->param;
    const struct param_row *one = &p->rows[0];
    char where[SHEET_PLACE_SIZE];
    if ((r->key[0] != '\0') != p->keyed)
        return fault(t, r, COL_KEY,
                     p->keyed ? _("'%s' has a key in %s and none here: give one in every row of "
                                  "it, or in none")
                              : _("'%s' has no key in %s and one here: give one in every row of "
                                  "it, or in none"),
                     p->name, sheet_place(where, r->sheet, one->sheet, one->row));
    if (r->tighten != TIGHTEN_NOT && (p->type == PARAM_TEXT || p->list))
        return fault(t, r, COL_TIGHTEN,
                     _("min and max are for numbers and dates; '%s' is a %s: leave tighten blank"),
                     p->name, p->list ? _("list") : _("text"));
    return check_kind(t, r);
}

static enum status check_overlap(const struct settling *t, const struct param_row *a,
                                 const struct param_row *b)
{
    if (a->sheet != b->sheet || a->region != b->region || a->valid_from > b->valid_to ||
        b->valid_from > a->valid_to)
        return ST_OK;
    char name[QUOTE_SIZE], key[QUOTE_SIZE];
    const char *region = a->region < 0 ? "" : t->pack->regions[a->region].code;
    return fault(t, b, COL_NAME,
                 _("'%s' is set twice for key '%s', region '%s' and the same days, here and in "
                   "line %llu"),
                 quote(name, slice_of(t->param->name)), quote(key, slice_of(a->key)), region,
                 (unsigned long long)a->sheet->rows[a->row].line);
}

/* The rows of each key, in the order of the file. */
static enum status index_keys(const struct settling *t)
{
    struct param *p = t->param;
    p->first = arena_alloc(&t->pack->arena, p->row_n * sizeof *p->first);
    p->next = arena_alloc(&t->pack->arena, p->row_n * sizeof *p->next);
    uint32_t *last = arena_alloc(&t->pack->arena, p->row_n * sizeof *last);
    if (p->first == NULL || p->next == NULL || last == NULL)
        return error_memory(t->e);
    for (size_t i = 0; i < p->row_n; i++) {
        uint32_t before = p->keys.n, id = keytab_add(&p->keys, slice_of(p->rows[i].key));
        if (id == KEYTAB_NONE)
            return error_memory(t->e);
        p->next[i] = UINT32_MAX;
        if (id == before)
            p->first[id] = (uint32_t)i;
        else
            p->next[last[id]] = (uint32_t)i;
        last[id] = (uint32_t)i;
        for (uint32_t k = p->first[id]; k != i; k = p->next[k]) {
            enum status s = check_overlap(t, &p->rows[k], &p->rows[i]);
            if (s != ST_OK)
                return s;
        }
    }
    return ST_OK;
}

static enum status settle(const struct settling *t)
{
    struct param *p = t->param;
    p->keyed = p->rows[0].key[0] != '\0';
    enum status s = find_type(t);
    for (size_t i = 0; s == ST_OK && i < p->row_n; i++)
        s = check_row(t, &p->rows[i]);
    if (s == ST_OK && p->type == PARAM_NUMBER)
        find_scale(p);
    if (s == ST_OK)
        s = index_keys(t);
    return s == ST_OK ? pack_check_changes(t->pack, p, t->e) : s;
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

/* Hands the rows, which may stand in any order, out to their parameters. */
static enum status sort_rows(struct pack *p, struct keytab *names, struct error *e)
{
    size_t n = p->param_row_n;
    uint32_t *owner = arena_alloc(&p->arena, n * sizeof *owner);
    p->params = arena_zero(&p->arena, n * sizeof *p->params);
    struct param_row *rows = arena_alloc(&p->arena, n * sizeof *rows);
    if (owner == NULL || p->params == NULL || rows == NULL)
        return error_memory(e);
    for (size_t i = 0; i < n; i++) {
        const char *name = p->param_rows[i].name;
        owner[i] = keytab_add(names, slice_of(name));
        if (owner[i] == KEYTAB_NONE)
            return error_memory(e);
        struct param *q = &p->params[owner[i]];
        if (q->row_n++ == 0 && (q->name = arena_printf(&p->arena, "$%s", name)) == NULL)
            return error_memory(e);
    }
    p->param_count = names->n;
    for (size_t i = 0; i < p->param_count; i++) {
        p->params[i].rows = rows;
        rows += p->params[i].row_n;
        p->params[i].row_n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        struct param *q = &p->params[owner[i]];
        q->rows[q->row_n++] = p->param_rows[i];
    }
    return ST_OK;
}

enum status pack_settle_params(struct pack *p, struct error *e)
{
    struct keytab names = {0};
    enum status r = sort_rows(p, &names, e);
    keytab_free(&names);
    for (size_t i = 0; i < p->param_count && r == ST_OK; i++)
        r = settle(&(struct settling){p, &p->params[i], e});
    return r;
}
