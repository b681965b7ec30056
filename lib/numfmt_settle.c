#include "numfmt_int.h"

static bool is_date(enum piece_kind kind)
{
    return kind >= PIECE_YEAR;
}

static bool has(const struct section *s, enum piece_kind kind)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->pieces[i].kind == kind)
            return true;
    return false;
}

static bool has_date(const struct section *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_date(s->pieces[i].kind))
            return true;
    return false;
}

static void as_literal(struct piece *p)
{
    p->kind = PIECE_LITERAL;
}

/* Signs that mean something only beside digits. */
static void signs_as_literals(struct section *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct piece *p = &s->pieces[i];
        if (p->kind == PIECE_POINT || p->kind == PIECE_COMMA || p->kind == PIECE_BAR ||
            p->kind == PIECE_NUMERAL || p->kind == PIECE_PERCENT)
            as_literal(p);
    }
}

/* The piece of a date or time next to I, in direction STEP; LITERAL where there is none. */
static enum piece_kind neighbour(const struct section *s, size_t i, bool ahead)
{
    while (ahead ? ++i < s->n : i-- > 0)
        if (is_date(s->pieces[i].kind) && s->pieces[i].kind != PIECE_HALF)
            return s->pieces[i].kind;
    return PIECE_LITERAL;
}

/* An m is a minute behind hours and before seconds, otherwise a month. */
static void tell_minutes(struct section *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct piece *p = &s->pieces[i];
        if (p->kind != PIECE_MONTH || p->width > 2)
            continue;
        enum piece_kind before = neighbour(s, i, false), behind = neighbour(s, i, true);
        if (before == PIECE_HOUR || before == PIECE_HOURS || behind == PIECE_SECOND ||
            behind == PIECE_SECONDS)
            p->kind = PIECE_MINUTE;
    }
}

/* A point and zeros are fractions of a second; other digits have no place in a date. */
static bool take_subseconds(struct section *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        struct piece p = s->pieces[i];
        unsigned zeros = 0;
        if (p.kind == PIECE_POINT)
            while (i + 1 < s->n && s->pieces[i + 1].kind == PIECE_DIGIT &&
                   s->pieces[i + 1].c == '0') {
                zeros++;
                i++;
            }
        if (p.kind == PIECE_DIGIT || p.kind == PIECE_EXPONENT || p.kind == PIECE_PERCENT ||
            zeros > 9)
            return false;
        if (zeros > 0) {
            p.kind = PIECE_SUBSECOND;
            p.width = zeros;
            s->subsecond = zeros > s->subsecond ? zeros : s->subsecond;
        }
        s->pieces[n++] = p;
    }
    s->n = n;
    return true;
}

static bool settle_date(struct section *s)
{
    bool lasting = false, other = false, minutes = false, hours = false;
    s->kind = SECTION_DATE;
    if (has(s, PIECE_GENERAL) || has(s, PIECE_TEXT) || !take_subseconds(s))
        return false;
    tell_minutes(s);
    signs_as_literals(s);
    for (size_t i = 0; i < s->n; i++) {
        enum piece_kind kind = s->pieces[i].kind;
        /* elapsed time counts what larger units would have taken */
        if ((kind == PIECE_MINUTES && hours) || (kind == PIECE_SECONDS && (hours || minutes)))
            return false;
        bool elapsed = kind == PIECE_HOURS || kind == PIECE_MINUTES || kind == PIECE_SECONDS;
        hours |= kind == PIECE_HOUR || kind == PIECE_HOURS;
        minutes |= kind == PIECE_MINUTE || kind == PIECE_MINUTES;
        lasting |= elapsed;
        other |= is_date(kind) && !elapsed;
        s->half |= kind == PIECE_HALF;
        s->named |= (kind == PIECE_MONTH || kind == PIECE_DAY) && s->pieces[i].width > 2;
    }
    s->lasting = lasting && !other;
    return true;
}

/* Whether a digit stands at I or behind it in the same part of a number: before the point, behind
 * it, the exponent. */
static bool more_digits(const struct section *s, size_t i)
{
    for (; i < s->n; i++) {
        enum piece_kind kind = s->pieces[i].kind;
        if (kind == PIECE_POINT || kind == PIECE_EXPONENT)
            return false;
        if (kind == PIECE_DIGIT)
            return true;
    }
    return false;
}

/* Commas before END: between digits they group them, behind the last digit each takes a thousand
 * away, beside none they are themselves. */
static void take_commas(struct section *s, size_t end)
{
    bool digits = false, behind = false;
    for (size_t i = 0, next; i < end; i = next) {
        enum piece_kind kind = s->pieces[i].kind;
        next = i + 1;
        digits |= kind == PIECE_DIGIT;
        behind |= kind == PIECE_POINT;
        if (kind != PIECE_COMMA)
            continue;
        while (next < s->n && s->pieces[next].kind == PIECE_COMMA)
            next++;
        enum piece_kind before = i == 0 ? PIECE_LITERAL : s->pieces[i - 1].kind;
        bool beside = digits && (before == PIECE_DIGIT || before == PIECE_POINT ||
                                 before == PIECE_NUMERAL);
        if (beside && next < s->n && s->pieces[next].kind == PIECE_DIGIT)
            s->grouped |= !behind;
        else if (beside && !more_digits(s, next))
            s->shift -= 3 * (int)(next - i);
        for (size_t k = i; k < next; k++) {
            as_literal(&s->pieces[k]);
            if (beside)
                s->pieces[k].text.n = 0;
        }
    }
}

/* The digits and signs behind the bar are a denominator that is given, or one that is sought. */
static bool settle_denominator(struct section *s, size_t i)
{
    while (i < s->n && s->pieces[i].kind == PIECE_LITERAL)
        i++;
    s->denominator = i;
    s->fixed = 0;
    bool given = i < s->n && s->pieces[i].kind == PIECE_NUMERAL;
    for (; i < s->n; i++) {
        const struct piece *p = &s->pieces[i];
        if (p->kind != PIECE_DIGIT && !(given && p->kind == PIECE_NUMERAL))
            break;
        if (given && p->c != '0' && p->kind == PIECE_DIGIT)
            break;
        if (given && s->fixed > 9999999)
            return false;
        if (given)
            s->fixed = s->fixed * 10 + (unsigned)(p->c - '0');
    }
    s->denominator_end = i;
    return i > s->denominator;
}

/* Finds numerator and denominator beside the bar; false where one is missing. */
static bool find_fraction(struct section *s, size_t bar)
{
    size_t i = bar;
    while (i > 0 && s->pieces[i - 1].kind == PIECE_LITERAL)
        i--;
    s->numerator_end = i;
    while (i > 0 && s->pieces[i - 1].kind == PIECE_DIGIT)
        i--;
    s->numerator = i;
    return s->numerator < s->numerator_end && settle_denominator(s, bar + 1);
}

static bool settle_fraction(struct section *s, size_t bar)
{
    s->kind = SECTION_FRACTION;
    take_commas(s, s->numerator);
    for (size_t i = 0; i < s->n; i++) {
        struct piece *p = &s->pieces[i];
        bool beside = i < s->numerator || i >= s->denominator_end;
        if (p->kind == PIECE_POINT || p->kind == PIECE_EXPONENT)
            return false;
        if (p->kind == PIECE_DIGIT && i >= s->denominator_end)
            return false;
        if (p->kind == PIECE_DIGIT && i < s->numerator)
            s->whole++;
        else if (p->kind == PIECE_PERCENT)
            s->shift += 2;
        else if ((p->kind == PIECE_NUMERAL && beside) || (p->kind == PIECE_BAR && i != bar))
            as_literal(p);
    }
    return true;
}

static bool settle_number(struct section *s)
{
    int *part = &s->whole;
    bool point = false, digits = false;
    s->kind = SECTION_NUMBER;
    take_commas(s, s->n);
    for (size_t i = 0; i < s->n; i++) {
        struct piece *p = &s->pieces[i];
        if (p->kind == PIECE_DIGIT) {
            ++*part;
            digits = true;
        } else if (p->kind == PIECE_POINT && !point && part == &s->whole) {
            point = true;
            part = &s->places;
        } else if (p->kind == PIECE_EXPONENT) {
            if (part == &s->exponent || !digits || !more_digits(s, i + 1))
                return false;
            part = &s->exponent;
            s->plus = p->text.p[1] == '+';
        } else if (p->kind == PIECE_PERCENT) {
            s->shift += 2;
        } else {
            as_literal(p);
        }
    }
    return true;
}

bool section_settle(struct section *s)
{
    if (s->n == 0 && s->marked)
        s->pieces[s->n++] = (struct piece){.kind = PIECE_GENERAL};
    if (has_date(s))
        return settle_date(s);
    if (has(s, PIECE_TEXT) || has(s, PIECE_GENERAL)) {
        bool digits = has(s, PIECE_DIGIT) || has(s, PIECE_EXPONENT);
        s->kind = has(s, PIECE_TEXT) ? SECTION_TEXT : SECTION_GENERAL;
        signs_as_literals(s);
        return !digits;
    }
    for (size_t i = 0; i < s->n; i++)
        if (s->pieces[i].kind == PIECE_BAR && find_fraction(s, i))
            return settle_fraction(s, i);
    return settle_number(s);
}
