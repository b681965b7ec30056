#include "pack_export.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "arena.h"
#include "book.h"
#include "buffer.h"
#include "grid.h"
#include "i18n.h"
#include "keytab.h"
#include "pack_place.h"
#include "pack_notes.h"
#include "text.h"

/* LISTS_MAX: a letter each (see pack_notes.c, which refers to fewer). */
enum { LISTS_MAX = 26, PAGES_MAX = 4096, WIDTH_LEAST = 6, WIDTH_MOST = 60, WIDTH_ROWS = 200 };

/* Sheets of the rules, in the order in which they are best read; others follow by name. */
static const char *const order[] = {"pack",       "tables", "taxonomy", "regions",   "calendar",
                                    "indicators", "views",  "params",   "exceptions"};

struct page_row {
    struct slice *cells;
    size_t n;
};

struct page {
    const char *name, *path; /* of the sheet, and of its file */
    bool hidden;
    struct page_row *rows; /* comments and blank rows too */
    size_t n, size, columns;
    size_t header; /* its index among the rows, or n */
};

/* What may be chosen in some columns: what stands in another one. */
struct list {
    const char *ref; /* "FILE.COLUMN" */
    struct keytab words;
};

struct exporting {
    struct arena arena;
    struct page *pages;
    size_t n, size;
    struct book *book;
    struct list lists[LISTS_MAX];
    size_t list_n;
};

static bool is_comment(const struct page_row *r)
{
    return r->n > 0 && r->cells[0].n > 0 && r->cells[0].p[0] == '#';
}

static struct list *find_list(struct exporting *x, const char *ref)
{
    for (size_t i = 0; i < x->list_n; i++)
        if (strcmp(x->lists[i].ref, ref) == 0)
            return &x->lists[i];
    return NULL;
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static enum status add_page(struct exporting *x, const char *directory, const char *file,
                            const char *prefix, struct error *e)
{
    if (!grow(&x->pages, &x->size, x->n + 1, sizeof *x->pages))
        return error_memory(e);
    if (x->n >= PAGES_MAX)
        return error_at(e, ST_USAGE, directory, 0, 0,
                        _("more than %d files: too many for a workbook"), PAGES_MAX);
    struct slice stem = {file, strlen(file) - strlen(".csv")};
    struct page *p = &x->pages[x->n++];
    *p = (struct page){.hidden = prefix[0] != '\0'};
    p->name = arena_printf(&x->arena, "%s%.*s", prefix, (int)stem.n, stem.p);
    p->path = arena_printf(&x->arena, "%s/%s", directory, file);
    return p->name == NULL || p->path == NULL ? error_memory(e) : ST_OK;
}

static enum status find_pages(struct exporting *x, const char *directory, const char *prefix,
                              bool needed, struct error *e)
{
    DIR *d = opendir(directory);
    if (d == NULL && errno == ENOENT && !needed)
        return ST_OK;
    if (d == NULL)
        return error_system(e, errno, directory, _("open the pack"));
    enum status s = ST_OK;
    errno = 0;
    for (struct dirent *f; s == ST_OK && (f = readdir(d)) != NULL; errno = 0)
        if (f->d_name[0] != '.' && ends_with(f->d_name, ".csv"))
            s = add_page(x, directory, f->d_name, prefix, e);
    if (s == ST_OK && errno != 0)
        s = error_system(e, errno, directory, _("read"));
    closedir(d);
    return s;
}

static size_t rank(const struct page *p)
{
    size_t n = sizeof order / sizeof order[0];
    for (size_t i = 0; i < n; i++)
        if (strcmp(p->name, order[i]) == 0)
            return i;
    return p->hidden ? n + 1 : n;
}

static int by_rank(const void *a, const void *b)
{
    size_t x = rank(a), y = rank(b);
    return x != y ? (x > y) - (x < y)
                  : strcmp(((const struct page *)a)->name, ((const struct page *)b)->name);
}

static bool keep_row(struct exporting *x, struct page *p, const struct grid_row *row)
{
    if (!grow(&p->rows, &p->size, p->n + 1, sizeof *p->rows))
        return false;
    struct page_row *r = &p->rows[p->n];
    *r = (struct page_row){arena_alloc(&x->arena, row->n * sizeof *r->cells + 1), row->n};
    if (r->cells == NULL)
        return false;
    bool filled = false;
    for (size_t i = 0; i < row->n; i++) {
        r->cells[i] = arena_copy(&x->arena, row->cells[i].text);
        if (r->cells[i].p == NULL)
            return false;
        filled |= r->cells[i].n > 0;
    }
    if (filled && !is_comment(r) && p->header == SIZE_MAX)
        p->header = p->n;
    if (row->n > p->columns)
        p->columns = row->n;
    p->n++;
    return true;
}

static enum status read_page(struct exporting *x, struct page *p, struct error *e)
{
    struct grid_options options = {.separator = ','};
    struct grid *g;
    struct grid_row row;
    bool got = true;
    p->header = SIZE_MAX;
    enum status s = grid_open(p->path, &options, &g, e);
    if (s != ST_OK)
        return s;
    s = grid_select(g, 0, e);
    while (s == ST_OK && got) {
        s = grid_next(g, &row, &got, e);
        if (s == ST_OK && got && !keep_row(x, p, &row))
            s = error_memory(e);
    }
    grid_close(g);
    if (p->header == SIZE_MAX)
        p->header = p->n;
    return s;
}

static struct slice cell_of(const struct page *p, size_t row, size_t column)
{
    return column < p->rows[row].n ? p->rows[row].cells[column] : SLICE("");
}

/* Column COLUMN of FILE, or NULL in *PAGE. */
static size_t find_column(const struct exporting *x, struct slice file, struct slice column,
                          const struct page **page)
{
    *page = NULL;
    for (size_t i = 0; i < x->n; i++) {
        const struct page *p = &x->pages[i];
        if (p->hidden || p->header >= p->n || !slice_eq(slice_of(p->name), file))
            continue;
        for (size_t k = 0; k < p->rows[p->header].n; k++)
            if (slice_eq(cell_of(p, p->header, k), column)) {
                *page = p;
                return k;
            }
    }
    return 0;
}

/* What stands in the column that REF names, each once. */
static enum status collect(struct exporting *x, struct list *l, struct error *e)
{
    struct slice rest = slice_of(l->ref), file = slice_split(&rest, '.');
    const struct page *p;
    size_t at = find_column(x, file, rest, &p);
    for (size_t i = p == NULL ? 0 : p->header + 1; p != NULL && i < p->n; i++) {
        struct slice v = cell_of(p, i, at);
        if (v.n > 0 && !is_comment(&p->rows[i]) && keytab_add(&l->words, v) == KEYTAB_NONE)
            return error_memory(e);
    }
    return ST_OK;
}

static bool is_reference(const char *choices)
{
    return strchr(choices, '.') != NULL;
}

/* Every list that a note refers to. */
static enum status collect_lists(struct exporting *x, struct error *e)
{
    size_t n;
    const struct pack_note *notes = pack_notes(&n);
    for (size_t i = 0; i < n; i++) {
        const char *ref = notes[i].choices;
        if (ref == NULL || !is_reference(ref) || find_list(x, ref) != NULL)
            continue;
        struct list *l = &x->lists[x->list_n++];
        l->ref = ref;
        enum status s = collect(x, l, e);
        if (s != ST_OK)
            return s;
    }
    return ST_OK;
}

/* A hidden sheet that the lists of other sheets refer to: a column each. */
static enum status write_lists(struct exporting *x, struct error *e)
{
    enum status s = book_sheet(x->book, PACK_LISTS, true, e);
    bool more = true;
    for (size_t row = 0; s == ST_OK && more; row++) {
        more = false;
        for (size_t i = 0; s == ST_OK && i < x->list_n; i++) {
            const struct keytab *words = &x->lists[i].words;
            more |= row + 1 < words->n;
            if (row < words->n)
                s = book_text(x->book, row, i, words->keys[row], BOOK_PLAIN, e);
        }
    }
    return s;
}

static enum status write_choices(struct exporting *x, const struct page *p, size_t column,
                                 const struct pack_note *note, struct error *e)
{
    if (!is_reference(note->choices))
        return book_choices(x->book, p->header, column, note->choices, NULL, note->open, e);
    const struct list *l = find_list(x, note->choices);
    if (l->words.n == 0)
        return ST_OK;
    char range[64];
    size_t at = (size_t)(l - x->lists);
    snprintf(range, sizeof range, "'%s'!$%c$1:$%c$%" PRIu32, PACK_LISTS, (char)('A' + at),
             (char)('A' + at), l->words.n);
    return book_choices(x->book, p->header, column, NULL, range, note->open, e);
}

static double width_of(const struct page *p, size_t column)
{
    size_t width = WIDTH_LEAST;
    for (size_t i = p->header; i < p->n && i < p->header + WIDTH_ROWS; i++) {
        size_t w = is_comment(&p->rows[i]) ? 0 : text_width(cell_of(p, i, column));
        width = w > width ? w : width;
    }
    return (double)(width > WIDTH_MOST ? WIDTH_MOST : width) + 2;
}

/* Rows go out one after the other, so the header's notes come with it. */
static enum status write_notes(struct exporting *x, const struct page *p, struct error *e)
{
    enum status s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < p->rows[p->header].n; k++) {
        const struct pack_note *note = pack_note(p->name, cell_of(p, p->header, k));
        if (note == NULL)
            continue;
        s = book_note(x->book, p->header, k, _(note->text), e);
        if (s == ST_OK && note->choices != NULL)
            s = write_choices(x, p, k, note, e);
    }
    return s;
}

static enum status write_row(struct exporting *x, const struct page *p, size_t row, struct error *e)
{
    enum book_style style = row == p->header            ? BOOK_HEADER
                            : is_comment(&p->rows[row]) ? BOOK_COMMENT
                                                        : BOOK_PLAIN;
    enum status s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < p->rows[row].n; k++) {
        struct slice v = cell_of(p, row, k);
        if (v.n > 0)
            s = book_text(x->book, row, k, v, style, e);
    }
    return s == ST_OK && row == p->header && !p->hidden ? write_notes(x, p, e) : s;
}

static enum status write_page(struct exporting *x, const struct page *p, struct error *e)
{
    enum status s = book_sheet(x->book, p->name, p->hidden, e);
    for (size_t k = 0; s == ST_OK && k < p->columns; k++)
        s = book_width(x->book, k, width_of(p, k), e);
    for (size_t i = 0; s == ST_OK && i < p->n; i++)
        s = write_row(x, p, i, e);
    if (s == ST_OK && !p->hidden && p->header < p->n)
        book_freeze(x->book, p->header);
    return s;
}

static enum status write_pages(struct exporting *x, int64_t day, struct sink *out, struct error *e)
{
    enum status s = book_open(day, &x->book, e);
    for (size_t i = 0; s == ST_OK && i < x->n; i++) {
        s = write_page(x, &x->pages[i], e);
        if (s != ST_OK)
            error_place(e, x->pages[i].path, 0, 0);
    }
    if (s == ST_OK)
        s = write_lists(x, e);
    if (s == ST_OK)
        return book_close(x->book, out, e);
    book_discard(x->book);
    return s;
}

static enum status check_pack(const struct exporting *x, const char *directory, struct error *e)
{
    for (size_t i = 0; i < x->n; i++)
        if (!x->pages[i].hidden && rank(&x->pages[i]) < sizeof order / sizeof order[0])
            return ST_OK;
    return error_at(e, ST_USAGE, directory, 0, 0, "%s", _("there is no file of a pack in it"));
}

enum status pack_export(const char *directory, int64_t day, struct sink *out, struct error *e)
{
    struct exporting x = {0};
    enum status s = find_pages(&x, directory, "", true, e);
    char *tests = arena_printf(&x.arena, "%s/tests", directory);
    if (s == ST_OK)
        s = tests == NULL ? error_memory(e) : find_pages(&x, tests, PACK_TESTS, false, e);
    if (s == ST_OK)
        s = check_pack(&x, directory, e);
    if (s == ST_OK)
        qsort(x.pages, x.n, sizeof *x.pages, by_rank);
    for (size_t i = 0; s == ST_OK && i < x.n; i++)
        s = read_page(&x, &x.pages[i], e);
    if (s == ST_OK)
        s = collect_lists(&x, e);
    if (s == ST_OK)
        s = write_pages(&x, day, out, e);
    for (size_t i = 0; i < x.n; i++)
        free(x.pages[i].rows);
    for (size_t i = 0; i < x.list_n; i++)
        keytab_free(&x.lists[i].words);
    free(x.pages);
    arena_free(&x.arena);
    return s;
}
