#include "pack_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grid.h"
#include "i18n.h"
#include "num.h"
#include "writer.h"

struct pack_place {
    const char *path;  /* the caller's */
    struct grid *book; /* NULL: a folder */
};

static enum status open_book(struct pack_place *p, struct error *e)
{
    static const struct grid_options options = {0};
    enum status s = grid_open_book(p->path, &options, &p->book, e);
    if (s == ST_OK && !grid_again(p->book))
        s = error_at(e, ST_USAGE, p->path, 0, 0, "%s",
                     _("a pack cannot be read from a file of this kind; save it as xlsx"));
    /* A pack that cannot be read is the wrong thing to have named, not wrong data. */
    if (s == ST_DATA)
        s = e->status = ST_USAGE;
    return s;
}

enum status pack_place_open(const char *path, struct pack_place **out, struct error *e)
{
    struct stat st;
    *out = NULL;
    int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return error_system(e, errno, path, _("open the pack"));
    bool known = fstat(fd, &st) == 0, folder = known && S_ISDIR(st.st_mode);
    enum status s = known ? ST_OK : error_system(e, errno, path, _("open the pack"));
    close(fd);
    struct pack_place *p = s == ST_OK ? calloc(1, sizeof *p) : NULL;
    if (p == NULL)
        return s == ST_OK ? error_memory(e) : s;
    p->path = path;
    if (!folder)
        s = open_book(p, e);
    if (s == ST_OK)
        *out = p;
    else
        pack_place_close(p);
    return s;
}

static enum status refuse_cell(const struct grid *g, const struct grid_row *row, size_t column,
                               struct error *e)
{
    char q[QUOTE_SIZE];
    const struct cell *c = &row->cells[column];
    return error_at(
        e, ST_USAGE, grid_name(g), row->line, column + 1,
        c->kind == CELL_ERROR
            ? _("a formula that failed: '%s'; type a rule into a cell that is formatted "
                "as text, so that no program takes it for a formula")
            : _("a formula without a result%s; type a rule into a cell that is "
                "formatted as text, so that no program takes it for a formula"),
        c->kind == CELL_ERROR ? quote(q, c->text) : "");
}

/* What a person sees in CELL: 15% for a 0.15 that is shown as one. */
static void write_cell(struct writer *w, const struct cell *c)
{
    static const struct num hundred = {.n = 100, .kind = NUM_DECIMAL};
    struct num v;
    char text[NUM_TEXT_MAX + 1];
    if (c->cover != COVER_NONE) {
        writer_cell(w, SLICE(""));
        return;
    }
    if (c->kind == CELL_NUMBER && c->percent && num_parse(c->text, &v) == NUM_OK &&
        num_mul(&v, &hundred, &v) == NUM_OK && !v.approximate) {
        size_t n = num_text(&v, NULL, 0, text);
        text[n++] = '%';
        writer_cell(w, (struct slice){text, n});
        return;
    }
    writer_cell(w, c->text);
}

struct taking {
    struct grid *grid;
    struct sink *sink;
    struct writer writer;
    size_t columns; /* of the widest row so far: those after it are as wide */
    uint64_t *lines;
    size_t line_n, size;
};

static bool add_lines(struct taking *t, uint64_t line, size_t n)
{
    if (!grow(&t->lines, &t->size, t->line_n + n, sizeof *t->lines))
        return false;
    while (n-- > 0)
        t->lines[t->line_n++] = line;
    return true;
}

static enum status take_row(struct taking *t, const struct grid_row *row, struct error *e)
{
    size_t lines = 1;
    for (size_t i = 0; i < row->n; i++) {
        const struct cell *c = &row->cells[i];
        if (c->kind == CELL_ERROR || c->uncomputed)
            return refuse_cell(t->grid, row, i, e);
        for (size_t k = 0; k < c->text.n && c->cover == COVER_NONE; k++)
            lines += c->text.p[k] == '\n' ||
                     (c->text.p[k] == '\r' && !(k + 1 < c->text.n && c->text.p[k + 1] == '\n'));
        write_cell(&t->writer, c);
    }
    for (size_t i = row->n; i < t->columns; i++)
        writer_cell(&t->writer, SLICE(""));
    t->columns = t->columns > row->n ? t->columns : row->n;
    writer_end(&t->writer);
    return add_lines(t, row->line, lines) ? ST_OK : error_memory(e);
}

static enum status take_sheet(struct taking *t, struct arena *a, struct buffer *raw,
                              const uint64_t **lines, struct error *e)
{
    struct grid_row row;
    bool got = true;
    enum status s = sink_memory(&t->sink, e);
    if (s != ST_OK)
        return s;
    writer_init(&t->writer, t->sink, READER_CSV);
    while (s == ST_OK && got) {
        s = grid_next(t->grid, &row, &got, e);
        if (s == ST_OK && got && row.n > 0)
            s = take_row(t, &row, e);
    }
    struct slice text = sink_bytes(t->sink);
    /* The last line of all, behind the last line end. */
    if (s == ST_OK &&
        !(add_lines(t, t->line_n > 0 ? t->lines[t->line_n - 1] : 1, 1) && buffer_slice(raw, text)))
        s = error_memory(e);
    uint64_t *kept = s == ST_OK ? arena_alloc(a, t->line_n * sizeof *kept) : NULL;
    if (s == ST_OK && kept == NULL)
        s = error_memory(e);
    if (s == ST_OK)
        memcpy(kept, t->lines, t->line_n * sizeof *kept);
    *lines = kept;
    sink_discard(t->sink);
    free(t->lines);
    return s;
}

/* "tests/cases.csv" is the sheet "tests.cases". */
static char *sheet_name(struct arena *a, const char *file)
{
    size_t n = strlen(file);
    char *name = arena_string(a, (struct slice){file, n - strlen(".csv")});
    for (char *p = name; p != NULL && *p != '\0'; p++)
        if (*p == '/')
            *p = '.';
    return name;
}

static enum status read_sheet(struct pack_place *p, const char *file, struct arena *a,
                              const char **path, struct buffer *raw, const uint64_t **lines,
                              bool *missing, struct error *e)
{
    const char *name = sheet_name(a, file);
    *path = name == NULL ? NULL : arena_printf(a, "%s!%s", p->path, name);
    if (*path == NULL)
        return error_memory(e);
    for (size_t i = 0; i < grid_sheet_count(p->book); i++) {
        struct slice s = grid_sheet(p->book, i)->name;
        bool whole = slice_eq(s, slice_of(file)); /* as some programs name what was a file */
        if (!whole && !slice_eq(s, slice_of(name)))
            continue;
        struct taking t = {.grid = p->book};
        enum status st = grid_select(p->book, i, e);
        if (st == ST_OK)
            st = take_sheet(&t, a, raw, lines, e);
        if (st == ST_DATA)
            st = e->status = ST_USAGE;
        return st;
    }
    if (missing == NULL)
        return error_at(e, ST_USAGE, p->path, 0, 0,
                        _("there is no sheet '%s' in it, which a pack needs"), name);
    *missing = true;
    return ST_OK;
}

enum status pack_place_read(struct pack_place *p, const char *file, struct arena *a,
                            const char **path, struct buffer *raw, const uint64_t **lines,
                            bool *missing, struct error *e)
{
    *lines = NULL;
    if (missing != NULL)
        *missing = false;
    if (p->book != NULL)
        return read_sheet(p, file, a, path, raw, lines, missing, e);
    size_t n = strlen(p->path);
    bool slashed = n > 0 && p->path[n - 1] == '/';
    *path = arena_printf(a, "%s%s%s", p->path, slashed ? "" : "/", file);
    return *path == NULL ? error_memory(e) : sheet_read(*path, raw, missing, e);
}

bool pack_place_is_book(const struct pack_place *p)
{
    return p->book != NULL;
}

void pack_place_close(struct pack_place *p)
{
    if (p == NULL)
        return;
    if (p->book != NULL)
        grid_close(p->book);
    free(p);
}
