/* Workdays, by running counts: the workdays between any two days are one subtraction. */
#include "calendar.h"

#include <stdlib.h>

#include "date.h"
#include "i18n.h"
#include "sheet.h"

struct calendar {
    int64_t first, last; /* days covered */
    /* before[i]: workdays from `first` on, before first + i; one more than there are days. */
    uint32_t *before;
};

enum { MARK_NONE, MARK_OFF, MARK_WORK };

/* What calendar.csv says, day by day from the first year named to the last. */
struct marks {
    int64_t first, n;
    uint8_t *day;
};

/* The rows of all sheets, one after the other. */
struct days {
    const struct sheet *const *sheets;
    size_t sheet_n;
    int (*map)[3]; /* [sheet] */
    struct listed {
        int64_t day;
        size_t sheet, row;
    } * list;
    size_t n;
};

static enum status read_days(struct days *d, struct error *e)
{
    enum status r = ST_OK;
    for (size_t s = 0; s < d->sheet_n; s++)
        for (size_t i = 0; i < d->sheets[s]->n && r == ST_OK; i++) {
            struct listed *one = &d->list[d->n++];
            *one = (struct listed){0, s, i};
            r = sheet_day(d->sheets[s], i, d->map[s][0], DAY_EXACT, &one->day, e);
        }
    return r;
}

static enum status refuse_twice(const struct days *d, size_t at, struct error *e)
{
    size_t first = 0;
    while (d->list[first].day != d->list[at].day)
        first++;
    const struct listed *a = &d->list[first], *b = &d->list[at];
    const struct sheet *here = d->sheets[b->sheet];
    char shown[QUOTE_SIZE], where[SHEET_PLACE_SIZE];
    return sheet_error(here, b->row, d->map[b->sheet][0], e, _("'%s' stands twice, here and in %s"),
                       quote(shown, sheet_cell(here, b->row, d->map[b->sheet][0])),
                       sheet_place(where, here, d->sheets[a->sheet], a->row));
}

static enum status mark(const struct days *d, struct marks *m, struct error *e)
{
    static const char *const kinds[] = {"off", "work"};
    for (size_t i = 0; i < d->n; i++) {
        const struct listed *one = &d->list[i];
        const struct sheet *s = d->sheets[one->sheet];
        int column = d->map[one->sheet][1];
        struct slice kind = sheet_cell(s, one->row, column);
        bool off = slice_eq(kind, slice_of(kinds[0]));
        if (!off && !slice_eq(kind, slice_of(kinds[1])))
            return sheet_unknown(s, one->row, column, _("day"), kinds, 2, e);
        uint8_t *at = &m->day[one->day - m->first];
        if (*at != MARK_NONE)
            return refuse_twice(d, i, e);
        *at = off ? MARK_OFF : MARK_WORK;
    }
    return ST_OK;
}

static bool has_off(const struct marks *m, int64_t year)
{
    int64_t from = date_first(year, SPAN_YEAR) - m->first;
    int64_t to = date_last(year, SPAN_YEAR) - m->first;
    while (from <= to && m->day[from] != MARK_OFF)
        from++;
    return from <= to;
}

/* A day moved to December for the holiday that follows does not make its year known, so a year
 * counts only if it names a day off. One in the middle that names none was forgotten. */
static enum status cover(struct calendar *c, const struct marks *m, const char *file,
                         struct error *e)
{
    int64_t first = date_year(m->first), last = date_year(m->first + m->n - 1);
    while (first <= last && !has_off(m, first))
        first++;
    while (last > first && !has_off(m, last))
        last--;
    if (first > last)
        return error_at(e, ST_USAGE, file, 0, 0, "%s",
                        _("no day off is listed, so no year is covered"));
    for (int64_t year = first; year <= last; year++)
        if (!has_off(m, year))
            return error_at(e, ST_USAGE, file, 0, 0,
                            _("no day off is listed in %lld, between years that have some"),
                            (long long)year);
    c->first = date_first(first, SPAN_YEAR);
    c->last = date_last(last, SPAN_YEAR);
    return ST_OK;
}

static bool count(struct calendar *c, const struct marks *m)
{
    size_t n = (size_t)(c->last - c->first + 1);
    c->before = malloc((n + 1) * sizeof *c->before);
    if (c->before == NULL)
        return false;
    c->before[0] = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t day = c->first + (int64_t)i;
        uint8_t said = m->day[day - m->first];
        bool work = said == MARK_WORK || (said == MARK_NONE && date_weekday(day) <= 5);
        c->before[i + 1] = c->before[i] + work;
    }
    return true;
}

static enum status build(const struct days *d, struct calendar *c, struct error *e)
{
    int64_t low = d->list[0].day, high = d->list[0].day;
    for (size_t i = 1; i < d->n; i++) {
        low = d->list[i].day < low ? d->list[i].day : low;
        high = d->list[i].day > high ? d->list[i].day : high;
    }
    struct marks m = {.first = date_first(date_year(low), SPAN_YEAR)};
    m.n = date_last(date_year(high), SPAN_YEAR) - m.first + 1;
    m.day = calloc((size_t)m.n, 1);
    if (m.day == NULL)
        return error_memory(e);
    enum status r = mark(d, &m, e);
    if (r == ST_OK)
        r = cover(c, &m, d->sheets[0]->file, e);
    if (r == ST_OK && !count(c, &m))
        r = error_memory(e);
    free(m.day);
    return r;
}

static enum status fill(struct days *d, struct arena *a, struct calendar *c, struct error *e)
{
    static const char *const columns[] = {"date", "day", "name"};
    size_t rows = 0;
    enum status r = ST_OK;
    d->map = arena_alloc(a, d->sheet_n * sizeof *d->map);
    if (d->map == NULL)
        return error_memory(e);
    for (size_t s = 0; s < d->sheet_n && r == ST_OK; s++) {
        rows += d->sheets[s]->n;
        r = sheet_map(d->sheets[s], columns, 3, 2, d->map[s], e);
    }
    if (r != ST_OK)
        return r;
    if (rows == 0)
        return error_at(e, ST_USAGE, d->sheets[0]->file, d->sheets[0]->header_line, 0, "%s",
                        _("no day is listed"));
    d->list = arena_alloc(a, rows * sizeof *d->list);
    if (d->list == NULL)
        return error_memory(e);
    r = read_days(d, e);
    return r == ST_OK ? build(d, c, e) : r;
}

enum status calendar_read(const struct sheet *const *sheets, size_t n, struct calendar **out,
                          struct error *e)
{
    *out = NULL;
    struct calendar *c = calloc(1, sizeof *c);
    if (c == NULL)
        return error_memory(e);
    struct arena a = {0};
    struct days d = {.sheets = sheets, .sheet_n = n};
    enum status r = fill(&d, &a, c, e);
    arena_free(&a);
    if (r == ST_OK)
        *out = c;
    else
        calendar_free(c);
    return r;
}

enum status calendar_load(const char *path, struct calendar **out, struct error *e)
{
    struct arena a = {0};
    struct sheet s;
    *out = NULL;
    enum status r = sheet_load(path, &a, &s, e);
    const struct sheet *one = &s;
    if (r == ST_OK)
        r = calendar_read(&one, 1, out, e);
    arena_free(&a);
    return r;
}

void calendar_free(struct calendar *c)
{
    if (c == NULL)
        return;
    free(c->before);
    free(c);
}

static bool covers(const struct calendar *c, int64_t day)
{
    return c != NULL && day >= c->first && day <= c->last;
}

int calendar_is_workday(const struct calendar *c, int64_t day)
{
    if (!covers(c, day))
        return -1;
    return c->before[day - c->first + 1] != c->before[day - c->first];
}

bool calendar_workdays(const struct calendar *c, int64_t from, int64_t to, int64_t *out)
{
    *out = 0;
    if (from == to)
        return true;
    if (to < from) {
        bool known = calendar_workdays(c, to, from, out);
        *out = -*out;
        return known;
    }
    /* `from` itself is not counted and need not be known. */
    if (from == INT64_MAX || !covers(c, from + 1) || !covers(c, to))
        return false;
    *out = (int64_t)c->before[to - c->first + 1] - (int64_t)c->before[from + 1 - c->first];
    return true;
}
