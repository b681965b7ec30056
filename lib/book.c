#include "book.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "arena.h"
#include "buffer.h"
#include "date.h"
#include "i18n.h"

#if defined(HAVE_XLSXWRITER) && HAVE_XLSXWRITER
#include <xlsxwriter.h>

enum { STYLES = 3, LAST_ROW = 1048575, PIECE = 64 * 1024, LIST_MAX = 255 };

struct book {
    struct arena arena;
    char *directory, *path; /* private, until it goes to a sink */
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *styles[STYLES];
};

static enum status refused(lxw_error code, const char *what, struct error *e)
{
    if (code == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return error_memory(e);
    enum status s = code == LXW_ERROR_CREATING_XLSX_FILE || code == LXW_ERROR_CREATING_TMPFILE ||
                            code == LXW_ERROR_ZIP_FILE_OPERATION
                        ? ST_SYSTEM
                        : ST_USAGE;
    return error_set(e, s, _("the workbook cannot hold %s: %s"), what, lxw_strerror(code));
}

static enum status make_directory(struct book *w, struct error *e)
{
    const char *base = getenv("TMPDIR");
    if (base == NULL || base[0] == '\0')
        base = "/tmp";
    w->directory = arena_printf(&w->arena, "%s/probity-book.XXXXXX", base);
    if (w->directory == NULL)
        return error_memory(e);
    if (mkdtemp(w->directory) == NULL) {
        enum status s = error_system(e, errno, base, _("make a temporary folder"));
        w->directory = NULL;
        return s;
    }
    w->path = arena_printf(&w->arena, "%s/book.xlsx", w->directory);
    return w->path == NULL ? error_memory(e) : ST_OK;
}

static bool make_styles(struct book *w)
{
    for (int i = 0; i < STYLES; i++) {
        w->styles[i] = workbook_add_format(w->book);
        if (w->styles[i] == NULL)
            return false;
        format_set_num_format(w->styles[i], "@");
        format_set_align(w->styles[i], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_bold(w->styles[BOOK_HEADER]);
    format_set_bg_color(w->styles[BOOK_HEADER], 0xD9E1F2);
    format_set_bottom(w->styles[BOOK_HEADER], LXW_BORDER_THIN);
    format_set_font_color(w->styles[BOOK_COMMENT], 0x595959);
    return true;
}

static enum status start(struct book *w, int64_t day, struct error *e)
{
    enum status s = make_directory(w, e);
    if (s != ST_OK)
        return s;
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE, .tmpdir = w->directory, .use_zip64 = LXW_FALSE};
    w->book = workbook_new_opt(w->path, &options);
    if (w->book == NULL || !make_styles(w))
        return error_memory(e);
    /* Noon: the same day in every zone near. */
    lxw_doc_properties properties = {.created = (time_t)(day * 86400 + 43200)};
    lxw_error code = workbook_set_properties(w->book, &properties);
    return code == LXW_NO_ERROR ? ST_OK : refused(code, _("its date"), e);
}

enum status book_open(int64_t day, struct book **out, struct error *e)
{
    *out = NULL;
    struct book *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_memory(e);
    enum status s = start(w, day, e);
    if (s == ST_OK)
        *out = w;
    else
        book_discard(w);
    return s;
}

enum status book_sheet(struct book *w, const char *name, bool hidden, struct error *e)
{
    char q[QUOTE_SIZE];
    lxw_error code = workbook_validate_sheet_name(w->book, name);
    if (code != LXW_NO_ERROR)
        return error_set(e, ST_USAGE, _("'%s' cannot name a sheet: %s"), quote(q, slice_of(name)),
                         lxw_strerror(code));
    w->sheet = workbook_add_worksheet(w->book, name);
    if (w->sheet == NULL)
        return error_memory(e);
    if (hidden)
        worksheet_hide(w->sheet);
    return ST_OK;
}

enum status book_text(struct book *w, size_t row, size_t column, struct slice text,
                      enum book_style style, struct error *e)
{
    struct arena scratch = {0};
    char *s = arena_string(&scratch, text);
    if (s == NULL)
        return error_memory(e);
    lxw_error code =
        worksheet_write_string(w->sheet, (lxw_row_t)row, (lxw_col_t)column, s, w->styles[style]);
    arena_free(&scratch);
    char q[QUOTE_SIZE];
    return code == LXW_NO_ERROR ? ST_OK : refused(code, quote(q, text), e);
}

enum status book_width(struct book *w, size_t column, double width, struct error *e)
{
    lxw_error code = worksheet_set_column(w->sheet, (lxw_col_t)column, (lxw_col_t)column, width,
                                          w->styles[BOOK_PLAIN]);
    return code == LXW_NO_ERROR ? ST_OK : refused(code, _("so many columns"), e);
}

enum status book_note(struct book *w, size_t row, size_t column, const char *text, struct error *e)
{
    lxw_error code = worksheet_write_comment(w->sheet, (lxw_row_t)row, (lxw_col_t)column, text);
    return code == LXW_NO_ERROR ? ST_OK : refused(code, _("a note"), e);
}

/* The words as a list that ends with NULL; LXW copies it. */
static char **list_of(struct arena *a, const char *words)
{
    struct slice rest = slice_of(words);
    char **list = arena_zero(a, (rest.n + 2) * sizeof *list);
    for (size_t n = 0; list != NULL && rest.p != NULL; n++)
        if ((list[n] = arena_string(a, slice_split(&rest, '|'))) == NULL)
            return NULL;
    return list;
}

enum status book_choices(struct book *w, size_t header, size_t column, const char *words,
                         const char *range, bool open, struct error *e)
{
    struct arena scratch = {0};
    lxw_data_validation v = {
        .validate = LXW_VALIDATION_TYPE_LIST,
        .ignore_blank = LXW_VALIDATION_ON,
        .show_error = LXW_VALIDATION_ON,
        .dropdown = LXW_VALIDATION_ON,
        .error_type = open ? LXW_VALIDATION_ERROR_TYPE_INFORMATION : LXW_VALIDATION_ERROR_TYPE_STOP,
    };
    if (words != NULL && strlen(words) <= LIST_MAX) {
        v.value_list = list_of(&scratch, words);
    } else {
        v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        v.value_formula = arena_printf(&scratch, "=%s", range);
    }
    lxw_error code = LXW_ERROR_MEMORY_MALLOC_FAILED;
    if (v.value_list != NULL || v.value_formula != NULL)
        code = worksheet_data_validation_range(w->sheet, (lxw_row_t)header + 1, (lxw_col_t)column,
                                               LAST_ROW, (lxw_col_t)column, &v);
    arena_free(&scratch);
    return code == LXW_NO_ERROR ? ST_OK : refused(code, _("a list to choose from"), e);
}

void book_freeze(struct book *w, size_t header)
{
    worksheet_freeze_panes(w->sheet, (lxw_row_t)header + 1, 0);
}

static enum status copy_to(const char *path, struct sink *out, struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    char *piece = malloc(PIECE);
    enum status s = fd < 0          ? error_system(e, errno, path, _("open"))
                    : piece == NULL ? error_memory(e)
                                    : ST_OK;
    for (ssize_t got = 1; s == ST_OK && got > 0;) {
        got = read(fd, piece, PIECE);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got < 0)
            s = error_system(e, errno, path, _("read"));
        else
            sink_write(out, piece, (size_t)got);
    }
    free(piece);
    if (fd >= 0)
        close(fd);
    return s;
}

enum status book_close(struct book *w, struct sink *out, struct error *e)
{
    lxw_error code = workbook_close(w->book);
    w->book = NULL; /* freed, whatever came of it */
    enum status s =
        code == LXW_NO_ERROR ? copy_to(w->path, out, e) : refused(code, _("what was written"), e);
    book_discard(w);
    return s;
}

void book_discard(struct book *w)
{
    if (w == NULL)
        return;
    if (w->book != NULL)
        lxw_workbook_free(w->book);
    if (w->path != NULL)
        unlink(w->path);
    if (w->directory != NULL)
        rmdir(w->directory);
    arena_free(&w->arena);
    free(w);
}
#else

enum status book_open(int64_t day, struct book **out, struct error *e)
{
    (void)day;
    *out = NULL;
    return error_set(e, ST_USAGE, "%s",
                     _("this build cannot write workbooks: it was made without libxlsxwriter"));
}

/* Nothing is ever opened that these could be called with. */
enum status book_sheet(struct book *w, const char *name, bool hidden, struct error *e)
{
    (void)name;
    (void)hidden;
    return book_open(0, &w, e);
}

enum status book_text(struct book *w, size_t row, size_t column, struct slice text,
                      enum book_style style, struct error *e)
{
    (void)row;
    (void)column;
    (void)text;
    (void)style;
    return book_open(0, &w, e);
}

enum status book_width(struct book *w, size_t column, double width, struct error *e)
{
    (void)column;
    (void)width;
    return book_open(0, &w, e);
}

enum status book_note(struct book *w, size_t row, size_t column, const char *text, struct error *e)
{
    (void)row;
    (void)column;
    (void)text;
    return book_open(0, &w, e);
}

enum status book_choices(struct book *w, size_t header, size_t column, const char *words,
                         const char *range, bool open, struct error *e)
{
    (void)header;
    (void)column;
    (void)words;
    (void)range;
    (void)open;
    return book_open(0, &w, e);
}

void book_freeze(struct book *w, size_t header)
{
    (void)w;
    (void)header;
}

enum status book_close(struct book *w, struct sink *out, struct error *e)
{
    (void)out;
    return book_open(0, &w, e);
}

void book_discard(struct book *w)
{
    (void)w;
}
#endif
