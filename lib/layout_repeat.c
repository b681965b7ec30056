/* Rows that say the header again: printed reports on each page, and the numbers of columns. */
#include <stdio.h>

#include "i18n.h"
#include "layout_int.h"

/* The texts of a row, folded, with a mark between cells; blank ones at its ends left out. */
bool layout_row_text(struct laying *y, const struct grid_row *row)
{
    size_t end = 0;
    y->line.n = 0;
    for (size_t k = 0; k < row->n; k++) {
        const struct cell *c = &row->cells[k];
        size_t before = y->line.n;
        if (c->kind != CELL_BLANK && c->cover != COVER_ACROSS && !layout_fold(c->text, &y->line))
            return false;
        end = y->line.n > before ? y->line.n : end;
        if (end > 0 && !buffer_char(&y->line, '\x1f'))
            return false;
    }
    y->line.n = end;
    return !y->line.failed;
}

bool row_repeats(struct laying *y, const struct grid_row *row, struct look look,
                 enum row_kind *kind)
{
    bool may = false;
    for (size_t i = 0; i < y->repeat_n && !may; i++)
        may = look.text.n > 0 && slice_begins(y->repeats[i], look.text);
    if (!may || y->head.n < 2 || !layout_row_text(y, row))
        return false;
    for (size_t i = y->repeat_n; i-- > 0;)
        if (slice_eq(y->repeats[i], buffer_view(&y->line))) {
            *kind = y->kept[i].kind;
            snprintf(y->why, sizeof y->why, _("row %ju again"), (uintmax_t)y->kept[i].row.line);
            return true;
        }
    return false;
}

/* `1`, `(1)`, `3=1+2`: the number of a column, which is N. */
static bool is_ordinal(struct slice s, size_t n)
{
    size_t value = 0, i = 0;
    if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
        s = (struct slice){s.p + 1, s.n - 2};
    for (; i < s.n && i < 5 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        value = value * 10 + (size_t)(s.p[i] - '0');
    return i > 0 && value == n && (i == s.n || s.p[i] == '=');
}

static bool is_stem(struct slice s) /* 甲 and 乙 stand before 1 and 2 */
{
    return slice_eq(s, SLICE("甲")) || slice_eq(s, SLICE("乙")) || slice_eq(s, SLICE("丙")) ||
           slice_eq(s, SLICE("丁"));
}

static bool names_rows(struct slice s) /* what stands before the numbers of columns */
{
    static const char *const words[] = {"栏次", "行次", "栏号", "列次", "列号"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_eq(s, slice_of(words[i])))
            return true;
    return false;
}

/* Right below the header: numbers in order. Without a word before them it is a record, unless that
 * could not be: five at least, or one where a day or a month should stand. */
bool row_numbers_columns(struct laying *y, const struct grid_row *row, struct look look)
{
    size_t numbers = 0, words = 0;
    bool never = false;
    for (size_t k = look.first; k < row->n; k++) {
        if (!cell_own(&row->cells[k]))
            continue;
        y->fold.n = 0;
        if (!layout_fold(row->cells[k].text, &y->fold))
            return false;
        struct slice s = buffer_view(&y->fold);
        if (is_ordinal(s, numbers + 1)) {
            numbers++;
            never = never || y->dated[k < y->head.n ? k : y->head.n];
        } else if (numbers == 0 && (names_rows(s) || (y->required_n > 0 && is_stem(s)))) {
            words++;
        } else {
            return false;
        }
    }
    if (words > 0)
        return numbers > 0;
    return y->required_n > 0 && numbers > 1 && (never || numbers >= 5);
}
