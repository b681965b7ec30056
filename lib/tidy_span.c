/* Dates, times and periods to the form of their column. */
#include "tidy_int.h"
#include "written.h"

#define DAY_US INT64_C(86400000000)
enum { CHINA = 8 * 60 };

static bool span_of(enum column_type type, enum span *out)
{
    static const struct {
        enum column_type type;
        enum span span;
    } spans[] = {{TYPE_DATE, SPAN_DAY},
                 {TYPE_TIME, SPAN_TIME},
                 {TYPE_MONTH, SPAN_MONTH},
                 {TYPE_QUARTER, SPAN_QUARTER},
                 {TYPE_YEAR, SPAN_YEAR}};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (spans[i].type == type) {
            *out = spans[i].span;
            return true;
        }
    return false;
}

/* What a text that is nothing at all is not. */
static enum fault is_no(enum column_type type, enum fault fault)
{
    if (fault != FAULT_NOT_DATE)
        return fault;
    return type == TYPE_TIME      ? FAULT_NOT_TIME
           : type == TYPE_MONTH   ? FAULT_NOT_MONTH
           : type == TYPE_QUARTER ? FAULT_NOT_QUARTER
           : type == TYPE_YEAR    ? FAULT_NOT_YEAR
                                  : FAULT_NOT_DATE;
}

static enum fault to_time(const struct moment *m, int64_t *v)
{
    if (m->day == 0)
        return FAULT_NO_DAY_OF_MONTH;
    if (!m->clock)
        return FAULT_NO_TIME;
    *v = date_of(m->year, m->month, m->day) * DAY_US + m->us;
    return FAULT_NONE;
}

/* What is left out is told, unless it says nothing: the first day of a month stands for it. */
static enum fault to_period(const struct tidying *t, const struct moment *m, unsigned *notes,
                            int64_t *v)
{
    bool first = m->day == 1 && m->us == 0;
    int quarter = m->quarter > 0 ? m->quarter : (m->month + 2) / 3;
    if (t->cell->kind == CELL_DAY && t->type != TYPE_DATE && m->day > 0 &&
        tidy_year_as_day(date_of(m->year, m->month, m->day), t->rules))
        return FAULT_YEAR_AS_DAY;
    switch (t->type) {
    case TYPE_MONTH:
        if (m->month == 0)
            return FAULT_NO_MONTH;
        *v = (int64_t)m->year * 12 + m->month - 1;
        *notes |= m->day > 0 && !first ? TIDY_FINER : 0;
        return FAULT_NONE;
    case TYPE_QUARTER:
        if (quarter == 0)
            return FAULT_NO_QUARTER;
        *v = (int64_t)m->year * 4 + quarter - 1;
        *notes |= m->month > 0 && !(first && m->month % 3 == 1) ? TIDY_FINER : 0;
        return FAULT_NONE;
    case TYPE_YEAR:
        *v = m->year;
        *notes |= (m->month > 0 && !(first && m->month == 1)) || m->quarter > 0 ? TIDY_FINER : 0;
        return FAULT_NONE;
    default:
        if (m->day == 0)
            return FAULT_NO_DAY_OF_MONTH;
        *v = date_of(m->year, m->month, m->day);
        *notes |= m->us > 0 ? TIDY_FINER : 0;
        return FAULT_NONE;
    }
}

static enum fault to_span(const struct tidying *t, const struct moment *m, unsigned *notes,
                          int64_t *v)
{
    if (t->type == TYPE_TIME)
        return to_time(m, v);
    if (m->zoned && m->zone != CHINA)
        return FAULT_ZONE;
    return m->us == DAY_US ? FAULT_MIDNIGHT : to_period(t, m, notes, v);
}

/* The zone behind a time; LEFT bytes. Its length. */
static size_t zone_text(int zone, char *out)
{
    int east = zone < 0 ? -zone : zone;
    const char text[] = {zone < 0 ? '-' : '+',         (char)('0' + east / 600),
                         (char)('0' + east / 60 % 10), ':',
                         (char)('0' + east % 60 / 10), (char)('0' + east % 10)};
    memcpy(out, text, sizeof text);
    return sizeof text;
}

static enum fault read_span(const struct tidying *t, enum span span, struct slice folded)
{
    struct moment m;
    char text[DATE_TEXT_MAX];
    int64_t v;
    enum fault fault = tidy_moment(folded, t->type, t->rules, &m);
    unsigned notes = m.notes;
    if (fault == FAULT_NONE)
        fault = to_span(t, &m, &notes, &v);
    if (fault != FAULT_NONE)
        return is_no(t->type, fault);
    size_t n = date_text(v, span, text);
    if (n > 0 && span == SPAN_TIME && m.zoned)
        n += zone_text(m.zone, text + n);
    if (n == 0 || !date_parse((struct slice){text, n}, span, &v, NULL))
        return FAULT_NO_SUCH;
    buffer_append(t->out, text, n);
    *t->notes |= notes;
    return FAULT_NONE;
}

/* As most programs write them, which needs no rules. */
static bool common_span(const struct tidying *t, enum span span)
{
    struct written_date d;
    char text[WRITTEN_DATE_MAX];
    int64_t v;
    if (span == SPAN_TIME || span == SPAN_QUARTER || !written_date(t->value, &d))
        return false;
    struct slice s = {text, written_date_text(&d, text)};
    if (!date_parse(s, span, &v, NULL))
        return false;
    buffer_slice(t->out, s);
    return true;
}

enum fault tidy_span(const struct tidying *t)
{
    enum span span = SPAN_DAY;
    int64_t v;
    struct folded folded;
    span_of(t->type, &span);
    bool workbook = t->cell->kind == CELL_DAY && t->type != TYPE_DATE && t->type != TYPE_TIME;
    if (!workbook && date_parse(t->value, span, &v, NULL)) {
        buffer_slice(t->out, t->value);
        return FAULT_NONE;
    }
    if (!workbook && common_span(t, span))
        return FAULT_NONE;
    if (!tidy_fold(t->value, &folded))
        return is_no(t->type, FAULT_NOT_DATE);
    struct slice s = folded_view(&folded);
    enum placeholder nothing = tidy_placeholder(s);
    if (nothing != NO_PLACEHOLDER)
        return tidy_blanks(t->rules, nothing) ? FAULT_NONE : FAULT_NOTHING;
    if (tidy_formula_error(s))
        return FAULT_FORMULA;
    return read_span(t, span, s);
}
