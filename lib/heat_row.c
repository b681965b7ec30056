/* A row of alerts or of past cases: what it is of, and what it counts. */
#include <stdio.h>
#include <stdlib.h>

#include "heat_in_int.h"
#include "i18n.h"

enum { CASE_COUNT_DIGITS = 9 };

/* The codes of a row, whatever it came from. */
struct codes {
    struct slice field, scenario, region;
};

static enum status wrong(const struct reading *r, size_t column, struct slice cell,
                         const char *what, struct error *e)
{
    char q[QUOTE_SIZE];
    return columns_error(&r->alerts.columns, column, r->row, e, "%s: '%s'", what, quote(q, cell));
}

/* An ST_DATA error at a code that the pack does not have. */
static enum status unknown_code(const struct reading *r, enum alert_column column,
                                struct slice code, struct error *e)
{
    const struct heat *h = r->in->heat;
    bool field = column == ALERT_FIELD;
    size_t n = field ? h->fields.n : h->scenarios.n;
    const char **known = calloc(n, sizeof *known);
    if (known == NULL)
        return error_memory(e);
    for (size_t i = 0; i < n; i++)
        known[i] =
            field ? h->pack->scenarios[h->first_scenario[i]].field : h->pack->scenarios[i].code;
    const char *near = slice_nearest(code, known, n);
    char q[QUOTE_SIZE];
    enum status s = near == NULL
                        ? columns_error(&r->alerts.columns, column, r->row, e,
                                        _("the pack's taxonomy.csv has no '%s'"), quote(q, code))
                        : columns_error(&r->alerts.columns, column, r->row, e,
                                        _("the pack's taxonomy.csv has no '%s' (nearest: '%s')"),
                                        quote(q, code), near);
    free(known);
    return s;
}

static void note_unknown_region(const struct reading *r, struct slice region)
{
    struct heat_in *in = r->in;
    const struct columns *c = &r->alerts.columns;
    if (in->first_line != 0)
        return;
    quote(in->first_unknown, region);
    snprintf(in->first_file, sizeof in->first_file, "%s", reader_name(c->reader));
    in->first_line = c->batch.line[r->row];
}

static enum status other_field(const struct reading *r, const struct codes *f, struct error *e)
{
    const struct heat *h = r->in->heat;
    char scenario[QUOTE_SIZE], field[QUOTE_SIZE];
    return columns_error(
        &r->alerts.columns, ALERT_SCENARIO, r->row, e,
        _("scenario '%s' belongs to field '%s', not to '%s'"), quote(scenario, f->scenario),
        h->pack->scenarios[keytab_find(&h->scenarios, f->scenario)].field, quote(field, f->field));
}

/* Where it belongs. */
static enum status find_place(const struct reading *r, const struct codes *f,
                              struct heat_finding *out, struct error *e)
{
    const struct heat *h = r->in->heat;
    switch (heat_find_row(h, f->field, f->scenario, &out->row)) {
    case HEAT_NO_FIELD:
        return unknown_code(r, ALERT_FIELD, f->field, e);
    case HEAT_NO_SCENARIO:
        return unknown_code(r, ALERT_SCENARIO, f->scenario, e);
    case HEAT_OTHER_FIELD:
        return other_field(r, f, e);
    case HEAT_PLACED:
        break;
    }
    out->column = heat_find_column(h, f->region);
    bool known = h->columns[out->column].region >= 0;
    out->no_region = !known && f->region.n == 0;
    out->unknown_region = !known && f->region.n > 0;
    if (out->unknown_region)
        note_unknown_region(r, f->region);
    out->no_field = h->rows[out->row].field_number < 0;
    out->no_scenario = !out->no_field && h->options.by == HEAT_BY_SCENARIO && f->scenario.n == 0;
    return ST_OK;
}

enum status heat_count_finding(struct heat_in *in, const struct heat_finding *f, struct error *e)
{
    enum status s = heat_add(in->heat, f->row, f->column, f->grade, f->count, f->months, e);
    if (s != ST_OK)
        return s;
    in->trial += f->trial;
    in->undated += f->undated;
    in->no_region += f->no_region ? f->count : 0;
    in->unknown_region += f->unknown_region ? f->count : 0;
    in->no_field += f->no_field ? f->count : 0;
    in->no_scenario += f->no_scenario ? f->count : 0;
    return ST_OK;
}

static enum status after_today(const struct reading *r, size_t column, struct slice cell,
                               struct error *e)
{
    char q[QUOTE_SIZE], today[DATE_TEXT_MAX];
    size_t n = date_text(r->in->heat->options.today, SPAN_DAY, today);
    return columns_error(&r->alerts.columns, column, r->row, e,
                         _("'%s' is after today, %.*s (--today sets another day)"), quote(q, cell),
                         (int)n, today);
}

static int64_t months_since(const struct reading *r, int64_t day)
{
    int64_t today = r->in->heat->options.today;
    return date_month(today) - date_month(day < today ? day : today);
}

static enum status alert_months(const struct reading *r, struct slice period, int64_t *months,
                                struct error *e)
{
    static const enum span spans[] = {SPAN_MONTH, SPAN_DAY, SPAN_QUARTER, SPAN_YEAR};
    *months = 0;
    if (r->in->heat->options.fading != HEAT_FADING_GIVEN)
        return ST_OK;
    if (period.n == 0)
        return ST_OK;
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        int64_t v;
        if (!date_parse(period, spans[i], &v, NULL))
            continue;
        if (date_first(v, spans[i]) > r->in->heat->options.today)
            return after_today(r, ALERT_PERIOD, period, e);
        *months = months_since(r, date_last(v, spans[i]));
        return ST_OK;
    }
    return wrong(r, ALERT_PERIOD, period, _("no day, month, quarter or year"), e);
}

enum status heat_take_alert(struct reading *r, const struct alert_row *a, struct error *e)
{
    struct codes codes = {a->cell[ALERT_FIELD], a->cell[ALERT_SCENARIO], a->cell[ALERT_REGION]};
    struct heat_finding f = {.grade = a->grade == LEVEL_NONE ? a->level : a->grade,
                             .count = 1,
                             .trial = a->trial,
                             .undated = a->cell[ALERT_PERIOD].n == 0};
    enum status s = alert_months(r, a->cell[ALERT_PERIOD], &f.months, e);
    if (a->trial)
        f.grade = LEVEL_BLUE;
    if (s == ST_OK)
        s = find_place(r, &codes, &f, e);
    if (s == ST_OK)
        s = heat_take_fact(r->in, a, &f, e);
    r->in->rows += s == ST_OK;
    return s;
}

static struct slice case_cell(const struct reading *r, size_t column)
{
    return columns_cell(&r->alerts.columns, column, r->row);
}

static bool parse_count(struct slice s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i == CASE_COUNT_DIGITS)
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0;
}

enum status heat_take_case(struct reading *r, struct error *e)
{
    struct codes codes = {case_cell(r, ALERT_FIELD), case_cell(r, ALERT_SCENARIO),
                          case_cell(r, ALERT_REGION)};
    struct heat_finding f = {.count = 1};
    struct slice grade = case_cell(r, ALERT_GRADE), closed = case_cell(r, CASE_CLOSED);
    int64_t day;
    for (int l = LEVEL_BLUE; l <= LEVEL_RED; l++)
        if (slice_eq(grade, slice_of(level_name((enum level)l))))
            f.grade = (enum level)l;
    if (f.grade == LEVEL_NONE)
        return wrong(r, ALERT_GRADE, grade, _("not blue, yellow or red"), e);
    if (!date_parse(closed, SPAN_DAY, &day, NULL))
        return wrong(r, CASE_CLOSED, closed, _("no date of the form YYYY-MM-DD"), e);
    if (day > r->in->heat->options.today)
        return after_today(r, CASE_CLOSED, closed, e);
    if (columns_has(&r->alerts.columns, CASE_COUNT) &&
        !parse_count(case_cell(r, CASE_COUNT), &f.count))
        return wrong(r, CASE_COUNT, case_cell(r, CASE_COUNT),
                     _("not a whole number of cases, up to 999999999"), e);
    f.months = months_since(r, day);
    enum status s = find_place(r, &codes, &f, e);
    if (s == ST_OK && (s = heat_count_finding(r->in, &f, e)) != ST_OK)
        error_place(e, reader_name(r->alerts.columns.reader), r->alerts.columns.batch.line[r->row],
                    0);
    r->in->rows += s == ST_OK;
    return s;
}
