/* Functions of texts and dates. */
#include "eval_int.h"
#include "i18n.h"
#include "regex.h"
#include "text.h"

static enum status match(struct eval *v, const struct expr *x, const struct vec *a, struct vec *out,
                         struct error *e)
{
    if (!eval_shape(v, T_BOOL, VEC_WHOLE, a, NULL, out))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        bool yes = false;
        enum status s =
            vec_why(a, k) != 0 ? ST_OK : regex_match(x->regex, a->text[k], &yes, NULL, NULL, e);
        if (s != ST_OK && v->place != NULL && !out->constant)
            v->place(v->context, k, e);
        if (s != ST_OK)
            return s;
        out->whole[k] = yes;
    }
    return ST_OK;
}

static enum status folded(struct eval *v, enum function f, const struct vec *a, struct vec *out,
                          struct error *e)
{
    if (!eval_shape(v, T_TEXT, VEC_TEXT, a, NULL, out))
        return error_memory(e);
    struct buffer b = {0};
    bool good = true;
    for (size_t k = 0; good && k < out->n; k++) {
        b.n = 0;
        good = f == FN_NORMAL ? text_normal(a->text[k], &b) : text_digits(a->text[k], &b);
        out->text[k] = arena_copy(v->scratch, buffer_view(&b));
        good = good && out->text[k].p != NULL;
    }
    buffer_free(&b);
    return good ? ST_OK : error_memory(e);
}

static enum status cut(struct eval *v, enum function f, const struct vec *a,
                       const struct vec *count, struct vec *out, struct error *e)
{
    why_t large = reason_make(v->reasons, REASON_TOO_LARGE, SLICE(""));
    if (!eval_shape(v, T_TEXT, VEC_TEXT, a, count, out) || !vec_need_why(out, v->scratch) ||
        large == 0)
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        out->text[k] = (struct slice){"", 0};
        if (out->why[k] != 0)
            continue;
        struct num n = vec_num(count, k);
        int64_t m;
        if (!num_int(&n, &m))
            out->why[k] = large;
        else if (m > 0)
            out->text[k] = f == FN_LEFT ? text_left(a->text[vec_at(a, k)], (size_t)m)
                                        : text_right(a->text[vec_at(a, k)], (size_t)m);
    }
    return ST_OK;
}

static enum status number(struct eval *v, const struct vec *a, struct vec *out, struct error *e)
{
    why_t none = reason_make(v->reasons, REASON_NUMBER, SLICE(""));
    if (!eval_shape(v, T_NUMBER, VEC_NUM, a, NULL, out) || !vec_need_why(out, v->scratch) ||
        none == 0)
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        out->num[k] = num_decimal(0, 0);
        if (out->why[k] == 0 && num_parse(a->text[k], &out->num[k]) != NUM_OK)
            out->why[k] = none;
    }
    return ST_OK;
}

static enum status distance(struct eval *v, const struct vec *a, const struct vec *b,
                            struct vec *out, struct error *e)
{
    why_t too_long = reason_make(v->reasons, REASON_LENGTH, SLICE(""));
    if (!eval_shape(v, T_NUMBER, VEC_WHOLE, a, b, out) || !vec_need_why(out, v->scratch) ||
        too_long == 0)
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        size_t d = 0;
        if (out->why[k] == 0 && !text_distance(a->text[vec_at(a, k)], b->text[vec_at(b, k)], &d))
            out->why[k] = too_long;
        out->whole[k] = (int64_t)d;
    }
    return ST_OK;
}

enum status eval_text(struct eval *v, const struct expr *x, const struct vec *args, struct vec *out,
                      struct error *e)
{
    switch (x->function) {
    case FN_MATCH:
        return match(v, x, &args[0], out, e);
    case FN_NORMAL:
    case FN_DIGITS:
        return folded(v, x->function, &args[0], out, e);
    case FN_LEFT:
    case FN_RIGHT:
        return cut(v, x->function, &args[0], &args[1], out, e);
    case FN_NUMBER:
        return number(v, &args[0], out, e);
    case FN_DISTANCE:
        return distance(v, &args[0], &args[1], out, e);
    default: /* FN_LENGTH */
        if (!eval_shape(v, T_NUMBER, VEC_WHOLE, &args[0], NULL, out))
            return error_memory(e);
        for (size_t k = 0; k < out->n; k++)
            out->whole[k] = (int64_t)text_length(args[0].text[k]);
        return ST_OK;
    }
}

/* Months have quarters and years, quarters have years; a date or time has all three. */
static int64_t period_of(enum function f, enum type type, int64_t x)
{
    enum { DAY = 86400 };
    if (type == T_TIME) {
        int64_t us = (int64_t)DAY * 1000000;
        x = x >= 0 ? x / us : -((-x + us - 1) / us);
        type = T_DATE;
    }
    if (type == T_DATE)
        return f == FN_MONTH ? date_month(x) : f == FN_QUARTER ? date_quarter(x) : date_year(x);
    if (type == T_MONTH)
        return f == FN_MONTH ? x : f == FN_QUARTER ? x / 3 : x / 12;
    if (type == T_QUARTER)
        return f == FN_QUARTER ? x : x / 4;
    return x;
}

static enum status truncate(struct eval *v, enum function f, const struct vec *a, struct vec *out,
                            struct error *e)
{
    enum type type = f == FN_MONTH ? T_MONTH : f == FN_QUARTER ? T_QUARTER : T_YEAR;
    if (!eval_shape(v, type, VEC_WHOLE, a, NULL, out))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++)
        out->whole[k] = vec_why(a, k) != 0 ? 0 : period_of(f, a->type, a->whole[k]);
    return ST_OK;
}

static enum status month_number(struct eval *v, const struct vec *a, struct vec *out,
                                struct error *e)
{
    if (!eval_shape(v, T_NUMBER, VEC_WHOLE, a, NULL, out))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++)
        out->whole[k] = vec_why(a, k) != 0 ? 0 : period_of(FN_MONTH, a->type, a->whole[k]) % 12 + 1;
    return ST_OK;
}

/* Dates: calendar days. Times: whole periods of 24 hours, toward 0. */
static enum status days(struct eval *v, const struct vec *a, const struct vec *b, struct vec *out,
                        struct error *e)
{
    if (!eval_shape(v, T_NUMBER, VEC_WHOLE, a, b, out))
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        int64_t d = b->whole[vec_at(b, k)] - a->whole[vec_at(a, k)];
        if (out->why != NULL && out->why[k] != 0)
            d = 0;
        out->whole[k] = a->type == T_TIME ? d / ((int64_t)86400 * 1000000) : d;
    }
    return ST_OK;
}

static enum status workdays(struct eval *v, enum function f, const struct vec *a,
                            const struct vec *b, struct vec *out, struct error *e)
{
    why_t beyond = reason_make(v->reasons, REASON_CALENDAR, SLICE(""));
    if (!eval_shape(v, f == FN_WORKDAYS ? T_NUMBER : T_BOOL, VEC_WHOLE, a, b, out) ||
        !vec_need_why(out, v->scratch) || beyond == 0)
        return error_memory(e);
    for (size_t k = 0; k < out->n; k++) {
        out->whole[k] = 0;
        if (out->why[k] != 0)
            continue;
        int64_t x = a->whole[vec_at(a, k)], n = 0;
        if (f == FN_WORKDAYS) {
            if (!calendar_workdays(v->calendar, x, b->whole[vec_at(b, k)], &n))
                out->why[k] = beyond;
        } else {
            n = calendar_is_workday(v->calendar, x);
            if (n < 0)
                out->why[k] = beyond;
        }
        out->whole[k] = out->why[k] != 0 ? 0 : n;
    }
    return ST_OK;
}

enum status eval_date(struct eval *v, enum function f, const struct vec *args, struct vec *out,
                      struct error *e)
{
    switch (f) {
    case FN_MONTH:
    case FN_QUARTER:
    case FN_YEAR:
        return truncate(v, f, &args[0], out, e);
    case FN_MONTH_NUMBER:
        return month_number(v, &args[0], out, e);
    case FN_DAYS:
        return days(v, &args[0], &args[1], out, e);
    case FN_WORKDAYS:
        return workdays(v, f, &args[0], &args[1], out, e);
    case FN_IS_WORKDAY:
        return workdays(v, f, &args[0], NULL, out, e);
    default: /* FN_WEEKDAY */
        if (!eval_shape(v, T_NUMBER, VEC_WHOLE, &args[0], NULL, out))
            return error_memory(e);
        for (size_t k = 0; k < out->n; k++)
            out->whole[k] = date_weekday(args[0].whole[k]);
        return ST_OK;
    }
}
