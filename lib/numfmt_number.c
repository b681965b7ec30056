#include "numfmt_int.h"

/* [-4, 11): where General shows no exponent. */
enum { GENERAL_DIGITS = 11, GENERAL_PLACES = 9, GENERAL_MANTISSA = 5 };

static bool put_places(const struct shown *f, struct buffer *out)
{
    int lowest = shown_lowest(f);
    if (lowest >= 0)
        return true;
    bool good = buffer_char(out, '.');
    for (int place = -1; good && place >= lowest; place--)
        good = buffer_char(out, shown_digit(f, place));
    return good;
}

static bool show_exponential(struct shown f, struct buffer *out)
{
    int e = f.point - 1;
    f.point = 1;
    shown_round(&f, GENERAL_MANTISSA);
    if (f.point > 1) {
        f.point = 1;
        e++;
    }
    return buffer_char(out, shown_digit(&f, 0)) && put_places(&f, out) &&
           buffer_printf(out, "E%c%02d", e < 0 ? '-' : '+', e < 0 ? -e : e);
}

/* Eleven characters, the point among them. */
bool show_general(const struct shown *f, struct buffer *out)
{
    struct shown r = *f;
    int before = r.point > 1 ? r.point : 1;
    bool small = r.n > 0 && r.point < -3;
    if (small && shown_lowest(&r) < -GENERAL_PLACES)
        return show_exponential(r, out);
    int places = GENERAL_DIGITS - 1 - before;
    shown_round(&r, places > 0 ? places : 0);
    if (r.point > GENERAL_DIGITS)
        return show_exponential(*f, out);
    bool good = true;
    for (int place = r.point > 1 ? r.point - 1 : 0; good && place >= 0; place--)
        good = buffer_char(out, shown_digit(&r, place));
    return good && put_places(&r, out);
}

static bool put_digit(char c, int place, bool grouped, struct buffer *out)
{
    bool comma = grouped && place > 0 && place % 3 == 0;
    return buffer_char(out, c) && (!comma || buffer_char(out, c == ' ' ? ' ' : ','));
}

bool show_whole(const struct shown *f, char placeholder, int place, bool first, bool grouped,
                struct buffer *out)
{
    bool good = true;
    if (first)
        for (int p = f->point - 1; good && p > place; p--)
            good = put_digit(shown_digit(f, p), p, grouped, out);
    if (!good)
        return false;
    if (place < f->point)
        return put_digit(shown_digit(f, place), place, grouped, out);
    if (placeholder == '#')
        return true;
    return put_digit(placeholder == '0' ? '0' : ' ', place, grouped, out);
}

static bool show_place(const struct shown *f, char placeholder, int place, struct buffer *out)
{
    if (f->n > 0 && place >= shown_lowest(f))
        return buffer_char(out, shown_digit(f, place));
    return placeholder == '#' || buffer_char(out, placeholder == '0' ? '0' : ' ');
}

/* Which power of ten goes into the exponent, so that as many digits stand before the point as have
 * places there; F becomes what is left. */
static int take_exponent(const struct section *s, struct shown *f)
{
    const struct shown whole = *f;
    int step = s->whole > 0 ? s->whole : 1, most = s->whole > 0 ? s->whole : 0;
    if (f->n == 0)
        return 0;
    int size = s->whole > 0 ? f->point - 1 : f->point;
    int e = size / step * step - (size % step < 0 ? step : 0);
    f->point -= e;
    shown_round(f, s->places);
    if (f->point <= most)
        return e;
    *f = whole;
    f->point -= e + step;
    shown_round(f, s->places);
    return e + step;
}

/* Where a number stands among its placeholders. */
struct position {
    int whole, places, exponent; /* still to come */
};

/* A digit of the exponent; its sign goes before the first. */
static bool show_power(const struct section *s, char placeholder, int e, int place,
                       struct buffer *out)
{
    const struct shown power = shown_of((uint64_t)(e < 0 ? -e : e));
    bool first = place + 1 == s->exponent;
    if (first && (e < 0 || s->plus) && !buffer_char(out, e < 0 ? '-' : '+'))
        return false;
    return show_whole(&power, place == 0 ? '0' : placeholder, place, first, false, out);
}

static bool show_piece(const struct section *s, const struct piece *p, const struct shown *f,
                       int e, struct position *at, struct buffer *out)
{
    switch (p->kind) {
    case PIECE_DIGIT:
        if (at->whole > 0) {
            int place = --at->whole;
            return show_whole(f, p->c, place, place + 1 == s->whole, s->grouped, out);
        }
        if (at->places > 0)
            return show_place(f, p->c, --at->places - s->places, out);
        return show_power(s, p->c, e, --at->exponent, out);
    case PIECE_POINT:
        if (s->whole == 0 && f->point > 0 && !show_whole(f, '#', 0, true, s->grouped, out))
            return false;
        return buffer_char(out, '.');
    case PIECE_EXPONENT:
        return buffer_char(out, 'E');
    default:
        return buffer_slice(out, p->text);
    }
}

bool show_number(const struct section *s, struct shown f, struct buffer *out)
{
    struct position at = {s->whole, s->places, s->exponent};
    int e = 0;
    if (f.n > 0)
        f.point += s->shift;
    if (s->exponent > 0)
        e = take_exponent(s, &f);
    else
        shown_round(&f, s->places);
    bool good = true;
    for (size_t i = 0; good && i < s->n; i++)
        good = show_piece(s, &s->pieces[i], &f, e, &at, out);
    return good;
}
