/* A decimal as digits and a place for the point: moving the point is exact, whatever its length. */
#include "tidy_int.h"

enum { WHOLE_MAX = 38 };

static bool add_digits(struct slice *s, struct figure *f, size_t n)
{
    if (f->n + n > sizeof f->digits)
        return false;
    memcpy(f->digits + f->n, s->p, n);
    f->n += n;
    *s = slice_from(*s, n);
    return true;
}

static bool next_group(struct slice s)
{
    return s.n > 1 && s.p[0] == ',' && is_digit(s.p[1]);
}

/* Groups behind the first, which has FIRST digits. */
static enum fault take_groups(struct slice *s, struct figure *f, size_t first)
{
    bool right = first <= 3 && f->digits[0] != '0';
    size_t groups = 0;
    for (; next_group(*s); groups++) {
        *s = slice_from(*s, 1);
        size_t n = tidy_digits(*s);
        right = right && n == 3;
        if (!add_digits(s, f, n))
            return FAULT_TOO_LARGE;
    }
    if (right)
        return FAULT_NONE;
    return groups == 1 && (s->n == 0 || s->p[0] != '.') ? FAULT_COMMA : FAULT_GROUPS;
}

enum fault figure_take(struct slice *s, struct figure *f)
{
    size_t first = tidy_digits(*s), behind = 0;
    f->n = 0;
    f->scale = 0;
    if (!add_digits(s, f, first))
        return FAULT_TOO_LARGE;
    if (first > 0 && next_group(*s)) {
        enum fault fault = take_groups(s, f, first);
        if (fault != FAULT_NONE)
            return fault;
    }
    if (take_char(s, '.')) {
        behind = tidy_digits(*s);
        if (!add_digits(s, f, behind))
            return FAULT_TOO_FINE;
        f->scale = (int)behind;
        if (s->n > 0 && (s->p[0] == '.' || s->p[0] == ','))
            return FAULT_POINTS;
    }
    return first + behind > 0 ? FAULT_NONE : FAULT_NOT_NUMBER;
}

bool figure_of(const struct num *v, struct figure *f)
{
    char text[NUM_TEXT_MAX];
    struct slice s = {text, num_text(v, NULL, 0, text)};
    f->negative = take_char(&s, '-');
    return figure_take(&s, f) == FAULT_NONE && s.n == 0;
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

enum fault figure_fit(struct figure *f, int places, bool round, bool *rounded)
{
    trim_zeros(f, places);
    *rounded = false;
    if (f->scale > places) {
        if (!round)
            return FAULT_TOO_FINE;
        round_digits(f, places);
        trim_zeros(f, places);
        *rounded = true;
    }
    if (f->n == 0)
        return FAULT_NONE;
    int whole = (int)f->n - f->scale;
    return whole > WHOLE_MAX || f->n > WHOLE_MAX ? FAULT_TOO_LARGE : FAULT_NONE;
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
