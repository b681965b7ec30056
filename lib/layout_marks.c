/* Totals and notes: words tell them, and that what a record must have is not there. */
#include <stdio.h>

#include "i18n.h"
#include "layout_int.h"
#include "tidy.h"

static bool fold_cell(struct laying *y, const struct cell *c, struct slice *out)
{
    y->fold.n = 0;
    bool good = layout_fold(c->text, &y->fold);
    *out = buffer_view(&y->fold);
    return good;
}

static void say(struct laying *y, const char *what, const struct cell *c)
{
    char a[QUOTE_SIZE];
    snprintf(y->why, sizeof y->why, "%s: '%s'", what, quote(a, c->text));
}

static bool is_own(const struct grid_row *row, size_t k)
{
    return k < row->n && cell_own(&row->cells[k]);
}

/* An amount, a share or a dash. */
static bool is_numeric(struct laying *y, const struct cell *c)
{
    static const char signs[] = "0123456789.,-+()%";
    static const char *const money[] = {"￥", "¥"};
    struct slice s;
    if (c->kind != CELL_TEXT)
        return c->kind == CELL_NUMBER;
    if (!fold_cell(y, c, &s))
        return false;
    for (size_t i = 0; i < 2; i++)
        if (slice_begins(s, slice_of(money[i])))
            s = (struct slice){s.p + strlen(money[i]), s.n - strlen(money[i])};
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\0' || strchr(signs, s.p[i]) == NULL)
            return digit && tidy_unit((struct slice){s.p + i, s.n - i}) >= 0; /* 12万元 */
        digit = digit || (s.p[i] >= '0' && s.p[i] <= '9');
    }
    return digit || s.n <= 2;
}

bool row_has_amount(struct laying *y, const struct grid_row *row)
{
    for (size_t k = 0; k < row->n; k++) {
        bool counts = y->layout.table == NULL || (k < y->head.n && y->single[k]);
        if (counts && is_own(row, k) && is_numeric(y, &row->cells[k]))
            return true;
    }
    return false;
}

void row_suspect(struct laying *y, const struct grid_row *row, size_t at)
{
    char a[QUOTE_SIZE];
    if (!y->untold)
        return;
    y->untold = false;
    laying_warn(y, row->line, at + 1,
                _("'%s' looks like a total but the row has what a record has, and is taken as one; "
                  "later ones are not told of"),
                quote(a, row->cells[at].text));
}

/* A total in cell AT: no other cell of those that make a record is filled; where there is none,
 * only amounts follow. */
static bool lacks_record(struct laying *y, const struct grid_row *row, struct look look, size_t at)
{
    size_t others = 0;
    for (size_t i = 0; i < y->id_n; i++) {
        others += y->ids[i] != at;
        if (y->ids[i] != at && is_own(row, y->ids[i]))
            return false;
    }
    if (others > 0)
        return true;
    for (size_t k = 0; k < row->n; k++)
        if (k != at && is_own(row, k) && !is_numeric(y, &row->cells[k]))
            return false;
    return at == look.first && look.own > 1;
}

bool row_is_total(struct laying *y, const struct grid_row *row, struct look look)
{
    for (size_t k = look.first; k < row->n; k++) {
        struct slice text;
        if (row->cells[k].kind != CELL_TEXT || !is_own(row, k))
            continue;
        bool loose = y->id_n > 1 || (y->id_n == 1 && y->ids[0] != k);
        text = look.text;
        if (k > look.first && !fold_cell(y, &row->cells[k], &text))
            return false;
        enum total_kind kind = total_word(text, loose);
        if (kind != TOTAL_NONE && lacks_record(y, row, look, k)) {
            y->total = kind;
            say(y, _("a total"), &row->cells[k]);
            return true;
        }
        if (kind != TOTAL_NONE && fold_cell(y, &row->cells[k], &text) &&
            total_word(text, false) != TOTAL_NONE)
            row_suspect(y, row, k);
        if (y->id_n == 0)
            return false;
    }
    return false;
}

/* `2、...` below a note. */
static bool goes_on(struct slice s)
{
    size_t n = 0;
    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '('))
        n++;
    struct slice rest = {s.p + n, s.n - n};
    return n > 0 && (slice_begins(rest, SLICE(".")) || slice_begins(rest, SLICE("、")) ||
                     slice_begins(rest, SLICE(")")));
}

/* Each cell is a label, or what stands behind one. */
static bool are_notes(struct laying *y, const struct grid_row *row, struct look look,
                      enum note_kind least)
{
    bool asks = false;
    for (size_t k = look.first; k < row->n; k++) {
        struct slice text = look.text;
        if (!is_own(row, k))
            continue;
        if (k > look.first && !fold_cell(y, &row->cells[k], &text))
            return false;
        enum note_kind kind = note_word(text, asks ? NOTE_MAYBE : least);
        if (kind < least && !asks)
            return false;
        asks = kind != NOTE_NONE && (kind == NOTE_MAYBE || slice_ends(text, SLICE(":")));
    }
    return true;
}

bool row_is_note(struct laying *y, const struct grid_row *row, struct look look)
{
    enum { LABELS_MAX = 12 };
    bool lacks = false;
    for (size_t i = 0; i < y->required_n; i++)
        lacks = lacks || !is_own(row, y->required[i]);
    if (look.own > LABELS_MAX || y->head.n < 2 || row->cells[look.first].kind != CELL_TEXT)
        return false;
    if (row_has_amount(y, row))
        return false;
    size_t wide = look.across + 1; /* one text across the sheet */
    bool alone = look.own == 1 && lacks;
    if (!are_notes(y, row, look, lacks ? NOTE_MAYBE : NOTE_SURE) &&
        !(alone && wide >= 3 && wide * 2 >= y->head.n) &&
        !(alone && y->after_note && goes_on(look.text)))
        return false;
    say(y, _("a note"), &row->cells[look.first]);
    return true;
}
