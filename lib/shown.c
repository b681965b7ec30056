#include "shown.h"

#include "stored.h"

static void trim(struct shown *f)
{
    while (f->n > 0 && f->digits[f->n - 1] == '0')
        f->n--;
    if (f->n == 0) {
        f->point = 0;
        f->negative = false;
    }
}

/* One more in the last digit, which is the N-th. */
static void step_up(struct shown *f)
{
    while (f->n > 0 && f->digits[f->n - 1] == '9')
        f->n--;
    if (f->n > 0) {
        f->digits[f->n - 1]++;
        return;
    }
    f->digits[0] = '1';
    f->n = 1;
    f->point++;
}

bool shown_parse(struct slice s, struct shown *out)
{
    struct stored r;
    struct shown f = {.n = 0};
    if (!stored_parse(s, &r) || r.point > SHOWN_POINT_MAX)
        return false;
    f.negative = r.negative;
    f.point = r.point;
    f.n = r.n < SHOWN_DIGITS ? r.n : SHOWN_DIGITS;
    for (unsigned i = 0; i < f.n; i++)
        f.digits[i] = (char)('0' + r.digit[i]);
    if (r.n > SHOWN_DIGITS) {
        bool beyond = r.more;
        for (unsigned i = SHOWN_DIGITS + 1; i < r.n; i++)
            beyond |= r.digit[i] != 0;
        char next = r.digit[SHOWN_DIGITS], last = r.digit[SHOWN_DIGITS - 1];
        if (next > 5 || (next == 5 && (beyond || last % 2 == 1)))
            step_up(&f);
    }
    trim(&f);
    *out = f;
    return true;
}

struct shown shown_of(uint64_t v)
{
    struct shown f = {.n = 0};
    char reversed[SHOWN_DIGITS];
    unsigned n = 0;
    for (; v > 0 && n < SHOWN_DIGITS; v /= 10)
        reversed[n++] = (char)('0' + v % 10);
    for (unsigned i = 0; i < n; i++)
        f.digits[i] = reversed[n - 1 - i];
    f.n = n;
    f.point = (int)n;
    trim(&f);
    return f;
}

void shown_round(struct shown *f, int places)
{
    int keep = f->point + places;
    if (keep >= (int)f->n)
        return;
    if (keep < 0) {
        f->n = 0;
    } else {
        bool up = f->digits[keep] >= '5';
        f->n = (unsigned)keep;
        if (up)
            step_up(f);
    }
    trim(f);
}

static int cmp_size(const struct shown *a, const struct shown *b)
{
    if (a->n == 0 || b->n == 0)
        return (a->n > 0) - (b->n > 0);
    if (a->point != b->point)
        return a->point < b->point ? -1 : 1;
    return slice_cmp((struct slice){a->digits, a->n}, (struct slice){b->digits, b->n});
}

int shown_cmp(const struct shown *a, const struct shown *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    return a->negative ? -cmp_size(a, b) : cmp_size(a, b);
}
