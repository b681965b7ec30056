/* Codes: nothing of them is changed but what can mean nothing else. */
#include "identity.h"
#include "text.h"
#include "tidy_int.h"

enum { KEPT = 15, CODE = 18 }; /* digits that programs keep of a number; characters of a code */

bool tidy_is_exponent(struct slice s)
{
    size_t whole = tidy_digits(s);
    s = slice_from(s, whole);
    if (take_char(&s, '.'))
        s = slice_from(s, tidy_digits(s));
    bool mark = whole == 1 && take_char(&s, 'E') && take_char(&s, '+');
    size_t n = tidy_digits(s);
    return mark && n >= 2 && n <= 3 && n == s.n;
}

/* 18 digits or more, zeros behind the fifteenth. */
static bool looks_rounded(struct slice s)
{
    size_t digits = tidy_digits(s);
    if (digits < CODE || digits < s.n)
        return false;
    for (size_t i = KEPT; i < digits; i++)
        if (s.p[i] != '0')
            return false;
    return true;
}

static enum fault plain_id(const struct tidying *t, struct slice s)
{
    if (tidy_is_exponent(s))
        return FAULT_ID_ROUNDED;
    *t->notes |= looks_rounded(s) ? TIDY_DAMAGED : 0;
    buffer_slice(t->out, s);
    return FAULT_NONE;
}

/* Full width to half, capitals, no blanks: neither kind of code knows others. */
static bool fold_code(struct slice s, struct folded *out)
{
    size_t n = 0;
    if (!tidy_fold(s, out))
        return false;
    for (size_t i = 0; i < out->n; i++) {
        char c = out->p[i];
        if (c == ' ')
            continue;
        out->p[n++] = c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
    }
    out->n = n;
    return true;
}

static bool shaped(struct slice s, bool uscc)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRTUWXY";
    if (s.n != CODE)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool letter = s.p[i] != '\0' && strchr(letters, s.p[i]) != NULL;
        if (!is_digit(s.p[i]) && !(uscc ? letter : i + 1 == s.n && s.p[i] == 'X'))
            return false;
    }
    return true;
}

static enum fault code(const struct tidying *t, struct slice value)
{
    struct folded folded;
    bool uscc = t->type == TYPE_USCC;
    if ((uscc ? identity_uscc(value) : identity_idno(value)) && !looks_rounded(value)) {
        buffer_slice(t->out, value);
        return FAULT_NONE;
    }
    enum fault none = uscc ? FAULT_NOT_USCC : FAULT_NOT_IDNO;
    if (!fold_code(value, &folded))
        return none;
    struct slice s = folded_view(&folded);
    if (tidy_is_exponent(s))
        return FAULT_ID_ROUNDED;
    if (s.n > 0 && memchr(s.p, '*', s.n) != NULL)
        return FAULT_MASKED;
    bool old = !uscc && s.n == 15 && tidy_digits(s) == s.n;
    if (!old && !shaped(s, uscc))
        return none;
    *t->notes |= looks_rounded(s) ? TIDY_DAMAGED : 0;
    if (old)
        *t->notes |= TIDY_OLD_NUMBER;
    else if (!(uscc ? identity_uscc(s) : identity_idno(s)))
        *t->notes |= TIDY_CHECK_DIGIT;
    buffer_slice(t->out, s);
    return FAULT_NONE;
}

/* As num.h writes it, where a workbook has stored it with an exponent. */
static enum fault stored_id(const struct tidying *t)
{
    static const struct tidy_rules rules = {0};
    const struct cell cell = {.kind = CELL_NUMBER, .text = t->value};
    struct buffer plain = {0};
    unsigned notes = 0;
    const struct tidying number = {&rules, TYPE_DECIMAL, 0, &cell, t->value, &plain, &notes};
    enum fault fault = tidy_number(&number);
    *t->notes |= (t->cell->rounded ? TIDY_DAMAGED : 0) | TIDY_LEADING | notes;
    if (fault == FAULT_NONE)
        fault = t->type == TYPE_ID ? plain_id(t, buffer_view(&plain))
                                   : code(t, buffer_view(&plain));
    t->out->failed = t->out->failed || plain.failed;
    buffer_free(&plain);
    return fault;
}

enum fault tidy_id(const struct tidying *t)
{
    struct slice s = t->value;
    if (t->cell->kind == CELL_NUMBER)
        return stored_id(t);
    enum placeholder nothing = tidy_placeholder(s);
    if (nothing != NO_PLACEHOLDER)
        return tidy_blanks(t->rules, nothing) ? FAULT_NONE : FAULT_NOTHING;
    if (tidy_formula_error(s))
        return FAULT_FORMULA;
    if (s.n > 1)
        take_char(&s, '\''); /* what makes a text of a number in a spreadsheet */
    return t->type == TYPE_ID ? plain_id(t, s) : code(t, s);
}
