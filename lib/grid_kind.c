/* What a file is, whatever its name says. */
#include "grid_int.h"
#include "i18n.h"

struct magic {
    struct slice bytes;
    const char *what, *remedy;
};

#define FROM_PROGRAM N_("export the table itself, as xlsx or CSV, from the program that made it")
#define RETYPE N_("ask whoever made it for the table that it shows")
#define UNPACK N_("unpack it and give the file that is in it")

/* Those that no reader takes. */
static const struct magic refused[] = {
    {{"%PDF", 4}, N_("a PDF"), FROM_PROGRAM},
    {{"\x89PNG", 4}, N_("a picture (PNG)"), RETYPE},
    {{"\xff\xd8\xff", 3}, N_("a picture (JPEG)"), RETYPE},
    {{"GIF8", 4}, N_("a picture (GIF)"), RETYPE},
    {{"II*\0", 4}, N_("a picture (TIFF)"), RETYPE},
    {{"MM\0*", 4}, N_("a picture (TIFF)"), RETYPE},
    {{"{\\rtf", 5}, N_("a text document (RTF)"), FROM_PROGRAM},
    {{"MIME-Version:", 13}, N_("a web archive (MHTML)"),
     N_("open it in a spreadsheet program and save it as xlsx")},
    {{"Rar!\x1a\x07", 6}, N_("an archive (RAR)"), UNPACK},
    {{"7z\xbc\xaf\x27\x1c", 6}, N_("an archive (7z)"), UNPACK},
    {{"\xfd"
      "7zXZ\0",
      6},
     N_("a packed file (xz)"), UNPACK},
    {{"\x28\xb5\x2f\xfd", 4}, N_("a packed file (zstd)"), UNPACK},
    {{"\x7f"
      "ELF",
      4},
     N_("a program"), N_("is it the right file?")},
    {{"SQLite format 3\0", 16}, N_("a database (SQLite)"), FROM_PROGRAM},
};

static bool begins(struct slice s, struct slice with)
{
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

static enum status refuse(const struct source *s, const char *what, const char *remedy,
                          struct error *e)
{
    return error_at(e, ST_DATA, source_name(s), 0, 0, _("this is %s and no table (%s)"), _(what),
                    _(remedy));
}

/* What markup looks like in any encoding: ASCII in lower case, without NULs, a byte order mark and
 * blanks before it. */
static struct slice squeeze(struct slice s, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (c == '\0' || (n == 0 && (blank || c >= 0x80)))
            continue;
        to[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : (char)c;
    }
    return (struct slice){to, n};
}

static bool holds(struct slice s, struct slice word)
{
    for (; s.n >= word.n; s.p++, s.n--)
        if (memcmp(s.p, word.p, word.n) == 0)
            return true;
    return false;
}

static enum status look_into_markup(const struct source *s, struct slice text, enum container *out,
                                    struct error *e)
{
    static const char *const html[] = {"<html",  "<!doctype html", "<table", "<head",
                                       "<meta",  "<style",         "<body"};
    bool commented = begins(text, SLICE("<!--")) || begins(text, SLICE("<?xml"));
    bool fragment = text.n >= 2 && text.p[0] == '<' && text.p[1] >= 'a' && text.p[1] <= 'z' &&
                    holds(text, SLICE("<table"));
    /* It has tables of its own. */
    if ((begins(text, SLICE("<?xml")) || begins(text, SLICE("<workbook"))) &&
        holds(text, SLICE("urn:schemas-microsoft-com:office:spreadsheet")) &&
        !holds(text, SLICE("<html"))) {
        *out = CONTAINER_SPREADSHEETML;
        return ST_OK;
    }
    for (size_t i = 0; i < sizeof html / sizeof *html; i++) {
        struct slice tag = slice_of(html[i]);
        if (begins(text, tag) || (commented && holds(text, tag)) || (fragment && i == 0)) {
            *out = CONTAINER_HTML;
            return ST_OK;
        }
    }
    return begins(text, SLICE("<?xml")) ? refuse(s, N_("an XML document"), FROM_PROGRAM, e)
                                        : ST_OK;
}

enum status container_of(struct source *s, enum container *out, struct error *e)
{
    enum { LOOK = 4096 };
    struct slice first;
    enum status st = source_peek(s, LOOK, &first, e);
    if (st != ST_OK)
        return st;
    *out = CONTAINER_TEXT;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (begins(first, refused[i].bytes))
            return refuse(s, refused[i].what, refused[i].remedy, e);
    if (begins(first, SLICE("PK\3\4")) || begins(first, SLICE("PK\5\6"))) {
        *out = CONTAINER_ZIP;
        return ST_OK;
    }
    if (begins(first, SLICE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))) {
        *out = CONTAINER_OLE2;
        return ST_OK;
    }
    char squeezed[LOOK];
    if (first.n > LOOK)
        first.n = LOOK;
    return look_into_markup(s, squeeze(first, squeezed), out, e);
}
