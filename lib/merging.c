#include "merging.h"

#include <stdlib.h>

#include "i18n.h"

struct merged {
    size_t left, columns;
    uint64_t rows;    /* this one and those below */
    bool above;       /* it began in a row before */
    struct cell cell; /* texts in `bytes` */
    char *bytes;
    size_t n;
};

void merging_begin(struct merging *m)
{
    m->n = 0;
    m->texts.n = 0;
}

const struct cell *merging_above(const struct merging *m, size_t column)
{
    if (column >= m->owner_n || m->owner[column] == 0)
        return NULL;
    const struct merged *g = &m->merged[m->owner[column] - 1];
    return g->above ? &g->cell : NULL;
}

/* Cells up to COLUMN; new ones are blank. */
static bool reach(struct merging *m, size_t column)
{
    if (!grow(&m->cells, &m->size, column + 1, sizeof *m->cells) ||
        !grow(&m->places, &m->place_size, column + 1, sizeof *m->places))
        return false;
    for (; m->n <= column; m->n++)
        m->cells[m->n] = (struct cell){.kind = CELL_BLANK, .text = {"", 0}, .shown = {"", 0}};
    return true;
}

static void own(struct merging *m, size_t i)
{
    const struct merged *g = &m->merged[i];
    for (size_t k = 0; k < g->columns; k++)
        m->owner[g->left + k] = (uint32_t)i + 1;
}

/* Clips COLUMNS to what is free, at least to one. */
static bool free_columns(struct merging *m, size_t column, size_t *columns)
{
    size_t end = column + *columns;
    if (!grow(&m->owner, &m->owner_size, end, sizeof *m->owner))
        return false;
    while (m->owner_n < end)
        m->owner[m->owner_n++] = 0;
    *columns = 1;
    while (column + *columns < end && m->owner[column + *columns] == 0)
        ++*columns;
    return true;
}

static enum status remember(struct merging *m, size_t column, const struct cell *cell,
                            size_t columns, uint64_t rows, struct error *e)
{
    size_t n = cell->text.n + cell->shown.n;
    if (n > MERGING_BYTES_MAX - m->merged_bytes)
        return error_set(e, ST_DATA, _("merged cells hold more than %d bytes at one time"),
                         MERGING_BYTES_MAX);
    char *bytes = malloc(n + 1);
    if (bytes == NULL || !free_columns(m, column, &columns) ||
        !grow(&m->merged, &m->merged_size, m->merged_n + 1, sizeof *m->merged)) {
        free(bytes);
        return error_memory(e);
    }
    struct merged *g = &m->merged[m->merged_n++];
    *g = (struct merged){.left = column, .columns = columns, .rows = rows, .cell = *cell,
                         .bytes = bytes, .n = n};
    if (cell->text.n > 0)
        memcpy(bytes, cell->text.p, cell->text.n);
    if (cell->shown.n > 0)
        memcpy(bytes + cell->text.n, cell->shown.p, cell->shown.n);
    g->cell.text.p = bytes;
    g->cell.shown.p = bytes + cell->text.n;
    m->merged_bytes += n;
    own(m, m->merged_n - 1);
    return ST_OK;
}

enum status merging_put(struct merging *m, size_t column, const struct cell *cell, size_t columns,
                        uint64_t rows, struct error *e)
{
    if (column >= MERGING_COLUMNS_MAX)
        return error_set(e, ST_DATA, _("the row has more than %d cells"), MERGING_COLUMNS_MAX);
    if (cell->text.n + cell->shown.n > MERGING_BYTES_MAX - m->texts.n)
        return error_set(e, ST_DATA, _("the row holds more than %d bytes"), MERGING_BYTES_MAX);
    if (columns > MERGING_COLUMNS_MAX - column)
        columns = MERGING_COLUMNS_MAX - column;
    if (!reach(m, column))
        return error_memory(e);
    m->cells[column] = *cell;
    m->places[column].text = m->texts.n;
    buffer_slice(&m->texts, cell->text);
    m->places[column].shown = m->texts.n;
    if (!buffer_slice(&m->texts, cell->shown) || m->texts.failed)
        return error_memory(e);
    return columns > 1 || rows > 1 ? remember(m, column, cell, columns, rows, e) : ST_OK;
}

/* What stands in a covered cell itself is not shown by any program. */
static bool cover(struct merging *m, const struct merged *g)
{
    if (g->cell.kind == CELL_BLANK && !g->cell.uncomputed)
        return true;
    if (!reach(m, g->left + g->columns - 1))
        return false;
    for (size_t i = g->above ? 0 : 1; i < g->columns; i++) {
        struct cell *c = &m->cells[g->left + i];
        if (c->kind != CELL_BLANK)
            continue;
        *c = g->cell;
        c->cover = g->above ? COVER_DOWN : COVER_ACROSS;
    }
    return true;
}

enum status merging_finish(struct merging *m, struct error *e)
{
    for (size_t i = 0; i < m->n; i++) {
        m->cells[i].text.p = m->cells[i].text.n > 0 ? m->texts.p + m->places[i].text : "";
        m->cells[i].shown.p = m->cells[i].shown.n > 0 ? m->texts.p + m->places[i].shown : "";
    }
    for (size_t i = 0; i < m->merged_n; i++)
        if (!cover(m, &m->merged[i]))
            return error_memory(e);
    while (m->n > 0 && m->cells[m->n - 1].kind == CELL_BLANK && !m->cells[m->n - 1].uncomputed)
        m->n--;
    return ST_OK;
}

void merging_next(struct merging *m, uint64_t rows)
{
    size_t kept = 0;
    if (m->merged_n == 0)
        return;
    memset(m->owner, 0, m->owner_n * sizeof *m->owner);
    for (size_t i = 0; i < m->merged_n; i++) {
        struct merged *g = &m->merged[i];
        if (g->rows <= rows) {
            m->merged_bytes -= g->n;
            free(g->bytes);
            continue;
        }
        g->rows -= rows;
        g->above = true;
        m->merged[kept] = *g;
        own(m, kept++);
    }
    m->merged_n = kept;
}

void merging_free(struct merging *m)
{
    merging_next(m, UINT64_MAX);
    free(m->cells);
    free(m->places);
    free(m->merged);
    free(m->owner);
    buffer_free(&m->texts);
    *m = (struct merging){0};
}
