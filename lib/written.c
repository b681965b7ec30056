#include "written.h"

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
    while (n < max && n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        *out = *out * 10 + (s->p[n++] - '0');
    s->p += n;
    s->n -= n;
    return n >= min;
}

static bool take_month_or_day(struct slice *s, int *out)
{
    return take_digits(s, 1, 2, out) && *out > 0;
}

/* 年3月5日, 月5日 */
static bool take_chinese(struct slice s, struct written_date *d)
{
    if (s.n == 0)
        return true;
    if (!take_month_or_day(&s, &d->month) || !take(&s, SLICE("月")))
        return false;
    if (s.n == 0)
        return true;
    if (!take_month_or_day(&s, &d->day))
        return false;
    take(&s, SLICE("日"));
    return s.n == 0;
}

static bool take_marked(struct slice s, struct slice mark, struct written_date *d)
{
    if (!take_month_or_day(&s, &d->month))
        return false;
    return s.n == 0 || (take(&s, mark) && take_month_or_day(&s, &d->day) && s.n == 0);
}

static bool cut_midnight(struct slice *s)
{
    static const char *const midnights[] = {" 0:00", " 0:00:00", " 00:00:00", " 00:00"};
    for (size_t i = 0; i < sizeof midnights / sizeof *midnights; i++) {
        size_t n = strlen(midnights[i]);
        if (s->n > n && memcmp(s->p + s->n - n, midnights[i], n) == 0) {
            s->n -= n;
            return true;
        }
    }
    return false;
}

bool written_date(struct slice s, struct written_date *d)
{
    *d = (struct written_date){0};
    bool midnight = s.n > 0 && s.p[s.n - 1] == '0' && cut_midnight(&s), good;
    if (!take_digits(&s, 4, 4, &d->year))
        return false;
    if (s.n == 0)
        good = true;
    else if (s.p[0] == '-' || s.p[0] == '/')
        good = take_marked((struct slice){s.p + 1, s.n - 1}, (struct slice){s.p, 1}, d);
    else
        good = take(&s, SLICE("年")) && take_chinese(s, d);
    return good && (!midnight || d->day > 0);
}

static size_t put(int v, size_t width, char *out)
{
    for (size_t i = width; i-- > 0; v /= 10)
        out[i] = (char)('0' + v % 10);
    return width;
}

size_t written_date_text(const struct written_date *d, char out[WRITTEN_DATE_MAX])
{
    size_t n = put(d->year, 4, out);
    if (d->month > 0) {
        out[n++] = '-';
        n += put(d->month, 2, out + n);
    }
    if (d->day > 0) {
        out[n++] = '-';
        n += put(d->day, 2, out + n);
    }
    return n;
}
