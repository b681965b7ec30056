/* What a lower layer's params.csv sets anew: only where a higher one lets it, and only in that
 * direction. */
#include "i18n.h"
#include "pack_int.h"
#include "region.h"

static bool same_days(const struct param_row *a, const struct param_row *b)
{
    return a->valid_from <= b->valid_to && b->valid_from <= a->valid_to;
}

/* Whether A's region is B's or one in which B's lies. */
static bool is_above(const struct pack *p, const struct param_row *a, const struct param_row *b)
{
    return a->region < 0 || (b->region >= 0 && region_within(p->tree, b->region, a->region));
}

/* The row HIGH held where and when LOW does, in a layer above. */
static bool held_there(const struct pack *p, const struct param_row *high,
                       const struct param_row *low)
{
    return high->sheet != low->sheet && strcmp(high->key, low->key) == 0 && same_days(high, low) &&
           is_above(p, high, low);
}

/* Another row of a nearer region held in its stead on all the days of LOW. */
static bool covered(const struct pack *p, const struct param *q, const struct param_row *high,
                    const struct param_row *low)
{
    for (const struct param_row *r = q->rows; r < low; r++)
        if (r != high && r->region != high->region && held_there(p, r, low) &&
            is_above(p, high, r) && r->valid_from <= low->valid_from &&
            r->valid_to >= low->valid_to)
            return true;
    return false;
}

static int compare(const struct param *q, const struct param_row *a, const struct param_row *b)
{
    const struct param_value *x = &a->values[0], *y = &b->values[0];
    if (q->type == PARAM_NUMBER)
        return num_cmp(&x->number, &y->number);
    if (q->type == PARAM_DATE)
        return (x->whole > y->whole) - (x->whole < y->whole);
    return slice_cmp(x->text, y->text);
}

static bool equal(const struct param *q, const struct param_row *a, const struct param_row *b)
{
    if (q->list) {
        bool same = a->value_n == b->value_n;
        for (size_t i = 0; same && i < a->value_n; i++)
            same = slice_eq(a->values[i].text, b->values[i].text);
        return same;
    }
    return compare(q, a, b) == 0;
}

static enum status check_change(struct param *q, const struct param_row *high,
                                const struct param_row *low, struct error *e)
{
    char where[SHEET_PLACE_SIZE], here[QUOTE_SIZE], there[QUOTE_SIZE];
    int column = sheet_column(low->sheet, "value");
    if (equal(q, high, low))
        return ST_OK;
    sheet_place(where, low->sheet, high->sheet, high->row);
    if (high->tighten == TIGHTEN_NOT)
        return sheet_error(low->sheet, low->row, column, e,
                           _("'%s' is fixed in %s: its tighten is blank, so that no lower layer "
                             "may set it"),
                           q->name, where);
    if (compare(q, low, high) > 0 ? high->tighten == TIGHTEN_MIN : high->tighten == TIGHTEN_MAX)
        return sheet_error(low->sheet, low->row, column, e,
                           high->tighten == TIGHTEN_MIN
                               ? _("'%s' may only be lowered: '%s' is more than '%s' in %s")
                               : _("'%s' may only be raised: '%s' is less than '%s' in %s"),
                           q->name, quote(here, low->values[0].text),
                           quote(there, high->values[0].text), where);
    q->changed = low;
    q->changes = high;
    return ST_OK;
}

enum status pack_check_changes(const struct pack *p, struct param *q, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 1; i < q->row_n && s == ST_OK; i++) {
        const struct param_row *low = &q->rows[i];
        if (low->sheet == q->rows[0].sheet)
            continue;
        for (const struct param_row *high = q->rows; high < low && s == ST_OK; high++)
            if (held_there(p, high, low) && !covered(p, q, high, low))
                s = check_change(q, high, low, e);
    }
    return s;
}
