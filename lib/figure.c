#include "figure.h"

enum { WHOLE_MAX = 38 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct slice behind(struct slice s, size_t n)
{
    return (struct slice){s.p + n, s.n - n};
}

static bool take(struct slice *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = behind(*s, 1);
    return true;
}

static size_t count_digits(struct slice s)
{
    size_t n = 0;
    while (n < s.n && is_digit(s.p[n]))
        n++;
    return n;
}

static bool add_digits(struct slice *s, struct figure *f, size_t n)
{
    if (f->n + n > sizeof f->digits)
        return false;
    memcpy(f->digits + f->n, s->p, n);
    f->n += n;
    *s = behind(*s, n);
    return true;
}

static bool next_group(struct slice s)
{
    return s.n > 1 && s.p[0] == ',' && is_digit(s.p[1]);
}

/* Groups behind the first, which has FIRST digits. */
static enum figure_result take_groups(struct slice *s, struct figure *f, size_t first)
{
    bool right = first <= 3 && f->digits[0] != '0';
    size_t groups = 0;
    for (; next_group(*s); groups++) {
        *s = behind(*s, 1);
        size_t n = count_digits(*s);
        right = right && n == 3;
        if (!add_digits(s, f, n))
            return FIGURE_TOO_LARGE;
    }
    if (right)
        return FIGURE_OK;
    return groups == 1 && (s->n == 0 || s->p[0] != '.') ? FIGURE_COMMA : FIGURE_GROUPS;
}

enum figure_result figure_take(struct slice *s, struct figure *f)
{
    size_t first = count_digits(*s), places = 0;
    f->n = 0;
    f->scale = 0;
    if (!add_digits(s, f, first))
        return FIGURE_TOO_LARGE;
    if (first > 0 && next_group(*s)) {
        enum figure_result r = take_groups(s, f, first);
        if (r != FIGURE_OK)
            return r;
    }
    if (take(s, '.')) {
        places = count_digits(*s);
        if (!add_digits(s, f, places))
            return FIGURE_TOO_FINE;
        f->scale = (int)places;
        if (s->n > 0 && (s->p[0] == '.' || s->p[0] == ','))
            return FIGURE_POINTS;
    }
    return first + places > 0 ? FIGURE_OK : FIGURE_NONE;
}

static void trim_zeros(struct figure *f, int places)
{
    size_t zeros = 0;
    while (zeros < f->n && f->digits[zeros] == '0')
        zeros++;
    f->n -= zeros;
    memmove(f->digits, f->digits + zeros, f->n);
    if (f->n == 0 && f->scale > places)
        f->scale = places;
    while (f->n > 0 && f->digits[f->n - 1] == '0' && f->scale > 0 &&
           (f->scale > places || f->n > WHOLE_MAX)) {
        f->n--;
        f->scale--;
    }
}

/* Half-even, the last digits to PLACES. */
static void round_digits(struct figure *f, int places)
{
    size_t drop = (size_t)(f->scale - places);
    f->scale = places;
    if (drop > f->n) {
        f->n = 0;
        return;
    }
    size_t keep = f->n - drop;
    bool more = false;
    for (size_t i = keep + 1; i < f->n; i++)
        more = more || f->digits[i] != '0';
    bool odd = keep > 0 && (f->digits[keep - 1] - '0') % 2 == 1;
    char next = f->digits[keep];
    f->n = keep;
    if (next < '5' || (next == '5' && !more && !odd))
        return;
    size_t i = keep;
    while (i > 0 && f->digits[i - 1] == '9')
        f->digits[--i] = '0';
    if (i > 0) {
        f->digits[i - 1]++;
        return;
    }
    memmove(f->digits + 1, f->digits, keep);
    f->digits[0] = '1';
    f->n = keep + 1;
}

enum figure_result figure_fit(struct figure *f, int places, bool round, bool *rounded)
{
    trim_zeros(f, places);
    *rounded = false;
    if (f->scale > places) {
        if (!round)
            return FIGURE_TOO_FINE;
        round_digits(f, places);
        trim_zeros(f, places);
        *rounded = true;
    }
    if (f->n == 0)
        return FIGURE_OK;
    int whole = (int)f->n - f->scale;
    return whole > WHOLE_MAX || f->n > WHOLE_MAX ? FIGURE_TOO_LARGE : FIGURE_OK;
}

size_t figure_text(const struct figure *f, char out[FIGURE_TEXT_MAX])
{
    size_t n = 0, scale = f->scale > 0 ? (size_t)f->scale : 0;
    size_t whole = f->n > scale ? f->n - scale : 0;
    if (f->negative && f->n > 0)
        out[n++] = '-';
    if (whole == 0)
        out[n++] = '0';
    memcpy(out + n, f->digits, whole);
    n += whole;
    for (int i = f->scale; i < 0 && f->n > 0; i++)
        out[n++] = '0';
    if (scale == 0)
        return n;
    out[n++] = '.';
    for (size_t i = f->n - whole; i < scale; i++)
        out[n++] = '0';
    memcpy(out + n, f->digits + whole, f->n - whole);
    return n + f->n - whole;
}
