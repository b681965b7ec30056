/* One way of writing for what has many: widths, minus signs, blanks, the figures of documents. */
#include "text.h"
#include "tidy_int.h"

static bool is_invisible(uint32_t u)
{
    return (u >= 0x200b && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) || u == 0x2060 ||
           u == 0xfeff;
}

/* Blanks that separate groups of digits: no-break, figure, thin, narrow no-break. */
static bool is_narrow(uint32_t u)
{
    return u == 0xa0 || u == 0x2007 || u == 0x2009 || u == 0x202f;
}

static const struct {
    uint32_t from;
    const char *to;
} folds[] = {
    {0x2010, "-"},   {0x2011, "-"},   {0x2013, "-"},   {0x2212, "-"},   {0xfe63, "-"},
    {0xff0d, "-"},   {0x2236, ":"},   {0xfe6a, "%"},   {0xffe5, "\u00a5"}, /* ¥ */
    {0x58f9, "一"},  {0x8d30, "二"},  {0x8cb3, "二"},  {0x53c1, "三"},  {0x53c3, "三"},
    {0x8086, "四"},  {0x4f0d, "五"},  {0x9646, "六"},  {0x9678, "六"},  {0x67d2, "七"},
    {0x634c, "八"},  {0x7396, "九"},  {0x62fe, "十"},  {0x4f70, "百"},  {0x4edf, "千"},
    {0x842c, "万"},  {0x5104, "亿"},  {0x5706, "元"},  {0x5713, "元"},  {0x3007, "零"},
};

static const char *folded_as(uint32_t u)
{
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        if (folds[i].from == u)
            return folds[i].to;
    return NULL;
}

static bool put(struct folded *out, const char *p, size_t n)
{
    if (n > sizeof out->p - out->n)
        return false;
    memcpy(out->p + out->n, p, n);
    out->n += n;
    return true;
}

static bool put_narrow(struct folded *out, struct slice rest)
{
    struct slice next = rest;
    uint32_t u = rest.n > 0 ? text_take(&next) : 0;
    bool between = out->n > 0 && is_digit(out->p[out->n - 1]) &&
                   ((u >= '0' && u <= '9') || (u >= 0xff10 && u <= 0xff19));
    return put(out, between ? "," : " ", 1);
}

/* How many bytes S begins with that are themselves. */
static size_t plain_bytes(struct slice s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] > 0x20 && s.p[n] < 0x7f)
        n++;
    return n;
}

bool tidy_fold(struct slice s, struct folded *out)
{
    size_t plain = plain_bytes(s);
    out->n = 0;
    if (!put(out, s.p, plain))
        return false;
    s = slice_from(s, plain);
    while (s.n > 0) {
        const char *start = s.p;
        uint32_t u = text_take(&s);
        const char *as;
        bool room = true;
        if (u < 0x80 && u > 0x20) {
            room = put(out, start, 1);
        } else if (u > 0xff00 && u < 0xff5f && u != 0xff0d) {
            char c = (char)(u - 0xff01 + 0x21);
            room = put(out, &c, 1);
        } else if (is_invisible(u)) {
            continue;
        } else if (is_narrow(u)) {
            room = put_narrow(out, s);
        } else if (text_is_blank(u)) {
            room = put(out, " ", 1);
        } else if ((as = folded_as(u)) != NULL) {
            room = put(out, as, strlen(as));
        } else {
            room = put(out, start, (size_t)(s.p - start));
        }
        if (!room)
            return false;
    }
    return true;
}

bool tidy_take(struct slice *s, const char *word)
{
    size_t n = 0;
    for (; word[n] != '\0'; n++) {
        if (n == s->n)
            return false;
        char c = s->p[n], w = word[n];
        bool letter = w >= 'A' && w <= 'Z';
        if (c != w && !(letter && c == w + ('a' - 'A')))
            return false;
    }
    *s = slice_from(*s, n);
    return true;
}

int tidy_take_any(struct slice *s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (tidy_take(s, words[i]))
            return (int)i;
    return -1;
}

bool tidy_is_any(struct slice s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct slice rest = s;
        if (tidy_take(&rest, words[i]) && rest.n == 0)
            return true;
    }
    return false;
}

size_t tidy_digits(struct slice s)
{
    size_t n = 0;
    while (n < s.n && is_digit(s.p[n]))
        n++;
    return n;
}

/* Each alone or again and again: ——, ---. */
enum placeholder tidy_placeholder(struct slice s)
{
    static const char *const marks[] = {"/", "-", "—", "―", "─"};
    static const char *const words[] = {"无", "暂无", "N/A", "NULL", "(NULL)"};
    enum { MARKS = sizeof marks / sizeof *marks, WORDS = sizeof words / sizeof *words };
    enum { AGAIN = 4, LONGEST = 12 };
    if (s.n == 0 || s.n > LONGEST || is_digit(s.p[0]))
        return NO_PLACEHOLDER;
    if (tidy_is_any(s, words, WORDS))
        return A_WORD;
    for (size_t i = 0; i < MARKS; i++) {
        struct slice rest = s;
        int n = 0;
        while (n < AGAIN && tidy_take(&rest, marks[i]))
            n++;
        if (n > 0 && rest.n == 0)
            return i == 0 ? A_SLASH : A_DASH;
    }
    return NO_PLACEHOLDER;
}

bool tidy_formula_error(struct slice s)
{
    static const char *const errors[] = {"#N/A",    "#REF!",  "#VALUE!", "#DIV/0!", "#NAME?",
                                         "#NUM!",   "#NULL!", "#SPILL!", "#CALC!"};
    return s.n > 0 && s.p[0] == '#' &&
           tidy_is_any(s, errors, sizeof errors / sizeof *errors);
}
