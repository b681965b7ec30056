/* The totals that a sheet gives, held to the rows that they should be of. Exports put them below
 * those rows or above them, and give parts (小计) as well as the whole (合计). */
#include "i18n.h"
#include "ingest_int.h"

bool ingest_sum_now(const struct ingest_sum *sum, struct num *out)
{
    struct num rejected;
    return num_sum_total(&sum->written, out) == NUM_OK &&
           num_sum_total(&sum->rejected, &rejected) == NUM_OK &&
           num_add(out, &rejected, out) == NUM_OK;
}

/* Whether what has come up to NOW since BEFORE is what T states. */
static bool fits(struct ingest_total *t, const struct num *now, const struct num *before)
{
    struct num since;
    if (num_sub(now, before, &since) != NUM_OK || num_cmp(&since, &t->stated) != 0)
        return false;
    t->found = since;
    t->agrees = true;
    return true;
}

/* Totals above their rows: those of the last row of totals, with what has come since. */
static void look_up(struct ingest_sheet *s, size_t k, const struct num *now)
{
    for (size_t i = s->total_n; i-- > 0 && s->totals[i].line >= s->total_line;)
        if (s->totals[i].column == k && !s->totals[i].agrees)
            fits(&s->totals[i], now, &s->totals[i].before);
}

/* What it is held to if nothing fits: the whole above it, or what has come since the last. */
static void miss(struct ingest_total *t, const struct num *now, const struct num *before)
{
    if (num_sub(now, before, &t->found) != NUM_OK)
        t->found = *now;
}

static void hold(struct ingest_total *t, const struct ingest_sum *sum, const struct num *now,
                 enum total_kind kind)
{
    const struct num none = num_decimal(0, 0);
    t->before = *now;
    if (!fits(t, now, &sum->at_total) && !fits(t, now, &sum->at_grand) && !fits(t, now, &none))
        miss(t, now, kind == TOTAL_PART ? &sum->at_total : &none);
}

static enum status take_cell(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                             size_t k, enum total_kind kind, struct error *e)
{
    struct ingest_work *w = x->work;
    struct ingest_sum *sum = &s->sums[k];
    struct ingest_total t = {.line = row->line, .column = k};
    struct num now;
    unsigned notes;
    w->values.n = 0;
    enum status st = ingest_value(x, s, row, k, &w->values, &notes, e);
    if (st == ST_DATA) { /* no record: nothing is lost by it */
        char text[sizeof e->file + sizeof e->text + 64];
        error_render(e, text, sizeof text);
        ingest_warn(x, _("%s (a total; it is not held to its rows)"), text);
        return ST_OK;
    }
    if (st != ST_OK || w->values.failed)
        return st != ST_OK ? st : error_memory(e);
    if (!ingest_sum_now(sum, &now))
        return ST_OK;
    look_up(s, k, &now);
    if (w->values.n > 0 && num_parse(buffer_view(&w->values), &t.stated) == NUM_OK) {
        hold(&t, sum, &now, kind);
        if (s->total_n == INGEST_TOTALS_MOST) {
            s->totals_more++;
        } else {
            if (!grow(&s->totals, &s->totals_size, s->total_n + 1, sizeof *s->totals))
                return error_memory(e);
            s->totals[s->total_n++] = t;
        }
    }
    sum->at_total = now;
    if (kind != TOTAL_PART)
        sum->at_grand = now;
    return ST_OK;
}

enum status ingest_take_total(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                              enum total_kind kind, struct error *e)
{
    const struct ingest_table *t = &x->tables[s->table];
    enum status st = ST_OK;
    for (size_t k = 0; st == ST_OK && k < t->column_n; k++)
        if (t->columns[k].type == TYPE_DECIMAL)
            st = take_cell(x, s, row, k, kind, e);
    s->total_line = row->line;
    return st;
}

static void warn(struct ingest *x, const struct ingest_sheet *s, const struct ingest_total *t)
{
    char stated[NUM_TEXT_MAX], found[NUM_TEXT_MAX], apart[NUM_TEXT_MAX], q[QUOTE_SIZE];
    struct num difference = num_decimal(0, 0);
    int a = (int)num_text(&t->stated, NULL, 0, stated);
    int b = (int)num_text(&t->found, NULL, 0, found);
    int c = num_sub(&t->stated, &t->found, &difference) == NUM_OK
                ? (int)num_text(&difference, NULL, 0, apart)
                : 0;
    ingest_warn(x,
                _("%s:%llu: %s: the sheet's total is %.*s, its rows add up to %.*s (difference "
                  "%.*s)"),
                s->called, (unsigned long long)t->line,
                quote(q, x->tables[s->table].columns[t->column].name), a, stated, b, found, c,
                apart);
}

void ingest_end_totals(struct ingest *x, struct ingest_sheet *s)
{
    const struct num none = num_decimal(0, 0);
    enum { TOLD = 20 };
    for (size_t i = 0; i < s->total_n; i++) {
        struct ingest_total *t = &s->totals[i];
        struct num whole;
        if (t->agrees || !ingest_sum_now(&s->sums[t->column], &whole))
            continue;
        if (fits(t, &whole, &t->before) || fits(t, &whole, &none))
            continue;
        if (num_is_zero(&t->before)) /* nothing stands above it */
            t->found = whole;
        if (s->totals_off++ < TOLD)
            warn(x, s, t);
    }
    if (s->totals_off > TOLD)
        ingest_warn(x, _("%s: %llu totals do not agree with their rows; the first %d are told"),
                    s->called, (unsigned long long)s->totals_off, TOLD);
    if (s->totals_more > 0)
        ingest_warn(x, _("%s: totals beyond the first %d were not kept: %llu"), s->called,
                    INGEST_TOTALS_MOST, (unsigned long long)s->totals_more);
}
