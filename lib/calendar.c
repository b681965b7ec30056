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

static enum status read_days(const struct sheet *s, const int *map, int64_t *days, struct error *e)
{
    for (size_t i = 0; i < s->n; i++) {
        enum status r = sheet_day(s, i, map[0], DAY_EXACT, &days[i], e);
        if (r != ST_OK)
            return r;
    }
    return ST_OK;
}

static enum status mark(const struct sheet *s, const int *map, const int64_t *days, struct marks *m,
                        struct error *e)
{
    static const char *const kinds[] = {"off", "work"};
    for (size_t i = 0; i < s->n; i++) {
        struct slice kind = sheet_cell(s, i, map[1]);
        bool off = slice_eq(kind, slice_of(kinds[0]));
        if (!off && !slice_eq(kind, slice_of(kinds[1])))
            return sheet_unknown(s, i, map[1], _("day"), kinds, 2, e);
        char shown[QUOTE_SIZE];
        uint8_t *at = &m->day[days[i] - m->first];
        if (*at != MARK_NONE)
            return sheet_error(s, i, map[0], e, _("'%s' stands twice"),
                               quote(shown, sheet_cell(s, i, map[0])));
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

static enum status build(const struct sheet *s, const int *map, const int64_t *days,
                         struct calendar *c, struct error *e)
{
    int64_t low = days[0], high = days[0];
    for (size_t i = 1; i < s->n; i++) {
        low = days[i] < low ? days[i] : low;
        high = days[i] > high ? days[i] : high;
    }
    struct marks m = {.first = date_first(date_year(low), SPAN_YEAR)};
    m.n = date_last(date_year(high), SPAN_YEAR) - m.first + 1;
    m.day = calloc((size_t)m.n, 1);
    if (m.day == NULL)
        return error_memory(e);
    enum status r = mark(s, map, days, &m, e);
    if (r == ST_OK)
        r = cover(c, &m, s->file, e);
    if (r == ST_OK && !count(c, &m))
        r = error_memory(e);
    free(m.day);
    return r;
}

static enum status fill(const struct sheet *s, struct arena *a, struct calendar *c, struct error *e)
{
    static const char *const columns[] = {"date", "day", "name"};
    int map[3];
    enum status r = sheet_map(s, columns, 3, 2, map, e);
    if (r != ST_OK)
        return r;
    if (s->n == 0)
        return error_at(e, ST_USAGE, s->file, s->header_line, 0, "%s", _("no day is listed"));
    int64_t *days = arena_alloc(a, s->n * sizeof *days);
    if (days == NULL)
        return error_memory(e);
    r = read_days(s, map, days, e);
    return r == ST_OK ? build(s, map, days, c, e) : r;
}

enum status calendar_read(const struct sheet *s, struct calendar **out, struct error *e)
{
    *out = NULL;
    struct calendar *c = calloc(1, sizeof *c);
    if (c == NULL)
        return error_memory(e);
    struct arena a = {0};
    enum status r = fill(s, &a, c, e);
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
    if (r == ST_OK)
        r = calendar_read(&s, out, e);
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
