/* The encoding that a page names. */
#include "grid_html_int.h"
#include "i18n.h"
#include "text.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The first charset= among S, in lower case; "" where there is none. */
static void find_charset(struct slice s, char *to, size_t size)
{
    static const char word[] = "charset=";
    size_t n = sizeof word - 1, out = 0;
    for (size_t i = 0; i + n < s.n; i++) {
        size_t k = 0;
        while (k < n && lower(s.p[i + k]) == word[k])
            k++;
        if (k < n)
            continue;
        size_t at = i + n;
        if (s.p[at] == '"' || s.p[at] == '\'')
            at++;
        while (at < s.n && out + 1 < size &&
               (lower(s.p[at]) != s.p[at] || (s.p[at] >= 'a' && s.p[at] <= 'z') ||
                (s.p[at] >= '0' && s.p[at] <= '9') || s.p[at] == '-' || s.p[at] == '_'))
            to[out++] = lower(s.p[at++]);
        break;
    }
    to[out] = '\0';
}

/* What a page says of its encoding is often wrong. It counts only for those that cannot be told
 * from the bytes, and that do not take every byte: bytes that are UTF-8, or GB18030, are. */
static bool believed(const char *charset)
{
    static const char *const these[] = {"big5",     "big5-hkscs", "cp950",        "shift_jis",
                                        "euc-jp",   "euc-kr",     "windows-1251", "koi8-r",
                                        "euc-tw", "windows-1258"};
    for (size_t i = 0; i < sizeof these / sizeof these[0]; i++)
        if (strcmp(charset, these[i]) == 0)
            return true;
    return false;
}

static bool looks_utf8(struct slice s)
{
    bool high = false;
    size_t good = utf8_check(s);
    for (size_t i = 0; i < good && !high; i++)
        high = (s.p[i] & 0x80) != 0;
    return high && s.n - good < 4;
}

enum status html_charset(struct grid *g, char charset[HTML_CHARSET_MAX], struct error *e)
{
    enum { LOOK = 16 * 1024 };
    struct slice first;
    charset[0] = '\0';
    if (g->options.encoding != NULL)
        return ST_OK;
    enum status st = source_peek(g->source, LOOK, &first, e);
    if (st != ST_OK)
        return st;
    find_charset(first, charset, HTML_CHARSET_MAX);
    if (!believed(charset) || looks_utf8(first))
        charset[0] = '\0';
    else
        grid_warn(g, 0, _("read as %s, as the page says"), charset);
    return ST_OK;
}
