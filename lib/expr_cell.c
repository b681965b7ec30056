/* What a spreadsheet made of an expression. */
#include "expr.h"
#include "functions.h"
#include "i18n.h"
#include "text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes digits off S; false if there are none. */
static bool take_digits(struct slice *s)
{
    size_t n = 0;
    while (n < s->n && is_digit(s->p[n]))
        n++;
    *s = (struct slice){s->p + n, s->n - n};
    return n > 0;
}

static bool take(struct slice *s, const char *text)
{
    struct slice t = slice_of(text);
    if (s->n < t.n || memcmp(s->p, t.p, t.n) != 0)
        return false;
    *s = (struct slice){s->p + t.n, s->n - t.n};
    return true;
}

static bool take_month(struct slice *s)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (take(s, months[i]))
            return true;
    return false;
}

/* 2024-3-5, 2024/3/5, 3/5, 1-2; 2-Jan, Jan-24. */
static bool is_signed_date(struct slice s)
{
    size_t parts = 0;
    do {
        if (!take_digits(&s) && !take_month(&s))
            return false;
        parts++;
    } while (take(&s, "-") || take(&s, "/"));
    return s.n == 0 && (parts == 2 || parts == 3);
}

/* 2024年3月5日, 2024年3月, 3月5日 */
static bool is_chinese_date(struct slice s)
{
    static const char *const marks[] = {"年", "月", "日"};
    size_t parts = 0;
    for (size_t i = 0; i < 3; i++) {
        struct slice rest = s;
        if (take_digits(&rest) && take(&rest, marks[i])) {
            s = rest;
            parts++;
        }
    }
    return s.n == 0 && parts >= 2;
}

enum status expr_check_cell(struct slice text, struct error *e)
{
    char shown[QUOTE_SIZE];
    text = slice_trim(text);
    if (!is_signed_date(text) && !is_chinese_date(text))
        return ST_OK;
    return error_set(e, ST_USAGE,
                     _("'%s' is a date, such as a spreadsheet makes of what is typed: format the "
                       "column as text and type the expression again (what is meant so stands in "
                       "brackets)"),
                     quote(shown, text));
}
