#include "html_rows_int.h"

#include <stdlib.h>

#include "i18n.h"

enum status html_rows_read(struct source *source, const char *name, struct html_rows **out,
                           struct error *e)
{
    struct html_rows *h = calloc(1, sizeof *h);
    if (h == NULL)
        return error_memory(e);
    h->name = name;
    enum status st = spill_open(&h->file, e);
    if (st == ST_OK)
        st = html_read(source, name, html_rows_event, h, e);
    if (st == ST_OK)
        st = html_rows_line(h, e);
    if (st == ST_DATA)
        error_place(e, name, 0, 0);
    h->name = NULL;
    if (st == ST_OK)
        *out = h;
    else
        html_rows_close(h);
    return st;
}

const struct html_table *html_rows_tables(const struct html_rows *h, size_t *n)
{
    *n = h->n;
    return h->tables;
}

uint64_t html_rows_outside(const struct html_rows *h, struct slice *first)
{
    *first = buffer_view(&h->first_outside);
    return h->outside;
}

enum status html_rows_begin(struct html_rows *h, size_t table, struct error *e)
{
    h->reading = table;
    return spill_rewind(h->file, e);
}

/* All of SIZE: the file holds what was written. */
static enum status read_whole(struct html_rows *h, void *to, size_t size, bool *got,
                              struct error *e)
{
    size_t n;
    enum status st = spill_read(h->file, to, size, &n, e);
    *got = n == size;
    return st == ST_OK && n > 0 && n < size
               ? error_set(e, ST_SYSTEM, "%s", _("a temporary file became shorter"))
               : st;
}

static enum status read_row(struct html_rows *h, struct row_head *head, bool *got, struct error *e)
{
    enum status st = read_whole(h, head, sizeof *head, got, e);
    if (st != ST_OK || !*got)
        return st;
    h->bytes.n = 0;
    if (!buffer_reserve(&h->bytes, (size_t)head->bytes + 1))
        return error_memory(e);
    h->bytes.n = (size_t)head->bytes;
    if (head->bytes == 0)
        return ST_OK;
    st = read_whole(h, h->bytes.p, h->bytes.n, got, e);
    return st == ST_OK && !*got
               ? error_set(e, ST_SYSTEM, "%s", _("a temporary file became shorter"))
               : st;
}

enum status html_rows_next(struct html_rows *h, const struct html_cell **cells, size_t *n,
                           bool *got, struct error *e)
{
    struct row_head head;
    do {
        enum status st = read_row(h, &head, got, e);
        if (st != ST_OK || !*got)
            return st;
    } while (head.table != h->reading);
    if (!grow(&h->cells, &h->cell_size, (size_t)head.cells, sizeof *h->cells))
        return error_memory(e);
    const char *p = h->bytes.p;
    for (size_t i = 0; i < head.cells; i++) {
        struct cell_head cell;
        memcpy(&cell, p, sizeof cell);
        p += sizeof cell;
        h->cells[i] = (struct html_cell){.text = {p, (size_t)cell.text},
                                         .number = {p + cell.text, (size_t)cell.number},
                                         .columns = (size_t)cell.columns,
                                         .rows = cell.rows,
                                         .has_number = cell.has_number,
                                         .as_text = cell.as_text};
        p += cell.text + cell.number;
    }
    *cells = h->cells;
    *n = (size_t)head.cells;
    return ST_OK;
}

void html_rows_close(struct html_rows *h)
{
    if (h == NULL)
        return;
    for (size_t i = 0; i < h->n; i++)
        free(h->tables[i].name);
    for (size_t i = 0; i < HTML_NESTED_MAX; i++) {
        buffer_free(&h->keeping[i].row);
        buffer_free(&h->keeping[i].number);
        html_text_free(&h->keeping[i].words);
    }
    if (h->file != NULL)
        spill_close(h->file);
    html_text_free(&h->line);
    buffer_free(&h->units);
    buffer_free(&h->first_outside);
    buffer_free(&h->bytes);
    free(h->tables);
    free(h->cells);
    free(h);
}
