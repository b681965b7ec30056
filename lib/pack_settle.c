/* What all rows of a parameter say together: its type, its keys, and that no two of them hold for
 * the same. */
#include <stdio.h>

#include "i18n.h"
#include "pack_int.h"

struct settling {
    struct pack *pack;
    struct param *param;
    struct error *e;
};

static enum status fault(const struct settling *t, const struct param_row *r, const char *column,
                         const char *format, ...) RISK_PRINTF(4, 5);

static enum status fault(const struct settling *t, const struct param_row *r, const char *column,
                         const char *format, ...)
{
    char text[sizeof t->e->text];
    va_list ap;
    va_start(ap, format);
    if (vsnprintf(text, sizeof text, format, ap) < 0)
        text[0] = '\0';
    va_end(ap);
    return sheet_error(r->sheet, r->row, sheet_column(r->sheet, column), t->e, "%s", text);
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
        return fault(t, r, "value",
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
        return fault(t, r, "value", _("'%s' is one value in %s and a list here"), p->name,
                     sheet_place(where, r->sheet, one->sheet, one->row));
    for (size_t k = 0; k < r->value_n; k++) {
        const struct param_value *v = &r->values[k];
        if (p->type == PARAM_TEXT || (p->type == PARAM_NUMBER ? v->is_number : v->is_date))
            continue;
        return fault(t, r, "value", _("'%s' is a %s in %s, and '%s' is none"), p->name,
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
        return fault(t, r, "key",
                     p->keyed ? _("'%s' has a key in %s and none here: give one in every row of "
                                  "it, or in none")
                              : _("'%s' has no key in %s and one here: give one in every row of "
                                  "it, or in none"),
                     p->name, sheet_place(where, r->sheet, one->sheet, one->row));
    if (r->tighten != TIGHTEN_NOT && (p->type == PARAM_TEXT || p->list))
        return fault(t, r, "tighten",
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
    return fault(t, b, "name",
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
