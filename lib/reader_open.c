/* The header, and which columns are wanted. */
#include <stdlib.h>

#include "i18n.h"
#include "reader_int.h"

enum {
    CHUNK = 256 * 1024,
    CELLS = 2 * 1024 * 1024 /* of a batch, at most: a wide table has shorter batches */
};

static void free_rows(struct reader *r)
{
    free(r->selected);
    free(r->wanted);
    free(r->cells);
    free(r->cell_memory);
    free(r->raw);
    free(r->lines);
    r->selected = NULL;
    r->wanted = NULL;
    r->cells = NULL;
    r->cell_memory = r->raw = NULL;
    r->lines = NULL;
}

static void *array(size_t n, size_t width)
{
    return calloc(n > 0 ? n : 1, width);
}

enum status reader_select(struct reader *r, const size_t *columns, size_t n, struct error *e)
{
    for (size_t k = 0; k < n; k++)
        if (columns[k] >= r->columns)
            return error_set(e, ST_USAGE, _("no column %zu: '%s' has %zu"), columns[k] + 1,
                             source_name(r->source), r->columns);
    free_rows(r);
    size_t rows = n > 0 ? CELLS / n : BATCH_ROWS;
    r->rows = rows > BATCH_ROWS ? BATCH_ROWS : rows > 0 ? rows : 1;
    r->selected_count = n;
    r->selected = array(n, sizeof *r->selected);
    r->wanted = array(r->columns, sizeof *r->wanted);
    r->cells = array(n, sizeof *r->cells);
    /* Columns a power of two apart would meet in the same lines of the cache. */
    enum { APART = 4 };
    r->cell_memory = array(n * (r->rows + APART), sizeof *r->cell_memory);
    r->raw = array(r->rows, sizeof *r->raw);
    r->lines = array(r->rows, sizeof *r->lines);
    if (r->selected == NULL || r->wanted == NULL || r->cells == NULL || r->cell_memory == NULL ||
        r->raw == NULL || r->lines == NULL) {
        free_rows(r);
        return error_memory(e);
    }
    for (size_t k = 0; k < n; k++) {
        r->selected[k] = columns[k];
        r->wanted[columns[k]] = true;
        r->cells[k] = r->cell_memory + k * (r->rows + APART);
    }
    return ST_OK;
}

enum status reader_select_all(struct reader *r, struct error *e)
{
    size_t *all = array(r->columns, sizeof *all);
    if (all == NULL)
        return error_memory(e);
    for (size_t i = 0; i < r->columns; i++)
        all[i] = i;
    enum status st = reader_select(r, all, r->columns, e);
    free(all);
    return st;
}

/* Goes behind a byte order mark. */
static enum status skip_mark(struct reader *r, struct error *e)
{
    while (r->end - r->start < 3 && !r->ended) {
        enum status st = reader_fill(r, e);
        if (st != ST_OK)
            return st;
    }
    struct slice first = {r->text + r->start, r->end - r->start};
    if (first.n >= 3 && memcmp(first.p, "\xef\xbb\xbf", 3) == 0) {
        r->start += 3;
        r->marks.at[0] = (uint32_t)r->start - 1;
    } else if (first.n >= 2 &&
               (memcmp(first.p, "\xff\xfe", 2) == 0 || memcmp(first.p, "\xfe\xff", 2) == 0)) {
        return error_at(e, ST_DATA, source_name(r->source), 1, 0, "%s",
                        _("this is UTF-16: convert it with iconv -f utf-16 -t utf-8"));
    }
    return ST_OK;
}

static bool keep_names(struct reader *r, const struct splitter *from)
{
    r->names = arena_alloc(&r->header, from->n * sizeof *r->names);
    if (r->names == NULL)
        return false;
    for (size_t i = 0; i < from->n; i++) {
        r->names[i] = arena_copy(&r->header, from->cells[i]);
        if (r->names[i].p == NULL)
            return false;
    }
    r->columns = from->n;
    return true;
}

/* Takes the first record as the header. */
static enum status read_header(struct reader *r, struct error *e)
{
    struct record rec = {.raw = {"", 0}, .next = r->start};
    enum found found;
    while ((found = reader_find(r, &rec)) == NEED_MORE) {
        enum status st = reader_fill(r, e);
        if (st != ST_OK)
            return st;
    }
    if (found == NOTHING)
        return error_at(e, ST_DATA, source_name(r->source), 0, 0, "%s",
                        _("file holds a byte order mark and nothing else: not even a header"));
    enum status st = reader_check(r, &rec);
    if (st != ST_OK)
        return reader_refuse(r, &rec, r->line, e);
    if (!keep_names(r, &r->splitter))
        return error_memory(e);
    reader_consume(r, &rec);
    return ST_OK;
}

/* Takes the names of the options as the header. */
static enum status given_names(struct reader *r, struct error *e)
{
    struct splitter s;
    struct walk w = {0};
    struct fault fault;
    splitter_init(&s, shape_of(READER_CSV));
    struct slice names = r->options.names;
    bool whole = !walk_on(&w, &s.shape, names.p, names.n);
    walk_end(&w);
    enum status st = ST_USAGE;
    if (whole && w.fault.kind == FAULT_NONE)
        st = splitter_split(&s, names, w.quoted, NULL, 0, &r->header, &fault);
    char shown[QUOTE_SIZE];
    size_t had = r->columns;
    if (st == ST_OK && had > 0 && s.n != had)
        st = error_at(e, ST_DATA, source_name(r->source), 1, 0,
                      _("the header has %zu columns, and the header given in its place %zu: '%s'"),
                      had, s.n, quote(shown, names));
    else if (st == ST_OK)
        st = keep_names(r, &s) ? ST_OK : error_memory(e);
    else if (st == ST_SYSTEM)
        error_memory(e);
    else
        st = error_set(e, ST_USAGE,
                       _("this is no list of column names: '%s' (separate them with commas)"),
                       quote(shown, names));
    splitter_free(&s);
    return st;
}

struct name {
    struct slice text;
    size_t index;
};

static int by_text(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    int c = slice_cmp(x->text, y->text);
    return c != 0 ? c : (x->index > y->index) - (x->index < y->index);
}

/* The first column whose name another one before it bears (*EARLIER), or r->columns. */
static enum status find_twin(const struct reader *r, size_t *twin, size_t *earlier, struct error *e)
{
    *twin = r->columns;
    struct name *sorted = malloc(r->columns * sizeof *sorted);
    if (sorted == NULL)
        return error_memory(e);
    for (size_t i = 0; i < r->columns; i++)
        sorted[i] = (struct name){r->names[i], i};
    qsort(sorted, r->columns, sizeof *sorted, by_text);
    for (size_t i = 1; i < r->columns; i++)
        if (slice_eq(sorted[i - 1].text, sorted[i].text) && sorted[i].index < *twin) {
            *twin = sorted[i].index;
            *earlier = sorted[i - 1].index;
        }
    free(sorted);
    return ST_OK;
}

static enum status check_names(const struct reader *r, struct error *e)
{
    bool given = r->options.names.p != NULL;
    const char *file = given ? NULL : source_name(r->source);
    enum status bad = given ? ST_USAGE : ST_DATA;
    uint64_t line = given ? 0 : 1;
    for (size_t i = 0; i < r->columns; i++)
        if (slice_trim(r->names[i]).n == 0)
            return error_at(e, bad, file, line, i + 1, _("column %zu has no name"), i + 1);
    size_t twin, earlier = 0;
    enum status st = find_twin(r, &twin, &earlier, e);
    char shown[QUOTE_SIZE];
    if (st == ST_OK && twin < r->columns)
        st = error_at(e, bad, file, line, twin + 1,
                      _("column name stands twice, in fields %zu and %zu: '%s'"), earlier + 1,
                      twin + 1, quote(shown, r->names[twin]));
    return st;
}

static enum status begin(struct reader *r, struct error *e)
{
    bool given = r->options.names.p != NULL;
    if (r->options.no_header && !given)
        return error_set(e, ST_USAGE, "%s",
                         _("a table without a header needs its column names given"));
    if (!marks_reserve(&r->marks, 1))
        return error_memory(e);
    r->marks.at[0] = READER_FRONT - 1;
    r->marks.n = r->mark = 1;
    enum status st = skip_mark(r, e);
    if (st != ST_OK || r->options.loose)
        return st;
    if (!r->options.no_header)
        st = read_header(r, e);
    if (st == ST_OK && given)
        st = given_names(r, e);
    return st == ST_OK ? check_names(r, e) : st;
}

enum status reader_open(struct source *source, const struct reader_options *options,
                        struct reader **out, struct error *e)
{
    *out = NULL;
    struct reader *r = calloc(1, sizeof *r);
    if (r == NULL) {
        source_close(source);
        return error_memory(e);
    }
    r->source = source;
    r->options = *options;
    r->chunk = options->chunk == 0 ? CHUNK : options->chunk;
    if (r->chunk > READER_CELL_MAX)
        r->chunk = READER_CELL_MAX;
    r->routines = scan_routines(options->plain ? VECTOR_NONE : cpu_vector_set());
    struct shape shape = shape_of(options->format);
    if (options->separator != 0)
        shape.separator = options->separator;
    shape.trick = options->loose && shape.quote >= 0;
    splitter_init(&r->splitter, shape);
    r->start = r->end = r->valid_to = READER_FRONT;
    r->line = options->line > 0 ? options->line : 1;
    enum status st = begin(r, e);
    if (st == ST_OK)
        *out = r;
    else
        reader_close(r);
    return st;
}

size_t reader_columns(const struct reader *r)
{
    return r->columns;
}

struct slice reader_column(const struct reader *r, size_t i)
{
    return r->names[i];
}

const char *reader_name(const struct reader *r)
{
    return source_name(r->source);
}

void reader_reject(struct reader *r, reader_reject_fn *fn, void *context)
{
    r->reject = fn;
    r->reject_context = context;
}

double reader_progress(const struct reader *r)
{
    return source_progress(r->source);
}

void reader_close(struct reader *r)
{
    if (r == NULL)
        return;
    source_close(r->source);
    splitter_free(&r->splitter);
    free_rows(r);
    free(r->text);
    marks_free(&r->marks);
    arena_free(&r->header);
    arena_free(&r->arena);
    arena_free(&r->split_arena);
    free(r);
}
