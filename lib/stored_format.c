/* What number formats say of numbers: date, time, percentage. */
#include "stored.h"

struct section {
    struct format f;
    bool shows;   /* a number, in whatever way */
    bool month;   /* an m, which is a minute beside hours or seconds */
    bool minutes; /* an h or s */
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(struct slice s, const char *word)
{
    size_t n = strlen(word);
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(s.p[i]) != word[i])
            return false;
    return true;
}

static void skip(struct slice *s, size_t n)
{
    n = n < s->n ? n : s->n;
    s->p += n;
    s->n -= n;
}

/* The character at the beginning of S, with the bytes that continue it. */
static size_t character(struct slice s)
{
    size_t n = s.n > 0;
    while (n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* [h] [mm] [ss]: elapsed time; else a colour, a condition, a language. Returns its length. */
static size_t take_bracket(struct slice s, struct section *x)
{
    const char *end = memchr(s.p, ']', s.n);
    size_t n = end != NULL ? (size_t)(end - s.p) + 1 : s.n;
    char letter = n > 2 ? lower(s.p[1]) : '\0';
    bool elapsed = end != NULL && (letter == 'h' || letter == 'm' || letter == 's');
    for (size_t i = 1; elapsed && i + 1 < n; i++)
        elapsed = lower(s.p[i]) == letter;
    if (elapsed)
        x->f.lasting = x->f.clock = x->minutes = x->shows = true;
    return n;
}

static size_t take_quoted(struct slice s)
{
    const char *end = memchr(s.p + 1, '"', s.n - 1);
    return end != NULL ? (size_t)(end - s.p) + 1 : s.n;
}

/* Digits of a second behind the point at the beginning of S. */
static size_t take_places(struct slice s, struct section *x)
{
    size_t n = 1;
    while (n < s.n && s.p[n] == '0')
        n++;
    if (n > 1 && x->f.clock)
        x->f.places = (uint8_t)(n - 1 < 3 ? n - 1 : 3);
    x->shows = x->shows || n > 1;
    return n;
}

static size_t take_letter(struct slice s, struct section *x)
{
    char c = lower(s.p[0]), next = s.n > 1 ? s.p[1] : '\0';
    if (begins(s, "general") || begins(s, "g/")) { /* G/通用格式, as some write it */
        x->shows = true;
        return s.p[1] == '/' ? 2 : 7;
    }
    if (begins(s, "am/pm") || begins(s, "a/p")) {
        x->f.clock = x->minutes = x->shows = true;
        return s.p[1] == '/' ? 3 : 5;
    }
    if (c == 'e' && (next == '+' || next == '-')) {
        x->shows = true;
        return 2;
    }
    switch (c) {
    case 'y':
    case 'd':
    case 'e': /* the year of an era */
    case 'a': /* aaa, aaaa: the day of the week */
    case 'g':
    case 'b':
        x->f.calendar = x->shows = true;
        break;
    case 'm':
        x->month = x->shows = true;
        break;
    case 'h':
    case 's':
        x->f.clock = x->minutes = x->shows = true;
        break;
    default:
        break;
    }
    return 1;
}

static size_t take(struct slice s, struct section *x)
{
    switch (s.p[0]) {
    case '"':
        return take_quoted(s);
    case '\\':
    case '_':
    case '*':
        return 1 + character((struct slice){s.p + 1, s.n - 1});
    case '[':
        return take_bracket(s, x);
    case '.':
        return take_places(s, x);
    case '%':
        x->f.percent = true;
        return 1;
    case '0':
    case '#':
    case '?':
    case '@':
        x->shows = true;
        return 1;
    default:
        return take_letter(s, x);
    }
}

struct format format_of(struct slice code)
{
    struct section x = {0};
    while (code.n > 0) {
        if (code.p[0] == ';') {
            if (x.shows)
                break;
            x = (struct section){0};
            skip(&code, 1);
        } else {
            skip(&code, take(code, &x));
        }
    }
    if (x.month)
        *(x.minutes ? &x.f.clock : &x.f.calendar) = true;
    x.f.day = x.f.calendar || x.f.clock;
    x.f.percent = x.f.percent && !x.f.day;
    if (x.f.calendar)
        x.f.lasting = false;
    return x.f;
}

struct format format_builtin(unsigned id)
{
    struct format date = {.day = true, .calendar = true}, time = {.day = true, .clock = true};
    struct format both = {.day = true, .calendar = true, .clock = true};
    if (id == 9 || id == 10)
        return (struct format){.percent = true};
    if ((id >= 18 && id <= 21) || id == 45 || (id >= 32 && id <= 35) || id == 55 || id == 56)
        return time;
    if (id == 46)
        return (struct format){.day = true, .clock = true, .lasting = true};
    if (id == 47)
        return (struct format){.day = true, .clock = true, .places = 1};
    if (id == 22)
        return both;
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return date;
    return (struct format){0};
}
