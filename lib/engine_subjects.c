/* The subjects that an indicator triggered, as rows that others look into; and those that it could
 * not judge, of which nobody can say that they are not among them. */
#include "engine_int.h"

/* Part I of a subject's text, without its escapes if RAW is false; in A. */
static bool subject_of(struct slice subject, size_t i, bool raw, struct arena *a, struct slice *out)
{
    char *text = arena_alloc(a, subject.n + 1);
    size_t n = 0;
    for (size_t at = 0; text != NULL && at < subject.n; at++) {
        if (subject.p[at] == '|') {
            if (i-- == 0)
                break;
            n = 0;
            continue;
        }
        if (subject.p[at] == '\\' && at + 1 < subject.n) {
            if (raw)
                text[n++] = '\\';
            at++;
        }
        text[n++] = subject.p[at];
    }
    *out = (struct slice){text, n};
    return text != NULL;
}

/* A number as keys have it: 1.5, 1/3; false if it is not exact (~0.5). */
static bool number_of(struct slice text, struct num *out)
{
    struct num divisor;
    struct slice whole = slice_split(&text, '/');
    if (num_parse(whole, out) != NUM_OK)
        return false;
    return text.p == NULL ||
           (num_parse(text, &divisor) == NUM_OK && num_div(out, &divisor, out) == NUM_OK);
}

static bool from_text(struct vec *v, size_t k, struct slice text)
{
    bool zoned;
    if (v->form == VEC_TEXT)
        v->text[k] = text;
    else if (v->form == VEC_NUM)
        return number_of(text, &v->num[k]);
    else if (v->type == T_BOOL)
        v->whole[k] = slice_eq(text, SLICE("yes"));
    else
        return date_parse(text, type_span(v->type), &v->whole[k], &zoned);
    return true;
}

/* Column I of the indicator's table for N of its alerts; what is not exact is unknown. */
static enum status column_of(const struct check *c, size_t column, struct alert *const *alerts,
                             size_t n, why_t inexact, struct arena *a, struct vec *out,
                             struct error *e)
{
    bool by = column < c->by_n, period = !by && column == c->by_n && c->period != NULL;
    enum type type = by ? c->by[column]->type : period ? c->period->type : T_TEXT;
    enum vec_form form = type == T_NUMBER ? VEC_NUM : type == T_TEXT ? VEC_TEXT : VEC_WHOLE;
    if (!vec_new(out, a, type, form, n, false) || !vec_need_why(out, a))
        return error_memory(e);
    for (size_t k = 0; k < n; k++) {
        struct slice text = slice_of(level_name(alerts[k]->level));
        if (by && !subject_of(alerts[k]->subject, column, false, a, &text))
            return error_memory(e);
        if (period)
            out->whole[k] = alerts[k]->period;
        else if (!from_text(out, k, text))
            out->why[k] = inexact;
    }
    return ST_OK;
}

static enum status take(struct engine *x, struct other *o, const struct check *c,
                        struct alert *const *alerts, size_t n, struct error *e)
{
    const struct judge_hooks *h = x->options.hooks;
    struct arena a = {0};
    struct vec *keys = arena_alloc(&a, (o->column_n + 1) * sizeof *keys);
    struct vec *values = arena_alloc(&a, (o->value_n + 1) * sizeof *values);
    enum status s = keys == NULL || values == NULL ? error_memory(e) : ST_OK;
    for (size_t i = 0; s == ST_OK && i < o->column_n; i++) {
        s = column_of(c, o->columns[i], alerts, n, o->rejected, &a, &keys[i], e);
        for (size_t k = 0; s == ST_OK && k < n; k++)
            o->unreadable = o->unreadable || vec_why(&keys[i], k) != 0;
    }
    for (size_t i = 0; s == ST_OK && i < o->value_n; i++)
        s = column_of(c, o->values[i], alerts, n, o->rejected, &a, &values[i], e);
    if (s == ST_OK && h != NULL && h->offered_alerts != NULL)
        s = h->offered_alerts(x->options.context, o, alerts, n, keys, e);
    if (s == ST_OK)
        s = other_add(o, keys, values, n, NULL, NULL, e);
    arena_free(&a);
    return s;
}

static bool is_other_of(const struct engine *x, const struct other *o, const struct check *c)
{
    return o->of != SIZE_MAX && &x->plan->checks[o->of] == c;
}

enum status subjects_take(struct engine *x, struct check *c, struct error *e)
{
    struct arena a = {0};
    struct alert **alerts = arena_alloc(&a, (x->alerts.n + 1) * sizeof(struct alert *));
    size_t n = 0;
    enum status s = alerts == NULL ? error_memory(e) : ST_OK;
    for (size_t i = 0; s == ST_OK && i < x->alerts.n; i++)
        if (x->alerts.list[i].check == c)
            alerts[n++] = &x->alerts.list[i];
    for (size_t i = 0; s == ST_OK && i < x->plan->other_n; i++) {
        struct other *o = &x->plan->others[i];
        if (!is_other_of(x, o, c))
            continue;
        o->unreadable = o->unreadable || x->lost;
        s = take(x, o, c, alerts, n, e);
    }
    arena_free(&a);
    return s;
}

/* Whether an alert of the subject may be missing among its own: by its name alone it is there if it
 * has any. */
static bool is_open(const struct other *o, const struct check *c, uint32_t subject)
{
    const struct streak *streak = &c->streaks[subject];
    bool by_name = true;
    for (size_t k = 0; k < o->column_n; k++)
        by_name = by_name && o->columns[k] < c->by_n;
    return streak->outcome == OUTCOME_INSUFFICIENT ||
           (!by_name && streak->outcome == OUTCOME_TRIGGERED &&
            (streak->outcomes & 1 << OUTCOME_INSUFFICIENT) != 0);
}

/* Only the subject is known of what could not be judged: its part of the key is refused. */
static bool refuse(struct other *o, struct slice subject)
{
    struct arena a = {0};
    struct buffer key = {0};
    struct slice part;
    bool good = true, any = false;
    for (size_t k = 0; good && k < o->column_n; k++) {
        if (!o->refused_by[k])
            continue;
        good = subject_of(subject, o->columns[k], true, &a, &part);
        buffer_text(&key, any ? "|" : "");
        buffer_slice(&key, part);
        any = true;
    }
    o->unreadable = o->unreadable || !any;
    good = good && !key.failed && (!any || other_refuse(o, buffer_view(&key), o->rejected));
    buffer_free(&key);
    arena_free(&a);
    return good;
}

enum status subjects_refuse(void *engine, struct check *c, uint32_t subject, struct error *e)
{
    struct engine *x = engine;
    for (size_t i = 0; i < x->plan->other_n; i++) {
        struct other *o = &x->plan->others[i];
        if (is_other_of(x, o, c) && is_open(o, c, subject) &&
            !refuse(o, c->grouping->keys.keys[subject]))
            return error_memory(e);
    }
    return ST_OK;
}
