/* Which encoding text is in. Nothing is taken that could well be another. */
#include "encoding_int.h"
#include "gb18030.h"
#include "i18n.h"
#include "text.h"

/* Upper case, letters and digits only. */
static void fold(const char *name, char *to, size_t size)
{
    size_t n = 0;
    for (; *name != '\0' && n + 1 < size; name++) {
        char c = *name >= 'a' && *name <= 'z' ? (char)(*name - 'a' + 'A') : *name;
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            to[n++] = c;
    }
    to[n] = '\0';
}

static size_t unit_of(const char *name)
{
    char folded[64];
    fold(name, folded, sizeof folded);
    return strncmp(folded, "UTF16", 5) == 0 || strncmp(folded, "UCS2", 4) == 0   ? 2
           : strncmp(folded, "UTF32", 5) == 0 || strncmp(folded, "UCS4", 4) == 0 ? 4
                                                                                 : 1;
}

static void choose(struct encoding_choice *out, enum encoding_kind kind, const char *name)
{
    *out = (struct encoding_choice){.kind = kind, .unit = unit_of(name)};
    size_t n = strlen(name);
    memcpy(out->name, name, n < sizeof out->name ? n : sizeof out->name - 1);
}

/* The longer marks stand before those that they begin with. */
static const struct {
    struct slice bytes;
    enum encoding_kind kind;
    const char *name;
} marks[] = {
    {{"\xef\xbb\xbf", 3}, ENCODING_UTF8, "UTF-8"},
    {{"\xff\xfe\0\0", 4}, ENCODING_ICONV, "UTF-32LE"},
    {{"\0\0\xfe\xff", 4}, ENCODING_ICONV, "UTF-32BE"},
    {{"\xff\xfe", 2}, ENCODING_ICONV, "UTF-16LE"},
    {{"\xfe\xff", 2}, ENCODING_ICONV, "UTF-16BE"},
    {{"\x84\x31\x95\x33", 4}, ENCODING_GB18030, "GB18030"},
};

static const char *by_mark(struct slice first, struct encoding_choice *out)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (first.n >= marks[i].bytes.n &&
            memcmp(first.p, marks[i].bytes.p, marks[i].bytes.n) == 0) {
            choose(out, marks[i].kind, marks[i].name);
            return marks[i].name;
        }
    return NULL;
}

/* In UTF-16 each digit, separator and line end has a NUL, all of them on the same side. A single
 * NUL is a damaged byte of something else. */
static bool by_nuls(struct slice first, struct encoding_choice *out)
{
    enum { ONE_IN = 16, AT_LEAST = 2 };
    size_t n[2] = {0, 0}, units = first.n / 2;
    for (size_t i = 0; i < units * 2; i++)
        n[i % 2] += first.p[i] == '\0';
    size_t most = n[0] > n[1] ? n[0] : n[1];
    if ((n[0] > 0 && n[1] > 0) || most < AT_LEAST || most * ONE_IN < units)
        return false;
    choose(out, ENCODING_ICONV, n[0] > 0 ? "UTF-16BE" : "UTF-16LE");
    return true;
}

/* GBK, GB 2312 and code page 936 are parts of GB 18030. */
static bool by_name(const char *name, struct encoding_choice *out)
{
    static const char *const known[][2] = {
        {"UTF8", "UTF-8"},       {"GB18030", "GB18030"},  {"GBK", "GB18030"},
        {"GB2312", "GB18030"},   {"EUCCN", "GB18030"},    {"CP936", "GB18030"},
        {"MS936", "GB18030"},    {"936", "GB18030"},      {"WINDOWS936", "GB18030"},
        {"UTF16LE", "UTF-16LE"}, {"UTF16BE", "UTF-16BE"}, {"UTF32LE", "UTF-32LE"},
        {"UTF32BE", "UTF-32BE"},
    };
    char folded[64];
    fold(name, folded, sizeof folded);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(folded, known[i][0]) == 0) {
            const char *is = known[i][1];
            enum encoding_kind kind = strcmp(is, "UTF-8") == 0     ? ENCODING_UTF8
                                      : strcmp(is, "GB18030") == 0 ? ENCODING_GB18030
                                                                   : ENCODING_ICONV;
            choose(out, kind, is);
            return true;
        }
    return false;
}

static bool is_utf_16(const char *name)
{
    char folded[64];
    fold(name, folded, sizeof folded);
    return strcmp(folded, "UTF16") == 0 || strcmp(folded, "UCS2") == 0 ||
           strcmp(folded, "UNICODE") == 0;
}

enum status encoding_begin(const char *file, const char *name, struct slice first,
                           struct encoding_choice *out, struct error *e)
{
    struct encoding_choice marked;
    const char *mark = by_mark(first, &marked);
    if (name == NULL) {
        if (mark != NULL)
            *out = marked;
        else if (!by_nuls(first, out))
            choose(out, ENCODING_ASCII, "UTF-8");
        return ST_OK;
    }
    if (is_utf_16(name)) {
        if (mark != NULL)
            *out = marked;
        else if (!by_nuls(first, out))
            choose(out, ENCODING_ICONV, "UTF-16LE");
    } else if (!by_name(name, out)) {
        choose(out, ENCODING_ICONV, name);
        out->as_given = true;
    }
    char shown[QUOTE_SIZE];
    if (mark == NULL || strcmp(mark, out->name) == 0)
        return ST_OK;
    return error_at(e, ST_DATA, file, 1, 0,
                    _("the file begins with the byte order mark of %s, and it is to be read as "
                      "'%s' (leave --from away)"),
                    mark, quote(shown, slice_of(name)));
}

/* How many bytes follow the lead C in UTF-8. */
static size_t followers(unsigned char c)
{
    return c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc2 ? 1 : 0;
}

bool encoding_is_damaged_utf8(struct slice text, size_t first_invalid)
{
    enum { BY_CHANCE = 8 };
    size_t before = 0, ideographs = 0, invalid = 0;
    for (size_t i = 0; i < text.n;) {
        size_t more = followers((unsigned char)text.p[i]), k = 1;
        while (k <= more && i + k < text.n && ((unsigned char)text.p[i + k] & 0xc0) == 0x80)
            k++;
        bool whole = (unsigned char)text.p[i] < 0x80 || (more > 0 && k > more);
        before += whole && more > 0 && i < first_invalid;
        ideographs += whole && more == 2;
        invalid += !whole;
        i += whole ? k : 1;
    }
    return before > BY_CHANCE || ideographs > invalid;
}

/* How a sample looks as characters of two bytes. In Chinese of the mainland hardly any is rare. Of
 * Big5, read as GB18030, half to five sixths are; a rare ideograph that is GB18030's is rarely
 * possible in Big5. Western texts become rare characters throughout. */
struct pairs {
    size_t n, rare; /* all, and those that are no punctuation or ideograph of GB 2312 */
    bool big5;      /* all could be Big5's */
    size_t invalid; /* the first byte that is not GB18030, or the sample's length */
};

static void look_at_pair(const unsigned char *p, struct pairs *out)
{
    bool ideograph = p[0] >= 0xb0 && p[0] <= 0xf7, mark = p[0] >= 0xa1 && p[0] <= 0xa3;
    out->n++;
    out->rare += p[1] < 0xa1 || !(ideograph || mark);
    out->big5 &= p[0] >= 0xa1 && p[0] <= 0xf9 && (p[1] < 0x7f || p[1] >= 0xa1);
}

static struct pairs look_at_pairs(struct slice s, bool ended)
{
    struct pairs out = {.big5 = true, .invalid = s.n};
    for (size_t i = 0; i < s.n;) {
        size_t length = gb18030_length(s.p + i, s.n - i);
        if (length == 0 || (length == GB18030_MORE && ended)) {
            out.invalid = i;
            break;
        }
        if (length == 2)
            look_at_pair((const unsigned char *)s.p + i, &out);
        else if (length == 4 || (unsigned char)s.p[i] == 0x80)
            out.big5 = false;
        i += length;
    }
    return out;
}

static bool cut_only(struct slice s, size_t invalid, bool ended)
{
    enum { CUT = 3 };
    return !ended && s.n - invalid <= CUT;
}

enum status encoding_guess(struct slice s, bool ended, struct encoding_choice *out, size_t *at,
                           struct error *e)
{
    size_t valid = utf8_check(s);
    *at = 0;
    if (valid == s.n || cut_only(s, valid, ended) || encoding_is_damaged_utf8(s, valid)) {
        choose(out, ENCODING_UTF8, "UTF-8");
        return ST_OK;
    }
    struct pairs pairs = look_at_pairs(s, ended);
    char shown[QUOTE_SIZE];
    if (pairs.invalid < s.n) {
        *at = pairs.invalid;
        struct slice bytes = {s.p + *at, s.n - *at < 4 ? s.n - *at : 4};
        return error_set(e, ST_DATA,
                         _("neither UTF-8 nor GB18030: '%s' (--from says which encoding it is in; "
                           "if it is GB18030 with a damaged byte, --from GB18030)"),
                         quote(shown, bytes));
    }
    if (pairs.big5 && pairs.rare * 4 > pairs.n)
        return error_set(e, ST_DATA, "%s",
                         _("this could be Big5 or GB18030: say which (--from BIG5, or --from "
                           "GB18030)"));
    if (pairs.rare * 4 > pairs.n * 3)
        return error_set(e, ST_DATA, "%s",
                         _("this is not UTF-8, and as GB18030 it would be mostly rare characters: "
                           "say which encoding it is in (--from GB18030, say)"));
    choose(out, ENCODING_GB18030, "GB18030");
    return ST_OK;
}
