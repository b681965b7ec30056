#include "numfmt_int.h"

#include "num.h"

/* What a program looks for a fraction of is the binary double behind the decimal: 12.3 becomes
 * 12 1/3 but 2.3 becomes 2 2/7, since one double lies above its decimal and the other below. So the
 * double is made here, in whole numbers: BITS / 2^PLACES. */
struct binary {
    uint128 bits;
    unsigned places;
};

enum { MANTISSA = 53, PLACES_MAX = 96, LOWEST = -30, DIGITS_MAX = 7 };

static unsigned bit_length(uint128 v)
{
    unsigned n = 0;
    for (; v > 0; v >>= 1)
        n++;
    return n;
}

/* What F, below 1, is as a part of a double whose whole part is WHOLE. */
static struct binary part_of_double(const struct shown *f, uint128 whole)
{
    struct binary b = {0, 0};
    uint128 rest = 0, one;
    unsigned size = bit_length(whole);
    int lowest = shown_lowest(f);
    if (lowest < LOWEST)
        return b;
    one = num_pow10((unsigned)-lowest);
    for (unsigned i = 0; i < f->n; i++)
        rest = rest * 10 + (unsigned)(f->digits[i] - '0');
    for (; rest > 0 && size < MANTISSA && b.places < PLACES_MAX; b.places++) {
        rest *= 2;
        b.bits = b.bits * 2 + (rest >= one);
        rest -= rest >= one ? one : 0;
        size += size > 0 || b.bits > 0;
    }
    b.bits += 2 * rest > one; /* 15 digits never lie half-way between two doubles */
    return b;
}

/* The last convergent of B's continued fraction whose denominator is at most MOST; none is looked
 * for beyond the one that is the same double. */
static void approximate(const struct binary *b, uint128 most, uint128 *numerator,
                        uint128 *denominator)
{
    uint128 n = b->bits, d = (uint128)1 << b->places;
    uint128 p = 1, q = 0, before_p = 0, before_q = 1;
    while (d > 0) {
        uint128 a = n / d, rest = n % d;
        if (q > 0 && a > (most - before_q) / q)
            break;
        uint128 next_p = a * p + before_p, next_q = a * q + before_q;
        before_p = p;
        before_q = q;
        p = next_p;
        q = next_q;
        uint128 left = p << b->places, right = b->bits * q;
        if (2 * (left > right ? left - right : right - left) <= q)
            break;
        n = d;
        d = rest;
    }
    *numerator = p;
    *denominator = q;
}

/* F's parts before and behind the point. */
static void split(const struct shown *f, struct shown *whole, struct shown *part)
{
    *whole = *part = *f;
    if (f->point <= 0) {
        *whole = (struct shown){.n = 0};
        return;
    }
    if ((unsigned)f->point >= f->n) {
        *part = (struct shown){.n = 0};
        return;
    }
    unsigned from = (unsigned)f->point;
    whole->n = from;
    while (whole->n > 0 && whole->digits[whole->n - 1] == '0')
        whole->n--;
    while (f->digits[from] == '0')
        from++;
    part->n = f->n - from;
    memcpy(part->digits, f->digits + from, part->n);
    part->point = f->point - (int)from;
}

static uint128 integer(const struct shown *f)
{
    uint128 v = 0;
    for (int place = f->point - 1; place >= 0; place--)
        v = v * 10 + (unsigned)(shown_digit(f, place) - '0');
    return v;
}

/* Digits beyond the fifteenth become zeros, as everywhere. */
static struct shown shown_of_wide(uint128 v)
{
    enum { MOST = 39 };
    char text[MOST];
    size_t n = MOST;
    struct shown f = {.n = 0};
    for (; v > 0; v /= 10)
        text[--n] = (char)('0' + (unsigned)(v % 10));
    if (n < MOST)
        (void)shown_parse((struct slice){text + n, MOST - n}, &f);
    return f;
}

struct quotient {
    struct shown whole, numerator;
    uint64_t denominator;
};

/* PART as so many of a denominator that is given, rounded half away from zero. */
static uint128 count(const struct shown *part, unsigned denominator)
{
    uint128 n = 0, one;
    if (part->n == 0 || shown_lowest(part) < LOWEST)
        return 0;
    one = num_pow10((unsigned)-shown_lowest(part));
    for (unsigned i = 0; i < part->n; i++)
        n = n * 10 + (unsigned)(part->digits[i] - '0');
    return (2 * n * denominator + one) / (2 * one);
}

static struct quotient find(const struct section *s, const struct shown *f)
{
    struct shown whole, part;
    uint128 n = 0, d = s->fixed;
    split(f, &whole, &part);
    if (f->point > SHOWN_DIGITS) /* without a fraction, and too large to count with */
        return (struct quotient){whole, part, s->fixed > 0 ? s->fixed : 1};
    uint128 w = integer(&whole);
    if (s->fixed > 0) {
        n = count(&part, s->fixed);
    } else {
        size_t digits = s->denominator_end - s->denominator;
        struct binary b = part_of_double(&part, w);
        approximate(&b, num_pow10(digits < DIGITS_MAX ? (unsigned)digits : DIGITS_MAX) - 1, &n,
                    &d);
    }
    if (s->whole == 0) {
        n += w * d;
        w = 0;
    } else if (n == d) {
        w++;
        n = 0;
    }
    return (struct quotient){shown_of_wide(w), shown_of_wide(n), (uint64_t)d};
}

/* Digits of a denominator begin at its first placeholder, blanks follow. */
static bool show_denominator(const struct section *s, uint64_t v, struct buffer *out)
{
    char text[24];
    size_t n = 0, places = s->denominator_end - s->denominator;
    for (uint64_t rest = v; rest > 0; rest /= 10)
        n++;
    for (size_t i = n; i > 0; i--, v /= 10)
        text[i - 1] = (char)('0' + v % 10);
    bool good = true;
    for (size_t i = n; good && i < places; i++)
        if (s->pieces[s->denominator + i].c == '0')
            good = buffer_char(out, '0');
    good = good && buffer_append(out, text, n);
    for (size_t i = n; good && i < places; i++)
        if (s->pieces[s->denominator + i].c == '?')
            good = buffer_char(out, ' ');
    return good;
}

/* A whole number has no fraction: as much room stays empty, unless a 0 asks for it. */
static bool is_empty(const struct section *s, const struct quotient *q)
{
    for (size_t i = s->numerator; i < s->numerator_end; i++)
        if (s->pieces[i].c == '0')
            return false;
    return s->whole > 0 && q->numerator.n == 0;
}

static bool show_empty(const struct piece *p, struct buffer *out)
{
    bool good = true;
    if (p->kind == PIECE_DIGIT && p->c == '#')
        return true;
    for (size_t i = 0; good && i < p->text.n; i++)
        good = ((unsigned char)p->text.p[i] & 0xC0) == 0x80 || buffer_char(out, ' ');
    return good;
}

static bool show_piece(const struct section *s, size_t i, const struct quotient *q,
                       struct buffer *out)
{
    const struct piece *p = &s->pieces[i];
    bool inside = i >= s->numerator && i < s->denominator_end;
    if (inside && is_empty(s, q))
        return show_empty(p, out);
    if (i >= s->numerator && i < s->numerator_end) {
        int place = (int)(s->numerator_end - 1 - i);
        char c = q->numerator.n == 0 && place == 0 ? '0' : p->c;
        return show_whole(&q->numerator, c, place, i == s->numerator, false, out);
    }
    if (i >= s->denominator && i < s->denominator_end)
        return i > s->denominator || show_denominator(s, q->denominator, out);
    if (p->kind != PIECE_DIGIT)
        return buffer_slice(out, p->text);
    int place = 0;
    for (size_t k = i + 1; k < s->numerator; k++)
        place += s->pieces[k].kind == PIECE_DIGIT;
    char c = q->whole.n == 0 && place == 0 && q->numerator.n == 0 ? '0' : p->c;
    return show_whole(&q->whole, c, place, place + 1 == s->whole, s->grouped, out);
}

bool show_fraction(const struct section *s, const struct shown *f, struct buffer *out)
{
    struct shown v = *f;
    if (v.n > 0)
        v.point += s->shift;
    if (v.point > SHOWN_DIGITS && s->whole == 0)
        return show_general(&v, out);
    const struct quotient q = find(s, &v);
    bool good = true;
    for (size_t i = 0; good && i < s->n; i++)
        good = show_piece(s, i, &q, out);
    return good;
}
