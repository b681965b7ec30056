/* A cell as it was read to a cell of the row. */
#include "ods_int.h"

#include <inttypes.h>

#include "i18n.h"
#include "ods_value.h"
#include "stored_cell.h"

/* What formulas that failed show; LibreOffice has numbers for some (Err:508). Old versions store a
 * value of 0 beside it. */
static bool is_error(struct slice shown)
{
    static const char *const errors[] = {"#DIV/0!", "#N/A",  "#NAME?", "#NULL!",
                                         "#NUM!",   "#REF!", "#VALUE!"};
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (slice_eq(shown, slice_of(errors[i])))
            return true;
    return shown.n == 7 && memcmp(shown.p, "Err:", 4) == 0;
}

/* The value of a number, day or time in o->number; false where it is none: then its text is all
 * that is known of it. */
static bool value(struct ods *o, struct cell *cell)
{
    struct slice v = buffer_view(&o->cell.value);
    bool good = false;
    o->number.n = 0;
    switch (o->cell.type) {
    case 'f':
    case 'p':
    case 'c':
        cell->kind = CELL_NUMBER;
        cell->percent = o->cell.type == 'p';
        good = stored_cell(v, &o->number, &cell->rounded);
        break;
    case 'd':
        cell->kind = CELL_DAY;
        good = ods_day(v, &o->number);
        break;
    case 't':
        cell->kind = CELL_DAY;
        good = ods_time(v, &o->number);
        break;
    case 'b':
        cell->kind = CELL_FLAG;
        good = slice_eq(v, SLICE("true")) || slice_eq(v, SLICE("false"));
        buffer_slice(&o->number, v);
        break;
    default:
        break;
    }
    cell->text = buffer_view(&o->number);
    return good;
}

static void make(struct ods *o, struct cell *cell)
{
    struct slice shown = buffer_view(&o->text.text);
    *cell = (struct cell){.kind = CELL_BLANK, .text = {"", 0}, .shown = shown};
    if (o->cell.error || (o->cell.formula && is_error(shown))) {
        cell->kind = CELL_ERROR;
        cell->text = shown.n > 0 ? shown : SLICE("#VALUE!");
    } else if (!value(o, cell)) {
        *cell = (struct cell){.kind = CELL_TEXT, .text = shown, .shown = shown};
        if (o->cell.value.n > 0 && (o->cell.has_string || shown.n == 0))
            cell->text = buffer_view(&o->cell.value);
        if (cell->text.n == 0) {
            cell->kind = CELL_BLANK;
            cell->uncomputed = o->cell.formula && o->cell.type == '\0';
        }
    }
    if (!o->display)
        cell->shown = SLICE("");
}

enum status ods_put(struct ods *o, struct error *e)
{
    struct cell cell;
    enum status st = ST_OK;
    size_t times = o->cell.repeated;
    make(o, &cell);
    if (o->number.failed || o->cell.value.failed || o->text.text.failed)
        return error_memory(e);
    bool blank = cell.kind == CELL_BLANK && !cell.uncomputed;
    if (o->cell.covered && cell.kind != CELL_BLANK)
        o->told.covered += times;
    if (!blank)
        for (size_t i = 0; st == ST_OK && i < times; i++)
            st = merging_put(&o->row, o->column + i, &cell, o->cell.columns, o->cell.rows, e);
    o->column = times > MERGING_COLUMNS_MAX - o->column ? MERGING_COLUMNS_MAX : o->column + times;
    return st;
}
