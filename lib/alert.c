#include "alert.h"

#include <stdlib.h>

void alert_id(const char *indicator, struct slice subject_kind, struct slice subject,
              struct slice period, char out[ALERT_ID_SIZE])
{
    struct digest d;
    digest_begin(&d);
    digest_add(&d, slice_of(indicator));
    digest_add(&d, subject_kind);
    digest_add(&d, subject);
    digest_add(&d, period);
    digest_end(&d, out);
}

void record_digest(const struct slice *cells, size_t n, size_t skip, char out[ALERT_ID_SIZE])
{
    struct digest d;
    digest_begin(&d);
    for (size_t i = 0; i < n; i++)
        if (i != skip)
            digest_add(&d, cells[i]);
    digest_end(&d, out);
}

struct slice alert_subject_kind(const struct alert *a)
{
    return a->check->by_n == 0 ? SLICE("record") : a->check->by_names;
}

struct slice alert_period(const struct alert *a, int32_t period, char *out)
{
    if (a->check->period == NULL)
        return SLICE("");
    return (struct slice){out, date_text(period, type_span(a->check->period->type), out)};
}

bool alerts_add(struct alerts *all, const struct alert *a)
{
    if (!grow(&all->list, &all->size, all->n + 1, sizeof *all->list))
        return false;
    all->list[all->n++] = *a;
    return true;
}

static int by_order(const void *a, const void *b)
{
    const struct alert *x = a, *y = b;
    const struct indicator *i = x->check->indicator, *k = y->check->indicator;
    if (i != k)
        return i < k ? -1 : 1;
    int c = slice_cmp(x->subject, y->subject);
    if (c != 0)
        return c;
    if (x->period != y->period)
        return x->period < y->period ? -1 : 1;
    return slice_cmp(x->evidence, y->evidence);
}

static bool same_fact(const struct alert *a, const struct alert *b)
{
    return a->check == b->check && a->period == b->period && slice_eq(a->subject, b->subject);
}

/* Equal records in several places are one subject: its alert names all the places. */
static bool join(struct alerts *all, struct alert *a, const struct alert *b)
{
    char *lines = arena_printf(&all->arena, "%.*s;%.*s", (int)a->evidence.n, a->evidence.p,
                               (int)b->evidence.n, b->evidence.p);
    if (lines == NULL)
        return false;
    a->evidence = slice_of(lines);
    if (a->places == NULL)
        return true;
    struct places *both = arena_alloc(&all->arena, sizeof *both);
    if (both == NULL || !places_join(a->places, b->places, &all->arena, both))
        return false;
    a->places = both;
    return true;
}

bool alerts_sort(struct alerts *all)
{
    if (all->n > 1)
        qsort(all->list, all->n, sizeof *all->list, by_order);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (n > 0 && same_fact(&all->list[n - 1], &all->list[i])) {
            if (!join(all, &all->list[n - 1], &all->list[i]))
                return false;
            continue;
        }
        all->list[n++] = all->list[i];
    }
    all->n = n;
    return true;
}

void alerts_free(struct alerts *all)
{
    free(all->list);
    arena_free(&all->arena);
    *all = (struct alerts){0};
}

const char *const alert_columns[] = {
    "alert_id",     "indicator", "indicator_name", "status",       "department",
    "field",        "scenario",  "level",          "subject_kind", "subject",
    "subject_name", "region",    "period",         "since",        "value",
    "threshold",    "run",       "evidence",       "pack",         "message",
};
const size_t alert_column_count = sizeof alert_columns / sizeof alert_columns[0];

void alert_write_header(struct writer *w)
{
    for (size_t i = 0; i < alert_column_count; i++)
        writer_text(w, alert_columns[i]);
    writer_end(w);
}

/* The message is in the pack's language and says what the figures say, no more. */
static void message_zh(const struct alert *a, struct slice period, struct slice since,
                       struct buffer *b)
{
    static const char *const relations[] = {"",       "高于",     "不低于",  "低于",
                                            "不高于", "超出范围", "落入范围"};
    static const char *const levels[] = {"", "蓝色", "黄色", "红色"};
    const struct indicator *i = a->check->indicator;
    buffer_text(b, i->name);
    buffer_text(b, "：");
    if (period.n > 0) {
        buffer_slice(b, period);
        buffer_text(b, " ");
    }
    if (a->check->op == OP_CONDITION) {
        buffer_text(b, "条件成立");
    } else {
        buffer_text(b, "数值 ");
        buffer_slice(b, a->value);
        buffer_text(b, " ");
        buffer_text(b, relations[a->check->op]);
        buffer_text(b, " ");
        buffer_slice(b, a->threshold);
    }
    buffer_printf(b, "（%s）", levels[a->level]);
    if (a->run > 1) {
        buffer_printf(b, "，自 ");
        buffer_slice(b, since);
        buffer_printf(b, " 起连续 %u 期", a->run);
    }
    buffer_text(b, i->status == INDICATOR_TRIAL ? "。试行指标，仅供核对" : "。待人工核对");
    if (i->benign[0] != '\0') {
        buffer_text(b, "；先排除：");
        buffer_text(b, i->benign);
    }
}

static void message_en(const struct alert *a, struct slice period, struct slice since,
                       struct buffer *b)
{
    const struct indicator *i = a->check->indicator;
    buffer_text(b, i->name);
    buffer_text(b, ": ");
    if (period.n > 0) {
        buffer_slice(b, period);
        buffer_text(b, " ");
    }
    if (a->check->op == OP_CONDITION) {
        buffer_text(b, "the condition holds");
    } else {
        buffer_text(b, "value ");
        buffer_slice(b, a->value);
        buffer_printf(b, " %s ", op_text(a->check->op));
        buffer_slice(b, a->threshold);
    }
    buffer_printf(b, " (%s)", level_name(a->level));
    if (a->run > 1) {
        buffer_printf(b, ", %u periods in a row since ", a->run);
        buffer_slice(b, since);
    }
    buffer_text(b, i->status == INDICATOR_TRIAL ? "; on trial, to be looked at only"
                                                : "; to be reviewed");
    if (i->benign[0] != '\0') {
        buffer_text(b, "; first rule out: ");
        buffer_text(b, i->benign);
    }
}

bool alert_write(struct writer *w, const struct alert *a, const struct pack *pack)
{
    const struct indicator *i = a->check->indicator;
    char id[ALERT_ID_SIZE], period[DATE_TEXT_MAX], since[DATE_TEXT_MAX];
    struct slice kind = alert_subject_kind(a), in = alert_period(a, a->period, period),
                 from = alert_period(a, a->since, since);
    alert_id(i->id, kind, a->subject, in, id);
    struct buffer says = {0}, message = {0};
    pack_says(pack, &says);
    if (strncmp(pack->language, "zh", 2) == 0)
        message_zh(a, in, from, &message);
    else
        message_en(a, in, from, &message);
    writer_text(w, id);
    writer_text(w, i->id);
    writer_text(w, i->name);
    writer_text(w, i->status == INDICATOR_TRIAL ? "trial" : "on");
    writer_text(w, a->check->table->department);
    writer_text(w, i->field);
    writer_text(w, i->scenario);
    writer_text(w, level_name(a->level));
    writer_cell(w, kind);
    writer_cell(w, a->subject);
    writer_cell(w, a->name);
    writer_cell(w, a->region);
    writer_cell(w, in);
    writer_cell(w, from);
    writer_cell(w, a->value);
    writer_cell(w, a->threshold);
    writer_int(w, a->run);
    writer_cell(w, a->evidence);
    writer_cell(w, buffer_view(&says));
    writer_cell(w, buffer_view(&message));
    writer_end(w);
    bool good = !says.failed && !message.failed;
    buffer_free(&says);
    buffer_free(&message);
    return good;
}
