/* One record: its cells to values, and these to a row of the table; or, if one is refused, the
 * record to where such go. */
#include <stdio.h>

#include "i18n.h"
#include "ingest_int.h"
#include "money.h"
#include "safe_cell.h"

enum status ingest_write_header(struct ingest *x, struct ingest_table *t, struct error *e)
{
    for (size_t k = 0; k < t->column_n; k++) {
        struct slice name = t->columns[k].name;
        if (x->options.safe)
            name = safe_cell(name, &x->work->safe);
        if (name.p == NULL)
            return error_memory(e);
        writer_cell(&t->writer, name);
    }
    if (!x->options.no_source)
        writer_text(&t->writer, "_source");
    writer_end(&t->writer);
    return ST_OK;
}

/* What a program displays counts where the dictionary asks for a text, or does not know: a number
 * that is displayed is a rounded one. */
static const struct cell *as_asked(const struct ingest *x, const struct cell *cell,
                                   enum column_type type, struct cell *shown)
{
    bool text = type == TYPE_TEXT || type == TYPE_ID || type == TYPE_USCC || type == TYPE_IDNO;
    if (!x->options.grid.display || !text || cell->kind == CELL_BLANK || cell->shown.p == NULL)
        return cell;
    *shown = (struct cell){.kind = CELL_TEXT, .text = cell->shown};
    return shown;
}

enum status ingest_value(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                         size_t k, struct buffer *out, unsigned *notes, struct error *e)
{
    const struct ingest_work *w = x->work;
    const struct ingest_column *c = &x->tables[s->table].columns[k];
    *notes = 0;
    if (w->from[k] == INGEST_NONE)
        return ST_OK;
    const struct layout_column *l = &w->layout->columns[w->from[k]];
    if (l->cell >= row->n)
        return ST_OK;
    struct cell shown;
    const struct cell *cell = as_asked(x, &row->cells[l->cell], c->type, &shown);
    enum status st = tidy_cell(&w->rules, c->type, l->unit, cell, out, notes, e);
    if (st != ST_DATA)
        return st;
    char q[QUOTE_SIZE], text[sizeof e->text];
    if (c->pseudonym)
        return error_at(e, st, s->called, row->line, l->cell + 1,
                        _("%s: no value of type %s (it is not shown: the column is to be "
                          "pseudonymised)"),
                        quote(q, c->name), column_type_name(c->type));
    memcpy(text, e->text, sizeof text);
    return error_at(e, st, s->called, row->line, l->cell + 1, "%s: %s", quote(q, c->name), text);
}

void ingest_hide(const struct ingest *x, struct error *e)
{
    char text[sizeof e->text];
    const char *from = strchr(e->text, '\''), *to = strrchr(e->text, '\'');
    if (x->options.pseudonymiser == NULL || from == to)
        return;
    snprintf(text, sizeof text, "%.*s...%s", (int)(from + 1 - e->text), e->text, to);
    memcpy(e->text, text, sizeof text);
}

/* Nothing may be lost in a cell that no column names, nor be taken for a cell that it is not. */
static enum status check_width(const struct ingest *x, const struct ingest_sheet *s,
                               const struct grid_row *row, struct error *e)
{
    const struct ingest_work *w = x->work;
    char q[QUOTE_SIZE];
    if (row->n < w->known_n && x->files[s->input].kind == GRID_TEXT)
        return error_at(e, ST_DATA, s->called, row->line, 0,
                        ngettext_("the record has %zu cell, and the header %zu: is a cell "
                                  "missing, or a separator?",
                                  "the record has %zu cells, and the header %zu: is a cell "
                                  "missing, or a separator?",
                                  row->n),
                        row->n, w->known_n);
    for (size_t i = 0; i < row->n; i++) {
        if ((i < w->known_n && w->known[i]) || row->cells[i].kind == CELL_BLANK)
            continue;
        const struct slice text = row->cells[i].text;
        return error_at(e, ST_DATA, s->called, row->line, i + 1,
                        _("a cell under no header: '%s' (name its column in the header, or is "
                          "there a separator too many?)"),
                        quote(q, text));
    }
    return ST_OK;
}

/* The cells of a workbook's row as a line of CSV. */
static enum status raw_of(struct ingest *x, const struct grid_row *row, struct slice *raw,
                          struct error *e)
{
    struct buffer *out = &x->work->raw;
    *raw = row->raw;
    if (raw->p != NULL)
        return ST_OK;
    struct sink *sink;
    struct writer w;
    enum status s = sink_memory(&sink, e);
    if (s != ST_OK)
        return s;
    writer_init(&w, sink, READER_CSV);
    for (size_t i = 0; i < row->n; i++)
        writer_cell(&w, row->cells[i].kind == CELL_BLANK ? SLICE("") : row->cells[i].text);
    out->n = 0;
    buffer_slice(out, sink_bytes(sink));
    s = sink_close(sink, e);
    if (s == ST_OK && out->failed)
        s = error_memory(e);
    *raw = buffer_view(out);
    return s;
}

/* The values of a record. ST_DATA: E says what is wrong with the first that is none; the rest are
 * there all the same, unless it is not known which cell is which. */
static enum status take_values(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                               struct error *e)
{
    struct ingest_work *w = x->work;
    const struct ingest_table *t = &x->tables[s->table];
    struct error later;
    w->values.n = 0;
    enum status all = check_width(x, s, row, e);
    if (all != ST_OK)
        ingest_hide(x, e);
    bool shaped = all == ST_OK;
    if (!shaped)
        memset(w->ends, 0, t->column_n * sizeof *w->ends);
    for (size_t k = 0; shaped && k < t->column_n; k++) {
        size_t before = w->values.n;
        enum status st = ingest_value(x, s, row, k, &w->values, &w->notes[k],
                                      all == ST_OK ? e : &later);
        if (st != ST_OK && st != ST_DATA) {
            if (all != ST_OK)
                *e = later;
            return st;
        }
        if (st == ST_DATA) {
            all = st;
            w->values.n = before;
        }
        w->ends[k] = w->values.n;
    }
    return all;
}

static struct slice value(const struct ingest_work *w, size_t k)
{
    size_t from = k == 0 ? 0 : w->ends[k - 1];
    return (struct slice){w->values.n == 0 ? "" : w->values.p + from, w->ends[k] - from};
}

/* A decimal as tidy writes it; most are amounts. */
static bool read_decimal(struct slice text, struct num *v)
{
    int64_t cents;
    if (!money_one(text, &cents))
        return text.n > 0 && num_parse(text, v) == NUM_OK;
    *v = num_decimal(cents, 2);
    return true;
}

static enum status add_sums(struct ingest *x, struct ingest_sheet *s, bool written,
                            struct error *e)
{
    const struct ingest_table *t = &x->tables[s->table];
    for (size_t k = 0; k < t->column_n; k++) {
        struct num v;
        struct slice text = t->columns[k].type == TYPE_DECIMAL ? value(x->work, k) : SLICE("");
        if (!read_decimal(text, &v))
            continue;
        struct ingest_sum *sum = &s->sums[k];
        sum->values += written;
        if (num_sum_add(written ? &sum->written : &sum->rejected, &v) != NUM_OK)
            return error_set(e, ST_DATA, _("%.*s: the sum is too large"),
                             (int)t->columns[k].name.n, t->columns[k].name.p);
    }
    return ST_OK;
}

static enum status reject(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                          struct error *e)
{
    struct slice raw;
    if (row->line_end != row->line)
        e->line_end = row->line_end;
    if (x->options.reject == NULL)
        return e->status;
    struct error why = *e;
    enum status st = raw_of(x, row, &raw, e);
    if (st == ST_OK)
        st = add_sums(x, s, false, e);
    if (st == ST_OK)
        st = x->options.reject(x->options.context, raw, &why, e);
    s->rejected++;
    return st;
}

/* Where the row came from: what it says itself, if it has been through here before. */
static struct slice source_of(struct ingest *x, const struct ingest_sheet *s,
                              const struct grid_row *row)
{
    struct ingest_work *w = x->work;
    if (w->source_cell < row->n && row->cells[w->source_cell].kind == CELL_TEXT)
        return row->cells[w->source_cell].text;
    char digits[20];
    size_t n = 0;
    for (uint64_t line = row->line; line > 0; line /= 10)
        digits[sizeof digits - ++n] = (char)('0' + line % 10);
    if (w->source_of != s) {
        w->source_of = s;
        w->source.n = 0;
        buffer_text(&w->source, s->called);
        buffer_char(&w->source, x->files[s->input].kind == GRID_TEXT ? ':' : '!');
        w->source_n = w->source.n;
    }
    w->source.n = w->source_n;
    buffer_append(&w->source, digits + sizeof digits - n, n);
    return w->source.failed ? (struct slice){NULL, 0} : buffer_view(&w->source);
}

static enum status write_row(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                             struct error *e)
{
    struct ingest_work *w = x->work;
    struct ingest_table *t = &x->tables[s->table];
    for (size_t k = 0; k <= t->column_n; k++) {
        if (k == t->column_n && x->options.no_source)
            break;
        struct slice v = k < t->column_n ? value(w, k) : source_of(x, s, row);
        if (k < t->column_n && t->columns[k].pseudonym && v.n > 0)
            v = pseudonym_of(x->options.pseudonymiser, v);
        if (x->options.safe && v.p != NULL)
            v = safe_cell(v, &w->safe);
        if (v.p == NULL)
            return error_memory(e);
        writer_cell(&t->writer, v);
    }
    writer_end(&t->writer);
    t->written++;
    s->written++;
    return ST_OK;
}

enum status ingest_record(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                          struct error *e)
{
    struct ingest_work *w = x->work;
    struct ingest_table *t = &x->tables[s->table];
    i18n_off = x->options.reject != NULL; /* its reasons for a reject go into a file */
    enum status st = take_values(x, s, row, e);
    i18n_off = false;
    if (w->values.failed)
        return error_memory(e);
    if (st == ST_DATA)
        return reject(x, s, row, e);
    if (st != ST_OK)
        return st;
    for (size_t k = 0; k < t->column_n; k++)
        if (w->notes[k] != 0)
            ingest_note(x, s, &t->columns[k], w->notes[k], row,
                        w->layout->columns[w->from[k]].cell);
    st = add_sums(x, s, true, e);
    return st == ST_OK ? write_row(x, s, row, e) : st;
}

enum status ingest_reject(struct ingest *x, struct ingest_sheet *s, const struct grid_row *row,
                          struct error *e)
{
    struct error why = *e;
    s->read++;
    x->rows++;
    enum status st = x->options.reject == NULL ? ST_OK : take_values(x, s, row, e);
    if (st != ST_OK && st != ST_DATA)
        return st;
    *e = why;
    return reject(x, s, row, e);
}
