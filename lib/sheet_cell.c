/* Cells as people and spreadsheet programs write them: dates with slashes, grouped digits,
 * full-width signs. */
#include <stdint.h>
#include <stdio.h>

#include "date.h"
#include "i18n.h"
#include "num.h"
#include "sheet.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take(struct slice *s, struct slice prefix)
{
    if (s->n < prefix.n || memcmp(s->p, prefix.p, prefix.n) != 0)
        return false;
    s->p += prefix.n;
    s->n -= prefix.n;
    return true;
}

/* Takes MIN to MAX digits. */
static bool take_digits(struct slice *s, size_t min, size_t max, int *out)
{
    size_t n = 0;
    *out = 0;
    while (n < max && n < s->n && is_digit(s->p[n]))
        *out = *out * 10 + (s->p[n++] - '0');
    s->p += n;
    s->n -= n;
    return n >= min;
}

struct written_date {
    int year, month, day; /* 0 where it has none */
};

/* What stands behind a year or month: the end, its Chinese unit, or a separator before more. */
static bool take_part_end(struct slice *s, struct slice unit)
{
    return s->n == 0 || take(s, unit) || ((take(s, SLICE("-")) || take(s, SLICE("/"))) && s->n > 0);
}

static bool parse_date(struct slice s, struct written_date *d)
{
    *d = (struct written_date){0};
    if (!take_digits(&s, 4, 4, &d->year) || !take_part_end(&s, SLICE("年")))
        return false;
    if (s.n == 0)
        return true;
    if (!take_digits(&s, 1, 2, &d->month) || d->month == 0 || !take_part_end(&s, SLICE("月")))
        return false;
    if (s.n == 0)
        return true;
    if (!take_digits(&s, 1, 2, &d->day) || d->day == 0)
        return false;
    take(&s, SLICE("日"));
    return s.n == 0 || slice_eq(s, SLICE(" 0:00")) || slice_eq(s, SLICE(" 0:00:00")) ||
           slice_eq(s, SLICE(" 00:00:00"));
}

/* The strict form; its length. */
static size_t strict_date(const struct written_date *d, char out[DATE_TEXT_MAX])
{
    int n = snprintf(out, DATE_TEXT_MAX, "%04d", d->year);
    if (d->month > 0)
        n += snprintf(out + n, DATE_TEXT_MAX - (size_t)n, "-%02d", d->month);
    if (d->day > 0)
        n += snprintf(out + n, DATE_TEXT_MAX - (size_t)n, "-%02d", d->day);
    return (size_t)n;
}

enum status sheet_day(const struct sheet *s, size_t row, int column, enum sheet_day how,
                      int64_t *out, struct error *e)
{
    struct slice cell = sheet_cell(s, row, column);
    struct written_date d;
    char text[DATE_TEXT_MAX], shown[QUOTE_SIZE];
    int64_t v;
    bool zoned;
    if (parse_date(cell, &d) && (d.day > 0 || how != DAY_EXACT)) {
        enum span span = d.day > 0 ? SPAN_DAY : d.month > 0 ? SPAN_MONTH : SPAN_YEAR;
        if (date_parse((struct slice){text, strict_date(&d, text)}, span, &v, &zoned)) {
            *out = how == DAY_LAST ? date_last(v, span) : date_first(v, span);
            return ST_OK;
        }
    }
    return sheet_error(s, row, column, e, _("'%s' is not a date; write it like 2024-03-05"),
                       quote(shown, cell));
}

static size_t take_all_digits(struct slice *s)
{
    size_t n = 0;
    while (n < s->n && is_digit(s->p[n]))
        n++;
    s->p += n;
    s->n -= n;
    return n;
}

/* A number, in groups of three digits or not, with one percent sign or none. */
static bool is_number(struct slice s)
{
    if (!take(&s, SLICE("-")))
        take(&s, SLICE("+"));
    size_t first = take_all_digits(&s);
    bool grouped = s.n > 0 && s.p[0] == ',';
    if (first == 0 || (grouped && first > 3))
        return false;
    while (take(&s, SLICE(",")))
        if (take_all_digits(&s) != 3)
            return false;
    if (take(&s, SLICE(".")) && take_all_digits(&s) == 0)
        return false;
    if (!take(&s, SLICE("%")))
        take(&s, SLICE("％"));
    return s.n == 0;
}

static struct slice undo_number(struct slice cell, struct arena *a)
{
    char *p = arena_alloc(a, cell.n + 1);
    if (p == NULL)
        return (struct slice){NULL, 0};
    size_t n = 0;
    for (struct slice s = cell; s.n > 0;) {
        if (take(&s, SLICE("％")))
            p[n++] = '%';
        else if (!take(&s, SLICE(","))) {
            p[n++] = s.p[0];
            take(&s, (struct slice){s.p, 1});
        }
    }
    p[n] = '\0';
    return (struct slice){p, n};
}

struct slice sheet_plain(struct slice cell, struct arena *a)
{
    struct written_date d;
    if (parse_date(cell, &d) && d.day > 0) {
        char text[DATE_TEXT_MAX];
        return arena_copy(a, (struct slice){text, strict_date(&d, text)});
    }
    return is_number(cell) ? undo_number(cell, a) : cell;
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
