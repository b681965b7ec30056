/* The header where there is no dictionary: the first row that names more than one thing. */
#include "i18n.h"
#include "layout_int.h"

/* More rows of one cell than a sheet has titles: it has but one column. */
enum { TITLES_MAX = 10 };

static size_t count_own(const struct grid_row *row)
{
    size_t n = 0;
    for (size_t k = 0; k < row->n; k++)
        n += cell_own(&row->cells[k]);
    return n;
}

static bool says_unit(struct laying *y, const struct grid_row *row)
{
    for (size_t k = 0; k < row->n; k++) {
        bool whole;
        y->fold.n = 0;
        if (!cell_own(&row->cells[k]) || !layout_fold(row->cells[k].text, &y->fold))
            continue;
        if (unit_said(buffer_view(&y->fold), &whole).measure != MEASURE_NONE && whole)
            return true;
    }
    return false;
}

static bool is_asked(const struct laying *y, const struct grid_row *row)
{
    return row->line <= y->options.header_row && y->options.header_row <= row->line_end;
}

enum status layout_first(struct laying *y, struct choice *out, struct error *e)
{
    size_t filled = SIZE_MAX, titles = 0;
    *out = (struct choice){.rows = 0, .tie = SIZE_MAX};
    for (size_t i = 0; y->kept_bytes <= LOOK_BYTES && titles <= TITLES_MAX; i++) {
        enum status s = laying_keep(y, e);
        if (s != ST_OK)
            return s;
        if (i >= y->kept_n)
            break;
        const struct grid_row *row = &y->kept[i].row;
        size_t own = count_own(row);
        bool take = y->options.header_row != 0 ? is_asked(y, row) : own > 1 && !says_unit(y, row);
        if (take) {
            *out = (struct choice){.row = i, .rows = 1, .tie = SIZE_MAX};
            return ST_OK;
        }
        if (y->options.header_row != 0)
            continue;
        if (own == 1 && filled == SIZE_MAX)
            filled = i;
        titles += own == 1;
    }
    if (filled != SIZE_MAX) {
        *out = (struct choice){.row = filled, .rows = 1, .tie = SIZE_MAX};
        return ST_OK;
    }
    if (y->options.cover != NULL)
        *y->options.cover = y->options.header_row == 0;
    if (y->options.header_row != 0)
        return error_at(e, ST_DATA, y->feed.name, 0, 0, _("there is no row %ju to be its header"),
                        (uintmax_t)y->options.header_row);
    return error_at(e, ST_DATA, y->feed.name, 0, 0, "%s",
                    _("no header: there is no row that is filled"));
}
