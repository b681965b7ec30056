#include "expr_lex.h"

#include <stdint.h>
#include <stdio.h>

#include "functions.h"
#include "i18n.h"
#include "text.h"

static const struct {
    const char *word;
    enum token_kind kind;
} reserved[] = {
    {"and", TOKEN_AND},      {"且", TOKEN_AND},        {"并且", TOKEN_AND},
    {"or", TOKEN_OR},        {"或", TOKEN_OR},         {"或者", TOKEN_OR},
    {"not", TOKEN_NOT},      {"非", TOKEN_NOT},        {"in", TOKEN_IN},
    {"属于", TOKEN_IN},      {"不属于", TOKEN_NOT_IN}, {"between", TOKEN_BETWEEN},
    {"介于", TOKEN_BETWEEN}, {"where", TOKEN_WHERE},   {"其中", TOKEN_WHERE},
    {"over", TOKEN_OVER},    {"按", TOKEN_OVER},       {"true", TOKEN_TRUE},
    {"真", TOKEN_TRUE},      {"是", TOKEN_TRUE},       {"false", TOKEN_FALSE},
    {"假", TOKEN_FALSE},     {"否", TOKEN_FALSE},
};

bool word_is_value(struct slice name)
{
    return same_word(name, "value") || same_word(name, "测度值");
}

bool word_is_all(struct slice name)
{
    return same_word(name, "all") || same_word(name, "全体");
}

bool word_is_others(struct slice name)
{
    return same_word(name, "others") || same_word(name, "其他");
}

bool word_is_within(struct slice name)
{
    return same_word(name, "within") || same_word(name, "滚动");
}

bool word_is_days(struct slice name)
{
    return same_word(name, "days") || same_word(name, "day") || same_word(name, "天") ||
           same_word(name, "日");
}

bool word_is_of(struct slice name)
{
    return same_word(name, "of") || same_word(name, "依");
}

bool lex_fail(struct lexer *l, size_t at, const char *format, ...)
{
    char text[sizeof l->error->text];
    va_list ap;
    va_start(ap, format);
    if (vsnprintf(text, sizeof text, format, ap) < 0)
        text[0] = '\0';
    va_end(ap);
    size_t character = text_length((struct slice){l->text.p, at}) + 1;
    l->status = error_set(l->error, ST_USAGE, _("at character %zu: %s"), character, text);
    return false;
}

bool lex_memory(struct lexer *l)
{
    l->status = error_memory(l->error);
    return false;
}

/* The code point at AT and its length in bytes; 0 and 0 at the end. */
static uint32_t code_point(struct slice s, size_t at, size_t *n)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    if (at >= s.n) {
        *n = 0;
        return 0;
    }
    *n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t c = *n == 1 ? p[0] : p[0] & (0x7fU >> *n);
    for (size_t i = 1; i < *n; i++)
        c = c << 6 | (p[i] & 0x3fU);
    return c;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_wide_digit(uint32_t c)
{
    return c >= 0xff10 && c <= 0xff19;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 || c == 0x3000;
}

/* Beyond ASCII everything is a letter but controls, blanks, punctuation, signs and full-width
 * digits. */
static bool is_letter(uint32_t c)
{
    static const uint32_t others[][2] = {
        {0x80, 0xa9},     {0xab, 0xb4},     {0xb6, 0xb6},     {0xb8, 0xb9},     {0xbb, 0xbf},
        {0xd7, 0xd7},     {0xf7, 0xf7},     {0x2000, 0x206f}, {0x20a0, 0x20cf}, {0x2190, 0x245f},
        {0x2500, 0x2bff}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0xfe10, 0xfe1f},
        {0xfe30, 0xfe6f}, {0xfeff, 0xfeff}, {0xff00, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65},
        {0xffe0, 0xffff},
    };
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (c >= others[i][0] && c <= others[i][1])
            return false;
    return true;
}

static bool goes_on(uint32_t c)
{
    return is_letter(c) || is_digit(c) || is_wide_digit(c);
}

/* Signs as a Chinese keyboard types them are read as their ASCII twins. */
static uint32_t sign_at(struct slice s, size_t at, size_t *n)
{
    uint32_t c = code_point(s, at, n);
    if (c > 0xff00 && c < 0xff5f && !is_letter(c) && !is_wide_digit(c))
        return c - 0xff00 + 0x20;
    return c;
}

static char byte_at(const struct lexer *l, size_t at)
{
    return at < l->text.n ? l->text.p[at] : '\0';
}

static size_t digits_end(const struct lexer *l, size_t at)
{
    while (is_digit((unsigned char)byte_at(l, at)))
        at++;
    return at;
}

static size_t name_end(const struct lexer *l, size_t at)
{
    size_t n, next;
    for (;;) {
        uint32_t c = code_point(l->text, at, &n);
        if (n == 0)
            return at;
        /* A point stays within a name only between words: `a.x`, but not `a..b`. */
        if (!goes_on(c) && !(c == '.' && is_letter(code_point(l->text, at + 1, &next))))
            return at;
        at += n;
    }
}

static struct slice part(const struct lexer *l, size_t from, size_t to)
{
    return (struct slice){l->text.p + from, to - from};
}

static bool lex_name(struct lexer *l, struct token *t)
{
    t->end = name_end(l, t->at);
    t->text = part(l, t->at, t->end);
    t->kind = TOKEN_NAME;
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (same_word(t->text, reserved[i].word))
            t->kind = reserved[i].kind;
    return true;
}

/* Where the CLOSE that ends a quotation stands, or SIZE_MAX; a doubled one does not end it. */
static size_t quotation_end(const struct lexer *l, size_t at, uint32_t close)
{
    size_t n, second;
    for (;; at += n) {
        uint32_t c = code_point(l->text, at, &n);
        if (n == 0)
            return SIZE_MAX;
        if (c != close)
            continue;
        if (code_point(l->text, at + n, &second) != close)
            return at;
        at += n;
    }
}

/* Text or a backquoted name, without its quotes and the second of doubled ones. */
static bool lex_quoted(struct lexer *l, struct token *t, size_t open, uint32_t close)
{
    size_t n, used = 0, from = t->at + open, end = quotation_end(l, from, close);
    if (end == SIZE_MAX)
        return lex_fail(l, t->at, _("the quote that opens here is not closed"));
    char *text = arena_alloc(l->arena, end - from + 1);
    if (text == NULL)
        return lex_memory(l);
    for (size_t at = from; at < end; at += n) {
        bool doubled = code_point(l->text, at, &n) == close;
        memcpy(text + used, l->text.p + at, n);
        used += n;
        at += doubled ? n : 0;
    }
    code_point(l->text, end, &n);
    t->end = end + n;
    t->text = (struct slice){text, used};
    return true;
}

/* 2024-03, 2024-03-05: four digits and then groups, without blanks. *IS is false for anything else.
 */
static bool lex_period(struct lexer *l, struct token *t, bool *is)
{
    size_t end = digits_end(l, t->at);
    *is =
        end - t->at == 4 && byte_at(l, end) == '-' && is_digit((unsigned char)byte_at(l, end + 1));
    if (!*is)
        return true;
    while (byte_at(l, end) == '-' && is_digit((unsigned char)byte_at(l, end + 1)))
        end = digits_end(l, end + 1);
    struct slice s = part(l, t->at, end);
    bool zoned;
    size_t n;
    t->kind = TOKEN_PERIOD;
    t->end = end;
    t->type = s.n == 7 ? T_MONTH : T_DATE;
    uint32_t after = sign_at(l->text, end, &n);
    bool fraction = after == '.' && is_digit((unsigned char)byte_at(l, end + 1));
    if (goes_on(after) || after == '%' || fraction ||
        !date_parse(s, type_span(t->type), &t->whole, &zoned)) {
        char shown[QUOTE_SIZE];
        return lex_fail(
            l, t->at,
            _("'%s' is neither a date (2024-03-05) nor a month (2024-03); to subtract, put blanks "
              "around the minus"),
            quote(shown, part(l, t->at, name_end(l, end))));
    }
    return true;
}

static bool number_fail(struct lexer *l, const struct token *t, enum num_result why)
{
    char shown[QUOTE_SIZE];
    quote(shown, part(l, t->at, t->end));
    if (why == NUM_TOO_LARGE)
        return lex_fail(l, t->at, _("number too large: '%s'; 38 digits are taken"), shown);
    if (why == NUM_TOO_FINE)
        return lex_fail(l, t->at, _("number too fine: '%s'; 18 digits behind the point are taken"),
                        shown);
    return lex_fail(l, t->at, _("no number: '%s'"), shown);
}

static bool lex_number(struct lexer *l, struct token *t)
{
    bool period, zoned;
    size_t n;
    if (!lex_period(l, t, &period) || period)
        return l->status == ST_OK;
    t->end = digits_end(l, t->at);
    if (t->end - t->at == 4 && byte_at(l, t->end) == 'Q' && name_end(l, t->end) == t->end + 2 &&
        date_parse(part(l, t->at, t->end + 2), SPAN_QUARTER, &t->whole, &zoned)) {
        t->kind = TOKEN_PERIOD;
        t->type = T_QUARTER;
        t->end += 2;
        return true;
    }
    if (byte_at(l, t->end) == '.' && is_digit((unsigned char)byte_at(l, t->end + 1)))
        t->end = digits_end(l, t->end + 1);
    t->kind = TOKEN_NUMBER;
    enum num_result r = num_parse(part(l, t->at, t->end), &t->number);
    if (r != NUM_OK)
        return number_fail(l, t, r);
    if (sign_at(l->text, t->end, &n) == '%') {
        t->end += n;
        if (!num_percent(&t->number))
            return number_fail(l, t, NUM_TOO_FINE);
    }
    if (goes_on(code_point(l->text, t->end, &n))) {
        char shown[QUOTE_SIZE];
        return lex_fail(
            l, t->at,
            _("'%s' is no number (numbers bear no unit); a column whose name begins with a digit "
              "stands in backquotes"),
            quote(shown, part(l, t->at, name_end(l, t->end))));
    }
    return true;
}

static bool strange(struct lexer *l, const struct token *t, uint32_t c)
{
    char shown[QUOTE_SIZE];
    quote(shown, part(l, t->at, t->end));
    if (is_wide_digit(c))
        return lex_fail(l, t->at, _("full-width digit '%s'; type digits at half width"), shown);
    switch (c) {
    case '"':
    case 0x201c:
    case 0x201d:
        return lex_fail(
            l, t->at,
            _("text stands in single quotes ('text'), a strange name in backquotes (`name`)"));
    case '%':
        return lex_fail(l, t->at,
                        _("%% follows a number directly (15%%); mod(a, b) gives a remainder"));
    case '&':
    case '|':
    case '!':
        return lex_fail(l, t->at, _("'%s' cannot stand here; write and, or, not"), shown);
    case '$':
    case 0xa5:
    case 0xffe5:
        return lex_fail(l, t->at, _("'%s' cannot stand here; a parameter is written $name"), shown);
    case '#':
        return lex_fail(
            l, t->at,
            _("'#' cannot stand here; a spreadsheet writes such as #NAME? where it took text for a "
              "formula: format the column as text and type the expression again"));
    default:
        return lex_fail(l, t->at,
                        _("'%s' cannot stand here; a name that holds it stands in backquotes"),
                        shown);
    }
}

static bool take(struct token *t, enum token_kind kind, size_t more)
{
    t->kind = kind;
    t->end += more;
    return true;
}

/* `$` and a name, full-width or not. */
static bool lex_parameter(struct lexer *l, struct token *t, size_t sign)
{
    size_t n, from = t->at + sign;
    t->end = from;
    if (!is_letter(code_point(l->text, from, &n)))
        return strange(l, t, '$');
    t->end = name_end(l, from);
    t->text = part(l, from, t->end);
    t->kind = TOKEN_PARAMETER;
    return true;
}

static bool lex_sign(struct lexer *l, struct token *t)
{
    size_t first, n;
    uint32_t c = sign_at(l->text, t->at, &first), d = sign_at(l->text, t->at + first, &n);
    t->end = t->at + first;
    switch (c) {
    case '(': return take(t, TOKEN_OPEN, 0);
    case ')': return take(t, TOKEN_CLOSE, 0);
    case ',': return take(t, TOKEN_COMMA, 0);
    case '.': return d == '.' ? take(t, TOKEN_RANGE, n) : take(t, TOKEN_POINT, 0);
    case '+': return take(t, TOKEN_ADD, 0);
    case '-':
    case 0x2212: return take(t, TOKEN_SUB, 0);
    case '*':
    case 0xd7: return take(t, TOKEN_MUL, 0);
    case '/':
    case 0xf7: return take(t, TOKEN_DIV, 0);
    case '=':
        if (d == '=')
            return lex_fail(l, t->at, _("write = once to compare"));
        return take(t, TOKEN_EQ, 0);
    case '<':
        return d == '='   ? take(t, TOKEN_LE, n)
               : d == '>' ? take(t, TOKEN_NE, n)
                          : take(t, TOKEN_LT, 0);
    case '>': return d == '=' ? take(t, TOKEN_GE, n) : take(t, TOKEN_GT, 0);
    case '!':
        if (d == '=' || d == '~')
            return take(t, d == '=' ? TOKEN_NE : TOKEN_NOT_MATCH, n);
        return strange(l, t, c);
    case 0x2260: return take(t, TOKEN_NE, 0);
    case 0x2264: return take(t, TOKEN_LE, 0);
    case 0x2265: return take(t, TOKEN_GE, 0);
    case '~': return take(t, TOKEN_MATCH, 0);
    case '$':
        return lex_parameter(l, t, first);
    default: return strange(l, t, c);
    }
}

bool lex_next(struct lexer *l, struct token *out)
{
    size_t n;
    uint32_t c;
    while (is_blank(c = code_point(l->text, l->at, &n)))
        l->at += n;
    *out = (struct token){.kind = TOKEN_END, .at = l->at, .end = l->at};
    bool good = true;
    if (n == 0) {
        /* the end */
    } else if (is_digit(c) || (c == '.' && is_digit((unsigned char)byte_at(l, l->at + 1)))) {
        good = lex_number(l, out);
    } else if (is_letter(c)) {
        good = lex_name(l, out);
    } else if (c == '\'' || c == 0xff07 || c == 0x2018 || c == 0x2019) {
        out->kind = TOKEN_TEXT;
        good = lex_quoted(l, out, n, c == 0x2018 ? 0x2019 : c);
    } else if (c == '`' || c == 0xff40) {
        out->kind = TOKEN_BACKQUOTED;
        good = lex_quoted(l, out, n, c);
    } else {
        good = lex_sign(l, out);
    }
    l->at = out->end;
    return good;
}

bool lex_bare(struct slice name)
{
    size_t n;
    if (word_is_value(name) || word_is_all(name) || word_is_others(name) ||
        !is_letter(code_point(name, 0, &n)))
        return false;
    struct lexer l = {.text = name};
    struct token t = {.at = 0};
    return lex_name(&l, &t) && t.kind == TOKEN_NAME && t.end == name.n;
}

bool lex_ends_name(struct slice text, size_t n)
{
    size_t length;
    return !goes_on(code_point(text, n, &length));
}
