/* Cells as people and spreadsheet programs write them: dates with slashes, grouped digits,
 * full-width signs. */
#include <stdint.h>

#include "date.h"
#include "figure.h"
#include "i18n.h"
#include "num.h"
#include "sheet.h"
#include "written.h"

enum status sheet_day(const struct sheet *s, size_t row, int column, enum sheet_day how,
                      int64_t *out, struct error *e)
{
    struct slice cell = sheet_cell(s, row, column);
    struct written_date d;
    char text[WRITTEN_DATE_MAX], shown[QUOTE_SIZE];
    int64_t v;
    bool zoned;
    if (written_date(cell, &d) && (d.day > 0 || how != DAY_EXACT)) {
        enum span span = d.day > 0 ? SPAN_DAY : d.month > 0 ? SPAN_MONTH : SPAN_YEAR;
        if (date_parse((struct slice){text, written_date_text(&d, text)}, span, &v, &zoned)) {
            *out = how == DAY_LAST ? date_last(v, span) : date_first(v, span);
            return ST_OK;
        }
    }
    return sheet_error(s, row, column, e, _("'%s' is not a date; write it like 2024-03-05"),
                       quote(shown, cell));
}

static bool take(struct slice *s, const char *prefix)
{
    size_t n = strlen(prefix);
    if (s->n < n || memcmp(s->p, prefix, n) != 0)
        return false;
    s->p += n;
    s->n -= n;
    return true;
}

/* A number, in groups of three digits or not, with one percent sign or none: its plain form, or
 * CELL where it is none. */
static struct slice plain_number(struct slice cell, struct arena *a)
{
    char text[FIGURE_TEXT_MAX + 2];
    struct figure f = {0};
    struct slice s = cell;
    size_t n = 0;
    if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
        take(&s, (text[n++] = s.p[0]) == '-' ? "-" : "+");
    bool good = s.n > 0 && s.p[0] != '.' && figure_take(&s, &f) == FIGURE_OK;
    bool percent = take(&s, "%") || take(&s, "％");
    if (!good || s.n > 0 || f.n > FIGURE_TEXT_MAX - 2)
        return cell;
    n += figure_text(&f, text + n);
    if (percent)
        text[n++] = '%';
    return arena_copy(a, (struct slice){text, n});
}

struct slice sheet_plain(struct slice cell, struct arena *a)
{
    struct written_date d;
    if (written_date(cell, &d) && d.day > 0) {
        char text[WRITTEN_DATE_MAX];
        return arena_copy(a, (struct slice){text, written_date_text(&d, text)});
    }
    return plain_number(cell, a);
}

enum status sheet_count(const struct sheet *s, size_t row, int column, int64_t max, int64_t *out,
                        struct error *e)
{
    struct slice cell = sheet_cell(s, row, column);
    struct arena a = {0};
    struct slice plain = sheet_plain(cell, &a);
    if (plain.p == NULL)
        return error_memory(e);
    struct num v;
    bool good = num_parse(plain, &v) == NUM_OK && num_int(&v, out) && *out >= 1 && *out <= max;
    arena_free(&a);
    char shown[QUOTE_SIZE];
    return good ? ST_OK
                : sheet_error(s, row, column, e, _("'%s' is not a whole number from 1 to %lld"),
                              quote(shown, cell), (long long)max);
}
