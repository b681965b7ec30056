/* What an aggregate was worked out of: how many rows and which, sums and counts, the values. */
#include <inttypes.h>
#include <stdlib.h>

#include "i18n.h"
#include "stats.h"
#include "why_int.h"
#include "window.h"

enum { LINE_WIDTH = 100 };

struct values {
    struct look *l;
    const struct expr *x;
    struct grouping *g; /* NULL: of `value` */
    const char *row;    /* with the states */
    struct num *v;      /* sorted */
    size_t n;
    struct buffer *note, *lines;
};

static void separate(struct buffer *b)
{
    buffer_text(b, b->n > 0 ? "; " : "");
}

/* Of a fraction that is no decimal the fraction too: `~0.133333 (2/15)`. */
static void number(struct buffer *b, const struct num *x)
{
    char text[NUM_TEXT_MAX];
    struct num low = *x;
    buffer_append(b, text, num_text(x, NULL, 0, text));
    if (low.kind == NUM_FRACTION)
        num_reduce(&low);
    if (low.kind != NUM_FRACTION || low.approximate)
        return;
    struct num parts[2] = {num_decimal(low.n, 0), num_decimal(low.u.d, 0)};
    for (int i = 0; i < 2; i++) {
        buffer_text(b, i == 0 ? " (" : "/");
        buffer_append(b, text, num_text(&parts[i], NULL, 0, text));
    }
    buffer_char(b, ')');
}

/* Lists are broken where lines would become too long. */
struct listing {
    struct buffer *out;
    size_t from; /* the line at hand begins there */
    const char *indent;
    size_t n;
};

static struct listing begin_list(struct values *s, const char *label, size_t n)
{
    struct listing l = {.out = s->lines, .from = s->lines->n, .indent = s->l->indent};
    buffer_printf(s->lines, "%s    %s (%zu): ", l.indent, label, n);
    return l;
}

static void list_item(struct listing *l, struct slice text)
{
    if (l->n++ > 0) {
        buffer_char(l->out, ',');
        if (l->out->n - l->from + text.n + 1 > LINE_WIDTH) {
            l->from = l->out->n + 1;
            buffer_printf(l->out, "\n%s     ", l->indent);
        }
        buffer_char(l->out, ' ');
    }
    buffer_slice(l->out, text);
}

static void end_list(struct listing *l, size_t n)
{
    if (n > l->n)
        buffer_printf(l->out, ngettext_(" ... and %zu more", " ... and %zu more", n - l->n),
                      n - l->n);
    buffer_char(l->out, '\n');
}

static void list_numbers(struct values *s, const char *label, const struct num *v, size_t n)
{
    struct listing l = begin_list(s, label, n);
    for (size_t i = 0; i < n && i < WHY_SHOWN; i++) {
        char text[NUM_TEXT_MAX];
        list_item(&l, (struct slice){text, num_text(&v[i], NULL, 0, text)});
    }
    end_list(&l, n);
}

/* Where among the sorted values a quantile stands. */
static void put_position(struct values *s, const struct num *p)
{
    struct num at;
    if (stats_position(s->n, p, &at) != NUM_OK)
        return;
    buffer_text(s->lines, _("position"));
    buffer_printf(s->lines, " (%zu + 1/3) * ", s->n);
    number(s->lines, p);
    buffer_text(s->lines, " + 1/3 = ");
    number(s->lines, &at);
    buffer_char(s->lines, '\n');
}

static void tell_position(struct values *s)
{
    buffer_printf(s->lines, "%s    ", s->l->indent);
    put_position(s, &s->x->parameter);
}

static void tell_quartile(struct values *s, const char *name, const struct num *q,
                          int64_t hundredths)
{
    const struct num p = num_decimal(hundredths, 2);
    buffer_printf(s->lines, "%s    %s = ", s->l->indent, name);
    number(s->lines, q);
    buffer_text(s->lines, ", ");
    put_position(s, &p);
}

static void tell_quartiles(struct values *s)
{
    struct num q1, q3, iqr;
    if (stats_quartiles(s->v, s->n, &q1, &q3, &iqr) != NUM_OK)
        return;
    tell_quartile(s, "Q1", &q1, 25);
    tell_quartile(s, "Q3", &q3, 75);
    buffer_printf(s->lines, "%s    IQR = Q3 - Q1 = ", s->l->indent);
    number(s->lines, &iqr);
    if (s->x->aggregate != AGG_IQR)
        buffer_text(s->lines,
                    s->x->aggregate == AGG_FENCE_HIGH ? ", Q3 + 1.5 * IQR" : ", Q1 - 1.5 * IQR");
    buffer_char(s->lines, '\n');
}

static void tell_mean(struct values *s)
{
    struct num mean, deviation;
    if (stats_mean(s->v, s->n, &mean) != NUM_OK)
        return;
    buffer_printf(s->lines, "%s    %s = ", s->l->indent, _("mean"));
    number(s->lines, &mean);
    bool is_deviation = s->x->aggregate == AGG_STDDEV || s->x->aggregate == AGG_PSTDEV;
    if (!is_deviation && stats_stddev(s->v, s->n, &deviation) == NUM_OK) {
        buffer_printf(s->lines, ", %s = ", _("standard deviation (n - 1)"));
        number(s->lines, &deviation);
    }
    buffer_char(s->lines, '\n');
}

static void tell_digits(struct values *s, unsigned digits)
{
    size_t seen[STATS_LEADING], counted = stats_leading(s->v, s->n, digits, seen);
    struct listing l = begin_list(s,
                                  digits == 1 ? _("first digits of values other than 0")
                                              : _("first two digits of values other than 0"),
                                  counted);
    for (unsigned d = digits == 1 ? 1 : 10; d < (digits == 1 ? 10 : 100); d++) {
        char *text = arena_printf(&s->l->w->arena, "%u: %zu", d, seen[d]);
        if (text == NULL) {
            look_failed(s->l);
            return;
        }
        list_item(&l, slice_of(text));
    }
    buffer_char(s->lines, '\n');
}

/* What a statistic needs besides the values. */
static void tell_method(struct values *s)
{
    switch (s->x->aggregate) {
    case AGG_QUANTILE:
        tell_position(s);
        break;
    case AGG_IQR:
    case AGG_FENCE_LOW:
    case AGG_FENCE_HIGH:
        tell_quartiles(s);
        break;
    case AGG_STDDEV:
    case AGG_PSTDEV:
    case AGG_CV:
    case AGG_SKEW:
    case AGG_KURT:
        tell_mean(s);
        break;
    case AGG_BENFORD_MAD:
    case AGG_BENFORD_CHI:
        tell_digits(s, 1);
        break;
    case AGG_BENFORD_MAD2:
    case AGG_BENFORD_CHI2:
        tell_digits(s, 2);
        break;
    default:
        break;
    }
}

static void tell_numbers(struct values *s)
{
    stats_sort(s->v, s->n);
    list_numbers(s, _("values, sorted"), s->v, s->n);
    if (s->x->series != SERIES_NONE && s->n > 0) {
        bool steps = s->x->series == SERIES_STEPS;
        if ((steps ? stats_steps(s->v, s->n, s->v) : stats_ratios(s->v, s->n, s->v)) != NUM_OK)
            return;
        s->n--;
        list_numbers(
            s, steps ? _("differences of neighbours, sorted") : _("ratios of neighbours, sorted"),
            s->v, s->n);
    }
    tell_method(s);
}

/* Copied, for they are sorted and made into steps. */
static void take_numbers(struct values *s, const struct num *v, const struct list_state *list,
                         size_t n)
{
    s->n = n;
    s->v = malloc((n + 1) * sizeof *s->v);
    if (s->v == NULL) {
        look_failed(s->l);
        return;
    }
    for (size_t i = 0; i < n; i++)
        s->v[i] = list == NULL ? v[i] : list_number(list, i);
    tell_numbers(s);
    free(s->v);
}

static int by_whole(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void tell_dates(struct values *s, struct list_state *list)
{
    struct listing l = begin_list(s, _("values, sorted"), list->n);
    if (list->n > 1)
        qsort(list->values, list->n, sizeof(int64_t), by_whole);
    for (size_t i = 0; i < list->n && i < WHY_SHOWN; i++) {
        char text[DATE_TEXT_MAX];
        int64_t day = ((const int64_t *)list->values)[i];
        enum span span = type_span(s->x->args[0]->type);
        list_item(&l, (struct slice){text, date_text(day, span, text)});
    }
    end_list(&l, list->n);
}

static int by_text(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

static void tell_set(struct values *s, const struct slot *slot, struct list_state *list)
{
    size_t n = set_count(list);
    struct arena a = {0};
    struct slice *texts = arena_alloc(&a, (n + 1) * sizeof *texts);
    bool good = texts != NULL;
    for (size_t i = 0; good && i < n; i++) {
        struct buffer text = {0};
        good = set_text(slot, ((const int64_t *)list->values)[i], &text);
        texts[i] = arena_copy(&a, buffer_view(&text));
        good = good && texts[i].p != NULL;
        buffer_free(&text);
    }
    if (!good) {
        arena_free(&a);
        look_failed(s->l);
        return;
    }
    qsort(texts, n, sizeof *texts, by_text);
    struct listing l = begin_list(s, _("different values"), n);
    for (size_t i = 0; i < n && i < WHY_SHOWN; i++)
        list_item(&l, texts[i]);
    end_list(&l, n);
    arena_free(&a);
}

static const void *state(const struct values *s, size_t slot)
{
    return s->row + s->g->slots[slot].offset;
}

/* A state that may be put in order. */
static struct list_state *list_of(const struct values *s)
{
    union {
        const void *from;
        struct list_state *to;
    } p = {state(s, s->x->slot)};
    return p.to;
}

static void tell_list(struct values *s)
{
    const struct slot *slot = &s->g->slots[s->x->slot];
    if (slot->kind != SLOT_LIST && slot->kind != SLOT_SET)
        return;
    struct list_state *list = list_of(s);
    if (list->why != 0)
        return;
    if (slot->kind == SLOT_SET)
        tell_set(s, slot, list);
    else if (slot->type != T_NUMBER)
        tell_dates(s, list);
    else
        take_numbers(s, NULL, list, list->n);
}

/* A mean is a sum by a number of rows, a share rows by rows. */
static void tell_quotient(struct values *s)
{
    const struct slot *slot = &s->g->slots[s->x->slot];
    struct num sum;
    bool mean = s->x->aggregate == AGG_MEAN && s->x->series == SERIES_NONE;
    if (mean && slot_total(slot, state(s, s->x->slot), &sum) == NUM_OK) {
        separate(s->note);
        number(s->note, &sum);
        buffer_printf(s->note, " / %" PRIu64, count_rows(state(s, s->x->second_slot)));
    }
    if (s->x->aggregate == AGG_SHARE) {
        separate(s->note);
        buffer_printf(s->note, _("%" PRIu64 " of %" PRIu64 " rows"),
                      count_rows(state(s, s->x->slot)), count_rows(state(s, s->x->second_slot)));
    }
    if (s->x->aggregate == AGG_REPEATS) {
        separate(s->note);
        buffer_printf(s->note, _("%" PRIu64 " rows - %" PRIu32 " different values"),
                      count_rows(state(s, s->x->second_slot)), set_count(list_of(s)));
    }
}

static bool is_truth(const struct expr *x)
{
    return x->aggregate == AGG_SHARE || x->aggregate == AGG_ANY || x->aggregate == AGG_ALL ||
           x->aggregate == AGG_NONE;
}

/* The rows that were added up; of conditions, those for which they hold (of all(), fail). */
static void tell_lines(struct values *s)
{
    if (s->x->over == OVER_NONE && s->x->where == NULL && !is_truth(s->x))
        return;
    const struct slot *slot = &s->g->slots[s->x->lines];
    const struct evidence_state *lines = state(s, s->x->lines);
    if (lines->total == 0)
        return;
    buffer_text(s->note, s->note->n == 0 ? "" : s->x->over != OVER_NONE ? ": " : "; ");
    if (!evidence_text(slot, lines, s->l->w->engine->sources, s->note))
        look_failed(s->l);
}

/* `category = works, 7 subjects, 12 rows` */
static void tell_range(struct values *s, const struct range *r, int64_t peers)
{
    const struct slot *lines = &s->g->slots[s->x->lines];
    const struct evidence_state *state = (const void *)(s->row + lines->offset);
    separate(s->note);
    for (size_t i = 0; i < r->column_n; i++) {
        struct slice text;
        struct vec v;
        size_t k;
        if (!look_text(s->l, r->columns[i], &text) || !look_value(s->l, r->columns[i], &v, &k))
            return;
        buffer_printf(s->note, "%.*s = ", (int)text.n, text.p);
        why_value(s->l, &v, k, NULL, 0, s->note);
        buffer_text(s->note, ", ");
    }
    buffer_printf(s->note,
                  ngettext_("%" PRId64 " subject", "%" PRId64 " subjects", (unsigned long)peers),
                  peers);
    if (state->total != EVIDENCE_MORE)
        buffer_printf(s->note, ngettext_(", %" PRIu32 " row", ", %" PRIu32 " rows", state->total),
                      state->total);
}

static void look_over(struct values *s)
{
    struct look *l = s->l;
    struct range *r = &l->check->ranges[s->x->range];
    struct arena *scratch = &l->judge->scratch;
    char *row = NULL;
    why_t why = 0;
    int64_t peers = 0;
    l->status = range_rows(r, s->g, &l->group, 1, scratch, &row, &why, &peers, l->e);
    if (l->status != ST_OK || row == NULL)
        return;
    s->row = row;
    tell_quotient(s);
    tell_range(s, r, peers);
    tell_lines(s);
    tell_list(s);
    range_let_go(r, s->g, &row, 1);
}

static bool holds_list(const struct expr *x)
{
    switch (x->aggregate) {
    case AGG_COUNT:
    case AGG_SUM:
    case AGG_MEAN:
    case AGG_MIN:
    case AGG_MAX:
    case AGG_SHARE:
    case AGG_DISTINCT:
    case AGG_REPEATS:
        return x->series != SERIES_NONE;
    default:
        return x->args[0]->type == T_NUMBER;
    }
}

static void tell_window_lines(struct values *s, const struct slot *slot, const struct window *w)
{
    struct slot lines = {.kind = SLOT_EVIDENCE};
    struct evidence_state x = {0};
    struct spots spots = {0};
    buffer_text(s->note, ": ");
    if (!spots_add(&lines, &spots, slot, w->rows, w->n) ||
        !evidence_add_spots(&lines, &x, &spots) ||
        !evidence_text(&lines, &x, s->l->w->engine->sources, s->note))
        look_failed(s->l);
    free(spots.list);
    slot_free(&lines);
}

static void tell_window_values(struct values *s, const struct slot *slot, const struct window *w)
{
    struct num *v = malloc((w->n + 1) * sizeof *v);
    size_t n = 0;
    for (size_t i = 0; v != NULL && i < w->n; i++)
        n += slot_number(slot, &w->rows[i].value, &v[n]);
    if (v == NULL)
        look_failed(s->l);
    else
        take_numbers(s, v, NULL, n);
    free(v);
}

/* `2024-03-01..2024-03-31, 3 rows`: from the window's first row to its last. */
static void look_window(struct values *s)
{
    struct look *l = s->l;
    struct window w;
    char text[DATE_TEXT_MAX];
    char *row = group_at(s->g, l->group);
    const struct slot *slot = &s->g->slots[s->x->slot];
    l->status = window_find(s->g, s->x, row, &w, l->e);
    if (l->status != ST_OK || w.n == 0)
        return;
    buffer_append(s->note, text, date_text(w.rows[0].day, SPAN_DAY, text));
    buffer_text(s->note, "..");
    buffer_append(s->note, text, date_text(w.rows[w.n - 1].day, SPAN_DAY, text));
    buffer_printf(s->note, ngettext_(", %zu row", ", %zu rows", w.n), w.n);
    tell_window_lines(s, slot, &w);
    if (holds_list(s->x))
        tell_window_values(s, slot, &w);
}

static void look_measures(struct values *s)
{
    struct look *l = s->l;
    const struct measures *m = &l->check->measures;
    int32_t period = group_head(group_at(l->check->grouping, l->group))->period;
    struct slice key = {(const char *)&period, sizeof period};
    uint32_t id = keytab_find(&m->periods, key);
    size_t n = id == KEYTAB_NONE ? 0 : m->lists[id].n;
    buffer_printf(s->note, ngettext_("value of %zu subject", "values of %zu subjects", n), n);
    if (n > 0)
        take_numbers(s, m->lists[id].v, NULL, n);
}

void look_aggregate(struct look *l, const struct expr *x, struct buffer *note, struct buffer *lines)
{
    struct values s = {.l = l, .x = x, .note = note, .lines = lines};
    if (l->status != ST_OK || x->aggregate == AGG_SAME)
        return;
    if (x->arg_count > 0 && x->args[0]->kind == EXPR_VALUE) {
        look_measures(&s);
        return;
    }
    s.g = l->check->grouping;
    if (x->over != OVER_NONE) {
        look_over(&s);
        return;
    }
    if (x->day != NULL) {
        look_window(&s);
        return;
    }
    s.row = group_at(s.g, l->group);
    tell_quotient(&s);
    tell_lines(&s);
    tell_list(&s);
}
