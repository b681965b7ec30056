#include "ingest.h"

#include <stdlib.h>

#include "i18n.h"
#include "ingest_int.h"

/* --- files and sheets */

static void on_warning(void *context, const char *text)
{
    struct ingest *x = context;
    if (x->options.list)
        return;
    struct keytab *told = &x->work->told;
    uint32_t before = told->n, at = keytab_add(told, slice_of(text));
    if (at == before || at == KEYTAB_NONE)
        ingest_warn(x, "%s", text);
}

static void on_bytes(void *context, struct slice bytes)
{
    struct ingest *x = context;
    fingerprint_add(&x->work->fingerprint, bytes);
}

static enum status in_turn(void *context, struct slice raw, const struct error *why,
                           struct error *e)
{
    struct ingest *x = context;
    x->sheets[x->work->laid].read++;
    x->sheets[x->work->laid].rejected++;
    x->rows++;
    return x->options.reject(x->options.context, raw, why, e);
}

/* A record that the file's form makes unreadable. Where the sheet will be laid out again, it comes
 * again. */
static enum status on_reject(void *context, struct slice raw, const struct error *why,
                             struct error *e)
{
    struct ingest *x = context;
    struct ingest_work *w = x->work;
    bool once = x->input_n == 1 && w->grid != NULL && grid_kind(w->grid) == GRID_TEXT;
    if (x->options.list || !(w->running || once))
        return ST_OK;
    if (!w->running || w->laying == NULL || layout_ahead(w->laying))
        return held_take(&w->held, raw, why, e);
    /* All rows before it have been taken: it takes no memory, however many there are. */
    i18n_off = false;
    enum status s = in_turn(x, raw, why, e);
    i18n_off = true;
    return s;
}

void ingest_close_input(struct ingest *x)
{
    struct ingest_work *w = x->work;
    layout_close(w->laying);
    grid_close(w->grid);
    w->laying = NULL;
    w->grid = NULL;
}

enum status ingest_open_input(struct ingest *x, size_t i, struct error *e)
{
    struct ingest_work *w = x->work;
    struct grid_options o = x->options.grid;
    ingest_close_input(x);
    o.warn = on_warning;
    o.watch = on_bytes;
    w->held.reject = in_turn;
    w->held.context = x;
    o.reject = x->options.reject != NULL ? on_reject : NULL;
    o.context = x;
    fingerprint_begin(&w->fingerprint, x->options.digest);
    w->input = i;
    w->fresh = true;
    enum status s = grid_open(x->inputs[i].path, &o, &w->grid, e);
    if (s != ST_OK) {
        w->grid = NULL;
        return s;
    }
    x->files[i].kind = grid_kind(w->grid);
    x->files[i].encoding = arena_string(&x->memory, slice_of(grid_encoding(w->grid)));
    return x->files[i].encoding == NULL ? error_memory(e) : ST_OK;
}

static const char *table_of(const struct ingest *x, size_t i)
{
    if (x->inputs[i].table != NULL)
        return x->inputs[i].table;
    if (x->options.table != NULL || x->files[i].kind != GRID_TEXT)
        return x->options.table;
    return ingest_stem_table(x, x->inputs[i].path);
}

enum status ingest_lay(struct ingest *x, size_t i, struct error *e)
{
    struct ingest_work *w = x->work;
    struct ingest_sheet *s = &x->sheets[i];
    if (w->laying != NULL && w->laid == i && !w->begun)
        return ST_OK;
    enum status st = ST_OK;
    layout_close(w->laying);
    w->laying = NULL;
    w->cover = false;
    if (w->grid == NULL || w->input != s->input || (!w->fresh && !grid_again(w->grid)))
        st = ingest_open_input(x, s->input, e);
    if (st == ST_OK)
        st = grid_select(w->grid, s->index, e);
    if (st != ST_OK)
        return st;
    w->fresh = w->begun = false;
    w->laid = i;
    s->called = arena_string(&x->memory, slice_of(grid_name(w->grid)));
    if (s->called == NULL)
        return error_memory(e);
    struct layout_options o = {.pack = x->options.pack,
                               .table = table_of(x, s->input),
                               .header_row = x->options.header_row,
                               .names = true,
                               .cover = &w->cover,
                               .warn = on_warning,
                               .context = x};
    st = layout_open(w->grid, &o, &w->laying, &w->layout, e);
    if (st != ST_OK) {
        w->laying = NULL;
        ingest_hide(x, e);
    }
    return st;
}

/* --- rows */

static void skip(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                 enum row_kind kind, const char *why)
{
    s->skipped[kind]++;
    if (x->options.verbose)
        ingest_tell(x, "%s:%llu: %s: %s", s->called, (unsigned long long)row->line, _("skipped"),
                    why);
}

static enum status take_row(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                            enum row_kind kind, const char *why, struct error *e)
{
    enum { ROWS_BETWEEN = 4096 };
    const struct ingest_options *o = &x->options;
    s->read++;
    x->rows++;
    if (x->rows % ROWS_BETWEEN == 0 && o->progress != NULL) {
        double share = grid_progress(x->work->grid);
        if (share >= 0)
            share = ((double)s->input + share) / (double)x->input_n;
        o->progress(o->context, share, x->rows);
    }
    if (kind == ROW_RECORD)
        return ingest_record(x, s, row, e);
    skip(x, s, row, kind, why);
    return kind != ROW_TOTAL ? ST_OK
                             : ingest_take_total(x, s, row, layout_total(x->work->laying), e);
}

static enum status read_sheet(struct ingest *x, size_t i, struct error *e)
{
    struct ingest_sheet *s = &x->sheets[i];
    struct ingest_work *w = x->work;
    enum status st = ingest_lay(x, i, e);
    if (st == ST_OK)
        st = ingest_map(x, s, e);
    for (bool got = true; st == ST_OK;) {
        struct grid_row row;
        enum row_kind kind;
        const char *why;
        w->begun = true;
        i18n_off = x->options.reject != NULL; /* its reasons for a reject go into a file */
        st = layout_next(w->laying, &row, &kind, &why, &got, e);
        i18n_off = false;
        if (st == ST_DATA)
            ingest_hide(x, e);
        if (st == ST_OK)
            st = held_hand_on(&w->held, got ? row.line : UINT64_MAX, e);
        if (st == ST_DATA && got)
            st = ingest_reject(x, s, &row, e);
        else if (st == ST_OK && got)
            st = take_row(x, s, &row, kind, why, e);
        if (!got)
            break;
    }
    if (st == ST_OK)
        ingest_end_totals(x, s);
    return st;
}

/* The bytes have all been seen when a first sheet has been read. */
static void end_fingerprint(struct ingest *x, size_t i)
{
    struct ingest_file *f = &x->files[i];
    if (f->digest[0] != '\0')
        return;
    f->bytes = x->work->fingerprint.bytes;
    fingerprint_end(&x->work->fingerprint, f->digest);
}

enum status ingest_run(struct ingest *x, struct error *e)
{
    enum status s = ST_OK;
    x->work->running = true;
    for (size_t i = 0; s == ST_OK && i < x->table_n; i++)
        s = ingest_write_header(x, &x->tables[i], e);
    for (size_t i = 0; s == ST_OK && i < x->sheet_n; i++) {
        if (x->sheets[i].table == INGEST_NONE)
            continue;
        s = read_sheet(x, i, e);
        if (s == ST_OK)
            end_fingerprint(x, x->sheets[i].input);
    }
    return s;
}

uint64_t ingest_skipped(const struct ingest_sheet *s)
{
    uint64_t n = 0;
    for (size_t k = 0; k < ROW_KINDS; k++)
        n += s->skipped[k];
    return n;
}

const char *ingest_kind_name(enum row_kind kind)
{
    static const char *const names[ROW_KINDS] = {N_("record"), N_("blank"), N_("title"), N_("unit"),
                                                 N_("header"), N_("total"), N_("note")};
    return _(names[kind]);
}

static void close_work(struct ingest *x)
{
    struct ingest_work *w = x->work;
    ingest_close_input(x);
    keytab_free(&w->told);
    held_free(&w->held);
    free(w->pseudonyms_seen);
    free(w->from);
    free(w->known);
    free(w->ends);
    free(w->notes);
    buffer_free(&w->values);
    buffer_free(&w->source);
    buffer_free(&w->safe);
    buffer_free(&w->raw);
    free(w);
}

void ingest_close(struct ingest *x)
{
    if (x == NULL)
        return;
    if (x->work != NULL)
        close_work(x);
    for (size_t i = 0; i < x->sheet_n; i++) {
        free(x->sheets[i].sums);
        free(x->sheets[i].totals);
    }
    for (size_t i = 0; i < x->table_n; i++) {
        for (size_t k = 0; k < x->tables[i].column_n; k++)
            for (size_t b = 0; b < TIDY_NOTES; b++)
                buffer_free(&x->tables[i].columns[k].places[b]);
        free(x->tables[i].columns);
        free(x->tables[i].at);
        keytab_free(&x->tables[i].names);
    }
    free(x->sheets);
    free(x->tables);
    free(x->files);
    arena_free(&x->memory);
    free(x);
}
