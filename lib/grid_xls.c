/* Workbooks of older formats, through a converter and then as xlsx. */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "converter.h"
#include "grid_int.h"
#include "grid_xls_int.h"
#include "i18n.h"
#include "ole.h"

#ifdef HAVE_WORKBOOKS

struct grid_xls {
    struct grid grid;
    struct grid *book; /* the converted workbook */
    int fd;
    enum converter_from from;
    const char *program; /* that converted it */
};

static enum status begin(struct grid *g, struct error *e)
{
    return grid_select(((struct grid_xls *)g)->book, g->sheet, e);
}

static enum status next(struct grid *g, struct grid_row *row, bool *got, struct error *e)
{
    struct grid_xls *x = (struct grid_xls *)g;
    enum status st = grid_next(x->book, row, got, e);
    /* In BIFF every formula has its result; an empty text is what ssconvert writes as none. */
    for (size_t i = 0; st == ST_OK && *got && x->from == FROM_BIFF && i < row->n; i++)
        row->cells[i].uncomputed = false;
    return st;
}

static double progress(const struct grid *g)
{
    return grid_progress(((const struct grid_xls *)g)->book);
}

static void close_xls(struct grid *g)
{
    struct grid_xls *x = (struct grid_xls *)g;
    grid_close(x->book);
    if (x->fd >= 0)
        close(x->fd);
}

static enum status refuse(const char *name, enum ole_kind kind, struct error *e)
{
    static const char *const what[] = {
        [OLE_OTHER] = N_("this is an OLE2 file without a workbook in it; give the table itself, "
                         "saved as xlsx or CSV"),
        [OLE_XLS_LOCKED] = N_("the workbook has a password; open it with that and save it without "
                              "one"),
        [OLE_ENCRYPTED] = N_("the workbook has a password; open it with that and save it without "
                             "one"),
        [OLE_WORD] = N_("this is a text document (Word); copy the table into a spreadsheet "
                        "program and save it as xlsx"),
        [OLE_SLIDES] = N_("this is a presentation (PowerPoint); ask whoever made it for the table "
                          "that it shows"),
        [OLE_MAIL] = N_("this is an e-mail (Outlook); save the file that is attached to it and "
                        "give that"),
        [OLE_INSTALLER] = N_("this is an installer (MSI); is it the right file?"),
        [OLE_DAMAGED] = N_("the workbook (xls) is damaged or cut short; fetch it again, or open "
                           "it in Excel or WPS and save it as xlsx"),
    };
    return error_at(e, ST_DATA, name, 0, 0, "%s", _(what[kind]));
}

static enum status look(int fd, uint64_t size, const char *name, enum converter_from *from,
                        struct error *e)
{
    static const char ole2[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    enum ole_kind kind;
    char first[sizeof ole2 - 1];
    ssize_t n;
    do
        n = pread(fd, first, sizeof first, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return error_system(e, errno, name, _("read"));
    /* Markup begins with a mark, a blank or an angle; records of BIFF with the byte 9. */
    *from = n > 0 && first[0] == 9 ? FROM_BIFF : FROM_XML_2003;
    if ((size_t)n < sizeof first || memcmp(first, ole2, sizeof first) != 0)
        return ST_OK;
    *from = FROM_BIFF;
    enum status st = ole_identify(fd, size, name, &kind, e);
    return st == ST_OK && kind != OLE_XLS ? refuse(name, kind, e) : st;
}

/* GLib puts program, process and time before what it says: "... **: 10:30:00.123: text". */
static struct slice without_time(struct slice line)
{
    static const char form[] = ": 00:00:00.000: ";
    size_t n = sizeof form - 1;
    for (size_t i = 0; i + n < line.n; i++) {
        size_t k = 0;
        while (k < n && (form[k] == '0' ? line.p[i + k] >= '0' && line.p[i + k] <= '9'
                                        : line.p[i + k] == form[k]))
            k++;
        if (k == n)
            return (struct slice){line.p + i + n, line.n - i - n};
    }
    return line;
}

/* A converter warns of what it leaves out, and goes on. */
static void tell(const struct grid_xls *x, struct slice said)
{
    uint64_t lines = 0;
    struct slice first = {"", 0};
    char q[QUOTE_SIZE];
    while (said.p != NULL) {
        struct slice line = slice_trim(slice_split(&said, '\n'));
        if (line.n > 0 && lines++ == 0)
            first = line;
    }
    if (lines > 0)
        grid_warn(&x->grid, 0,
                  ngettext_("read through %s, which says: '%s'",
                            "read through %s, which says '%s' and more; look whether the table is "
                            "whole",
                            (unsigned long)lines),
                  x->program, quote(q, without_time(first)));
}

static enum status convert(struct grid_xls *x, struct error *e)
{
    int fd;
    uint64_t size;
    struct buffer said = {0};
    const char *name = source_name(x->grid.source);
    enum status st = source_place(x->grid.source, &fd, &size, e);
    if (st == ST_OK)
        st = look(fd, size, name, &x->from, e);
    if (st == ST_OK)
        st = converter_run(fd, size, name, x->from, &converter_usual, &x->fd, &said,
                           &x->program, e);
    if (st == ST_OK)
        tell(x, buffer_view(&said));
    buffer_free(&said);
    return st;
}

static enum status open_book(struct grid_xls *x, struct error *e)
{
    struct grid_options options = x->grid.options;
    options.watch = NULL;
    struct source *source;
    off_t size = lseek(x->fd, 0, SEEK_END);
    if (size < 0)
        return error_system(e, errno, NULL, _("read a temporary file"));
    const char *name = source_name(x->grid.source), *anew;
    enum status st = xls_find_volatile(x->fd, (uint64_t)size, name, &anew, e);
    if (st == ST_OK && anew != NULL)
        grid_warn(&x->grid, 0,
                  _("formulas with %s) were calculated anew by %s: what they give is of now, and "
                    "not what was saved"),
                  anew, x->program);
    if (st == ST_OK)
        st = source_part(x->fd, (uint64_t)size, name, &source, e);
    if (st == ST_OK)
        st = grid_xlsx_open(source, &options, &x->book, e);
    if (st == ST_OK && strcmp(x->program, "ssconvert") == 0)
        grid_xlsx_column_styles(x->book);
    return st;
}

enum status grid_xls_open(struct source *source, const struct grid_options *options,
                          struct grid **out, struct error *e)
{
    static const struct grid_methods methods = {begin, next, progress, close_xls};
    struct grid_xls *x = grid_new(sizeof *x, &methods, GRID_XLS, source, options, e);
    if (x == NULL)
        return ST_SYSTEM;
    x->fd = -1;
    enum status st = convert(x, e);
    if (st == ST_OK)
        st = open_book(x, e);
    size_t n = st == ST_OK ? grid_sheet_count(x->book) : 0;
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        const struct grid_sheet *sheet = grid_sheet(x->book, i);
        st = grid_add_sheet(&x->grid, sheet->name, sheet->hidden, e);
    }
    if (st == ST_OK) {
        x->grid.again = grid_again(x->book);
        x->grid.from_1904 = grid_from_1904(x->book);
    }
    return grid_opened(&x->grid, st, out);
}

#endif
