/* exceptions.csv: subjects of which an indicator does not warn, who approved of it, until when. */
#include "i18n.h"
#include "pack_int.h"

enum { COL_INDICATOR, COL_SUBJECT, COL_REASON, COL_APPROVED, COL_EXPIRES, COLS };
static const char *const columns[COLS] = {"indicator", "subject", "reason", "approved_by",
                                          "expires"};

static enum status check_indicator(struct pack *p, const struct sheet *s, size_t row, int column,
                                   struct error *e)
{
    const char **ids = arena_alloc(&p->arena, p->indicator_count * sizeof *ids);
    if (ids == NULL)
        return error_memory(e);
    for (size_t i = 0; i < p->indicator_count; i++) {
        ids[i] = p->indicators[i].id;
        if (strcmp(ids[i], pack_string(s, row, column)) == 0)
            return ST_OK;
    }
    return sheet_unknown(s, row, column, _("indicator"), ids, p->indicator_count, e);
}

static enum status take_exception(struct pack *p, const struct sheet *s, size_t row, const int *map,
                                  struct error *e)
{
    enum status r = ST_OK;
    for (int c = 0; c < COLS && r == ST_OK; c++)
        r = pack_filled(s, row, map[c], columns[c], e);
    if (r == ST_OK)
        r = check_indicator(p, s, row, map[COL_INDICATOR], e);
    struct exception x = {
        .indicator = pack_string(s, row, map[COL_INDICATOR]),
        .subject = pack_string(s, row, map[COL_SUBJECT]),
        .reason = pack_string(s, row, map[COL_REASON]),
        .approved_by = pack_string(s, row, map[COL_APPROVED]),
        .sheet = s,
        .row = row,
    };
    if (r == ST_OK)
        r = sheet_day(s, row, map[COL_EXPIRES], DAY_EXACT, &x.expires, e);
    if (r == ST_OK)
        p->exceptions[p->exception_count++] = x;
    return r;
}

enum status pack_read_exceptions(struct pack *p, const struct sheet *s, struct error *e)
{
    int map[COLS];
    enum status r = sheet_map(s, columns, COLS, COLS, map, e);
    if (r != ST_OK)
        return r;
    p->exceptions = pack_more(p, p->exceptions, p->exception_count, s->n, sizeof *p->exceptions);
    if (p->exceptions == NULL)
        return error_memory(e);
    for (size_t row = 0; row < s->n && r == ST_OK; row++)
        r = take_exception(p, s, row, map, e);
    return r;
}

/* The same day of the next year; of a leap day, the day before. */
static int64_t in_12_months(int64_t day)
{
    int y, m, d;
    date_split(day, &y, &m, &d);
    if (y >= 9999)
        return INT64_MAX;
    return date_of(y + 1, m, m == 2 && d == 29 ? 28 : d);
}

enum status pack_check_exceptions(const struct pack *p, int64_t today, struct error *e)
{
    int64_t last = in_12_months(today);
    char expires[DATE_TEXT_MAX], most[DATE_TEXT_MAX];
    for (size_t i = 0; i < p->exception_count; i++) {
        const struct exception *x = &p->exceptions[i];
        if (x->expires <= last)
            continue;
        return sheet_error(x->sheet, x->row, sheet_column(x->sheet, columns[COL_EXPIRES]), e,
                           _("'%.*s' is more than 12 months away: an exception may hold until "
                             "%.*s at most, and be approved anew then"),
                           (int)date_text(x->expires, SPAN_DAY, expires), expires,
                           (int)date_text(last, SPAN_DAY, most), most);
    }
    return ST_OK;
}
