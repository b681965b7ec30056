#include "numfmt_int.h"

/* A section while it is read. */
struct lexing {
    struct slice s; /* still to be read */
    struct section *section;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* WITH in lower case. */
static bool starts(struct slice s, struct slice with)
{
    if (s.n < with.n)
        return false;
    for (size_t i = 0; i < with.n; i++)
        if (lower(s.p[i]) != with.p[i])
            return false;
    return true;
}

static bool is(struct slice s, struct slice word)
{
    return s.n == word.n && starts(s, word);
}

/* Bytes of the character that S begins with. */
static size_t character(struct slice s)
{
    size_t n = 1;
    while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* How often S repeats its first letter. */
static size_t repeated(struct slice s)
{
    size_t n = 1;
    while (n < s.n && lower(s.p[n]) == lower(s.p[0]))
        n++;
    return n;
}

static struct slice take(struct lexing *l, size_t n)
{
    struct slice taken = {l->s.p, n};
    l->s.p += n;
    l->s.n -= n;
    return taken;
}

static void put(struct lexing *l, enum piece_kind kind, size_t n)
{
    char c = *l->s.p;
    struct slice text = take(l, n);
    l->section->pieces[l->section->n++] = (struct piece){kind, c, (unsigned)n, text};
}

static void put_literal(struct lexing *l, struct slice text)
{
    l->section->pieces[l->section->n++] = (struct piece){PIECE_LITERAL, 0, 0, text};
}

/* [<=-25] without its brackets. */
static bool condition(struct section *s, struct slice in)
{
    static const struct {
        const char *sign;
        enum comparison when;
    } signs[] = {{"<=", LESS_EQUAL}, {"<>", UNEQUAL}, {">=", GREATER_EQUAL},
                 {"<", LESS},        {"=", EQUAL},    {">", GREATER}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct slice sign = slice_of(signs[i].sign);
        if (!starts(in, sign))
            continue;
        s->when = signs[i].when;
        return shown_parse(slice_trim((struct slice){in.p + sign.n, in.n - sign.n}), &s->limit);
    }
    return false;
}

static uint32_t hex(struct slice s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = lower(s.p[i]);
        if (c >= '0' && c <= '9')
            v = v << 4 | (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            v = v << 4 | (uint32_t)(c - 'a' + 10);
    }
    return v;
}

/* [$￥-804] without its brackets and the $: a currency, numerals, calendar and language in hex. */
static void currency(struct lexing *l, struct slice in)
{
    struct slice rest = in, symbol = slice_split(&rest, '-');
    if (symbol.n > 0)
        put_literal(l, symbol);
    if (rest.p == NULL)
        return;
    uint32_t id = hex(rest), language = id & 0xFFFF;
    uint32_t calendar = id >> 16 & 0xFF, numerals = id >> 24;
    l->section->chinese = language == 0x804 || language == 0x1004 || language == 4;
    l->section->foreign |= calendar > 1 || numerals > 1;
    /* 0x09 English, 0x7F none; from 0xF000 what the system is set to */
    if ((language & 0x3FF) != 0x09 && (language & 0x3FF) != 0x7F && language > 0 &&
        language < 0xF000 && !l->section->chinese)
        l->section->language = true;
}

static bool is_colour(struct slice in)
{
    static const char *const names[] = {"black",   "blue", "cyan",  "green",
                                        "magenta", "red",  "white", "yellow"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is(in, slice_of(names[i])))
            return true;
    return starts(in, SLICE("color"));
}

static bool bracket(struct lexing *l)
{
    size_t end = 1;
    while (end < l->s.n && l->s.p[end] != ']')
        end++;
    if (end == l->s.n)
        return false;
    struct slice in = {l->s.p + 1, end - 1};
    char c = in.n > 0 ? lower(in.p[0]) : 0;
    if ((c == 'h' || c == 'm' || c == 's') && repeated(in) == in.n) {
        struct piece elapsed = {c == 'h'   ? PIECE_HOURS
                                : c == 'm' ? PIECE_MINUTES
                                           : PIECE_SECONDS,
                                c, (unsigned)in.n, in};
        l->section->pieces[l->section->n++] = elapsed;
    } else if (c == '$') {
        currency(l, (struct slice){in.p + 1, in.n - 1});
    } else if (starts(in, SLICE("dbnum"))) {
        l->section->foreign = l->section->marked = true;
    } else if (is_colour(in) || condition(l->section, in)) {
        l->section->marked = true;
    } else {
        return false;
    }
    take(l, end + 1);
    return true;
}

/* An exclamation mark, itself elsewhere, quotes a sign as a backslash does: programs in Chinese and
 * Japanese have it so (0!.0,"万"). */
static bool exclamation(const struct lexing *l)
{
    return *l->s.p == '!' && l->s.n > 1 && strchr(".,%/", l->s.p[1]) != NULL && l->s.p[1] != 0;
}

/* "..." \x _x *x */
static bool escaped(struct lexing *l)
{
    char c = *l->s.p;
    if (c == '"') {
        size_t end = 1;
        while (end < l->s.n && l->s.p[end] != '"')
            end++;
        if (end == l->s.n)
            return false;
        put_literal(l, (struct slice){l->s.p + 1, end - 1});
        take(l, end + 1);
        return true;
    }
    take(l, 1);
    if (l->s.n == 0)
        return false;
    struct slice x = take(l, character(l->s));
    if (c != '*')
        put_literal(l, c == '_' ? SLICE(" ") : x);
    return true;
}

/* Words: General, in Chinese too, and the halves of a day. */
static bool word(struct lexing *l)
{
    static const struct {
        struct slice text;
        enum piece_kind kind;
    } words[] = {{{"general", 7}, PIECE_GENERAL},
                 {{"g/通用格式", 14}, PIECE_GENERAL},
                 {{"am/pm", 5}, PIECE_HALF},
                 {{"a/p", 3}, PIECE_HALF},
                 {{"上午/下午", 13}, PIECE_HALF}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (starts(l->s, words[i].text)) {
            put(l, words[i].kind, words[i].text.n);
            return true;
        }
    }
    return false;
}

/* Letters of dates. False for others, which stand for themselves. */
static bool date_letter(struct lexing *l)
{
    static const char letters[] = "ymdhsebga";
    static const enum piece_kind kinds[] = {PIECE_YEAR,   PIECE_MONTH, PIECE_DAY,
                                            PIECE_HOUR,   PIECE_SECOND, PIECE_YEAR,
                                            PIECE_BUDDHIST, PIECE_ERA, PIECE_DAY};
    char c = lower(*l->s.p);
    const char *at = c == 0 ? NULL : strchr(letters, c);
    size_t n = repeated(l->s);
    if (at == NULL || (c == 'a' && n < 3) || *l->s.p == 'E')
        return false;
    if (c == 'b' && l->s.n > 1 && (l->s.p[1] == '1' || l->s.p[1] == '2')) { /* calendars */
        l->section->foreign |= l->s.p[1] == '2';
        take(l, 2);
        return true;
    }
    put(l, kinds[at - letters], n);
    struct piece *p = &l->section->pieces[l->section->n - 1];
    p->c = c;
    if (c == 'e')
        p->width = 4;
    return true;
}

static void sign(struct lexing *l)
{
    static const char signs[] = "0#?.,%/@123456789";
    static const enum piece_kind kinds[] = {PIECE_DIGIT, PIECE_DIGIT,   PIECE_DIGIT, PIECE_POINT,
                                            PIECE_COMMA, PIECE_PERCENT, PIECE_BAR,   PIECE_TEXT};
    char c = *l->s.p;
    const char *at = c == 0 ? NULL : strchr(signs, c);
    if (at == NULL)
        put_literal(l, take(l, character(l->s)));
    else
        put(l, at - signs < 8 ? kinds[at - signs] : PIECE_NUMERAL, 1);
}

static bool exponent(struct lexing *l)
{
    if (l->s.n < 2 || (l->s.p[1] != '+' && l->s.p[1] != '-'))
        return false;
    put(l, PIECE_EXPONENT, 2);
    return true;
}

bool section_lex(struct slice *code, struct section *s)
{
    struct lexing l = {*code, s};
    bool good = true;
    while (good && l.s.n > 0 && *l.s.p != ';') {
        char c = *l.s.p;
        if (c == '"' || c == '\\' || c == '_' || c == '*' || exclamation(&l))
            good = escaped(&l);
        else if (c == '[')
            good = bracket(&l);
        else if (c == 'E')
            good = exponent(&l);
        else if (!word(&l) && !date_letter(&l))
            sign(&l);
    }
    *code = l.s;
    return good;
}
