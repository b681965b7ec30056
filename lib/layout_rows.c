/* What a row below the header is. What is in doubt is a record. */
#include "i18n.h"
#include "layout_int.h"

static enum status refuse_stray(const struct laying *y, const struct grid_row *row, size_t at,
                                struct error *e)
{
    char a[QUOTE_SIZE];
    return error_at(e, ST_DATA, y->feed.name, row->line, at + 1,
                    _("'%s' stands in a column without a name: name it in the header (row %ju), or "
                      "say --header-row if that is not the header"),
                    quote(a, row->cells[at].text), (uintmax_t)y->head.line);
}

/* Every cell of a record must be in a column that has a name. */
static enum status check_stray(const struct laying *y, const struct grid_row *row, struct error *e)
{
    for (size_t i = 0; i < y->blank_n; i++)
        if (y->blanks[i] < row->n && cell_own(&row->cells[y->blanks[i]]))
            return refuse_stray(y, row, y->blanks[i], e);
    for (size_t k = y->head.n; k < row->n; k++)
        if (cell_own(&row->cells[k]))
            return refuse_stray(y, row, k, e);
    return ST_OK;
}

/* It may be the header again, or a label: to be looked at. */
static bool is_doubtful(const struct laying *y, struct slice s)
{
    for (size_t i = 0; i < 2; i++) {
        struct slice first = y->first_text[i];
        size_t n = first.n < 3 ? first.n : 3;
        if (n > 0 && s.n >= n && memcmp(s.p, first.p, n) == 0)
            return true;
    }
    return s.n > 0 && (memchr(s.p, ':', s.n) != NULL || memchr(s.p, 0xef, s.n) != NULL);
}

/* Neither like a total nor like the number of a page or what a database's client prints. */
static bool is_value(struct slice s)
{
    return s.n > 0 && strchr("(-=+pP\t ", s.p[0]) == NULL && !slice_begins(s, SLICE("第")) &&
           !slice_begins(s, SLICE("共")) && !total_ending(s);
}

/* A record that can be nothing else, seen at once: all that it must have is there, and it does not
 * begin like the header or a label. Where there are not two such cells, the first two must be
 * filled, and the first must be no word for anything else. */
static bool is_plain(const struct laying *y, const struct grid_row *row)
{
    for (size_t i = 0; i < y->id_n; i++)
        if (y->ids[i] >= row->n || !cell_own(&row->cells[y->ids[i]]))
            return false;
    size_t lead = y->id_n > 0 ? y->ids[0] : 0;
    if (y->after_header || row->n < 2 || !cell_own(&row->cells[lead]) ||
        is_doubtful(y, row->cells[lead].text))
        return false;
    return y->id_n > 1 || (is_value(row->cells[lead].text) &&
                           (y->id_n == 1 || cell_own(&row->cells[1])));
}

/* Told of once; then no longer looked for. */
static void look_for_total(struct laying *y, const struct grid_row *row)
{
    for (size_t i = 0; i < y->name_n; i++) {
        const struct cell *c = y->names[i] < row->n ? &row->cells[y->names[i]] : NULL;
        if (c == NULL || c->kind != CELL_TEXT || !total_ending(c->text) || c->text.n > 60)
            continue;
        y->fold.n = 0;
        if (layout_fold(c->text, &y->fold) &&
            total_word(buffer_view(&y->fold), false) != TOTAL_NONE)
            row_suspect(y, row, y->names[i]);
    }
}

static struct look look_at(const struct grid_row *row)
{
    struct look look = {0};
    for (size_t k = 0; k < row->n; k++) {
        if (!cell_own(&row->cells[k]))
            continue;
        if (look.own++ == 0)
            look.first = k;
    }
    while (look.own > 0 && look.first + look.across + 1 < row->n &&
           row->cells[look.first + look.across + 1].cover == COVER_ACROSS)
        look.across++;
    return look;
}

static bool is_covered(const struct grid_row *row)
{
    for (size_t k = 0; k < row->n; k++)
        if (row->cells[k].kind != CELL_BLANK && row->cells[k].cover != COVER_NONE)
            return true;
    return false;
}

/* Whether ROW names the unit and nothing of a record. Amounts above it were read with another. */
static enum status is_unit_row(struct laying *y, const struct grid_row *row, struct look look,
                               bool *is, struct error *e)
{
    size_t at;
    struct unit u;
    bool whole = false;
    char a[QUOTE_SIZE];
    *is = false;
    for (size_t i = 0; i < y->id_n; i++)
        if (y->ids[i] != look.first && y->ids[i] < row->n && cell_own(&row->cells[y->ids[i]]))
            return ST_OK;
    if (look.own > 3 || row_has_amount(y, row))
        return ST_OK;
    if (!layout_unit_in(y, row, 0, &at, &u, &whole))
        return error_memory(e);
    *is = at < row->n && whole;
    if (!*is || u.measure != MEASURE_MONEY || u.power == y->unit.power)
        return ST_OK;
    return error_at(e, ST_DATA, y->feed.name, row->line, at + 1,
                    _("'%s' is not the unit of the rows above it: write the right one behind each "
                      "header, as in 金额（元）"),
                    quote(a, row->cells[at].text));
}

static enum status judge_slowly(struct laying *y, const struct grid_row *row, enum row_kind *kind,
                                const char **why, struct error *e)
{
    struct look look = look_at(row);
    bool is_unit;
    *kind = ROW_BLANK;
    if (look.own == 0) {
        *why = is_covered(row) ? _("nothing but what merged cells of the rows above cover")
                               : _("blank");
        return ST_OK;
    }
    y->first.n = 0;
    if (!layout_fold(row->cells[look.first].text, &y->first))
        return error_memory(e);
    look.text = buffer_view(&y->first);
    *why = y->why;
    if (row_repeats(y, row, look, kind))
        return ST_OK;
    if (y->after_header && row_numbers_columns(y, row, look)) {
        *kind = ROW_NOTE;
        *why = _("the numbers of the columns");
        return ST_OK;
    }
    enum status s = is_unit_row(y, row, look, &is_unit, e);
    *kind = is_unit ? ROW_UNIT : ROW_RECORD;
    if (is_unit)
        *why = _("names the unit");
    if (s != ST_OK || is_unit)
        return s;
    if (row_is_total(y, row, look)) {
        *kind = ROW_TOTAL;
        *why = y->why;
    } else if (row_is_note(y, row, look)) {
        *kind = ROW_NOTE;
        *why = y->why;
    }
    return ST_OK;
}

enum status layout_judge(struct laying *y, struct grid_row *row, enum row_kind *kind,
                         const char **why, struct error *e)
{
    enum status s = ST_OK;
    y->total = TOTAL_NONE;
    *kind = ROW_RECORD;
    if (!is_plain(y, row))
        s = judge_slowly(y, row, kind, why, e);
    else if (y->untold)
        look_for_total(y, row);
    if (s == ST_OK && (y->fold.failed || y->line.failed))
        s = error_memory(e);
    y->after_header = *kind == ROW_HEADER || (y->after_header && *kind == ROW_BLANK);
    y->after_note = *kind == ROW_NOTE;
    if (s == ST_OK && *kind == ROW_RECORD)
        s = check_stray(y, row, e);
    enum status c = layout_cover(y, row, *kind == ROW_RECORD || *kind == ROW_TOTAL, e);
    return c != ST_OK ? c : s;
}
