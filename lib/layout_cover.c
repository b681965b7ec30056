/* What merged cells cover: said again in the rows below, but amounts once. */
#include "layout_int.h"

/* Columns in which what hangs down began to the left hold no value of their own. */
static bool note_columns(struct laying *y, const struct grid_row *row)
{
    if (row->n > y->across_n) {
        size_t n = row->n * 2;
        bool *more = arena_zero(&y->arena, n * sizeof *more);
        if (more == NULL)
            return false;
        if (y->across_n > 0)
            memcpy(more, y->across, y->across_n * sizeof *more);
        y->across = more;
        y->across_n = n;
    }
    for (size_t k = 0; k < row->n; k++)
        if (row->cells[k].cover != COVER_DOWN)
            y->across[k] = row->cells[k].cover == COVER_ACROSS;
    return true;
}

static bool stands_once(const struct laying *y, const struct cell *c, size_t k)
{
    if (k < y->head.n && y->typed[k])
        return y->single[k];
    return c->kind == CELL_NUMBER;
}

enum status layout_cover(struct laying *y, struct grid_row *row, bool settle, struct error *e)
{
    size_t covered = 0;
    if (row->raw.p != NULL) /* text has none */
        return ST_OK;
    for (size_t k = 0; k < row->n; k++)
        covered += row->cells[k].cover != COVER_NONE;
    if (covered == 0 && y->across_n == 0)
        return ST_OK;
    if (!note_columns(y, row))
        return error_memory(e);
    if (covered == 0 || !settle)
        return ST_OK;
    if (!grow(&y->cells, &y->cells_size, row->n, sizeof *y->cells))
        return error_memory(e);
    memcpy(y->cells, row->cells, row->n * sizeof *y->cells);
    row->cells = y->cells;
    for (size_t k = 0; k < row->n; k++) {
        struct cell *c = &row->cells[k];
        if (c->cover == COVER_NONE || c->kind == CELL_BLANK)
            continue;
        bool once = stands_once(y, c, k);
        if (c->cover == COVER_DOWN && !y->across[k] && !once)
            continue;
        y->counts.merged += c->cover == COVER_DOWN && once && !y->across[k];
        *c = (struct cell){.kind = CELL_BLANK, .cover = c->cover, .text = SLICE("")};
    }
    return ST_OK;
}
