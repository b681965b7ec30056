#include "tidy.h"

#include "money.h"
#include "text.h"
#include "tidy_int.h"

/* A name, a remark: it stays, and what a reader of the result could not see is told. */
static enum fault tidy_text(const struct tidying *t)
{
    enum { LONGEST_MARK = 12 };
    struct slice s = t->value;
    if (t->cell->kind == CELL_NUMBER && t->cell->percent) {
        struct tidying number = *t;
        number.type = TYPE_PERCENT;
        return tidy_number(&number);
    }
    if (t->cell->kind == CELL_FLAG) /* as it is displayed, and exported to CSV */
        s = slice_eq(s, SLICE("true")) ? SLICE("TRUE") : SLICE("FALSE");
    if (t->cell->kind == CELL_TEXT && s.n <= LONGEST_MARK) {
        enum placeholder nothing = tidy_placeholder(s);
        bool dash = nothing == A_DASH || nothing == A_SLASH;
        if (dash && t->rules->dash == DASH_BLANK)
            return FAULT_NONE;
        *t->notes |= (dash ? TIDY_DASH : 0) | (tidy_formula_error(s) ? TIDY_FORMULA : 0) |
                     (tidy_is_exponent(s) ? TIDY_DAMAGED : 0);
    }
    *t->notes |= (t->cell->kind == CELL_ERROR ? TIDY_FORMULA : 0) |
                 (t->cell->rounded ? TIDY_DAMAGED : 0);
    buffer_slice(t->out, s);
    return FAULT_NONE;
}

static enum fault tidy_typed(const struct tidying *t)
{
    enum cell_kind kind = t->cell->kind;
    if (kind == CELL_ERROR)
        return FAULT_FORMULA;
    if (kind == CELL_FLAG && t->type != TYPE_FLAG)
        return FAULT_FLAG_IN_NUMBER;
    switch (t->type) {
    case TYPE_DECIMAL:
    case TYPE_PERCENT:
        return kind == CELL_DAY ? FAULT_DAY_IN_NUMBER : tidy_number(t);
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_MONTH:
    case TYPE_YEAR:
    case TYPE_QUARTER:
        return tidy_span(t);
    case TYPE_FLAG:
        return tidy_flag(t);
    case TYPE_ID:
    case TYPE_USCC:
    case TYPE_IDNO:
        return kind == CELL_DAY ? FAULT_DAY_IN_ID : tidy_id(t);
    case TYPE_TEXT:
        break;
    }
    return tidy_text(t);
}

/* ="00123", as exports write what a spreadsheet must not make a number of. */
static struct slice unwrap(struct slice s)
{
    if (s.n < 3 || s.p[0] != '=' || s.p[1] != '"' || s.p[s.n - 1] != '"' ||
        memchr(s.p + 2, '"', s.n - 3) != NULL)
        return s;
    return text_trim((struct slice){s.p + 2, s.n - 3});
}

/* A cell of which something has to be made. */
static enum status make_value(const struct tidy_rules *rules, enum column_type type, unsigned unit,
                              const struct cell *cell, struct buffer *out, unsigned *notes,
                              struct error *e)
{
    if (cell->uncomputed)
        return tidy_refuse(FAULT_UNCOMPUTED, SLICE(""), e);
    struct slice value = text_trim(cell->text);
    if (cell->kind == CELL_TEXT)
        value = unwrap(value);
    if (cell->kind == CELL_BLANK || value.n == 0)
        return ST_OK;
    const size_t before = out->n;
    const struct tidying t = {rules, type, unit, cell, value, out, notes};
    enum fault fault = type == TYPE_TEXT ? tidy_text(&t) : tidy_typed(&t);
    if (fault == FAULT_NONE && !out->failed)
        return ST_OK;
    out->n = before;
    return fault != FAULT_NONE ? tidy_refuse(fault, value, e) : error_memory(e);
}

enum status tidy_cell(const struct tidy_rules *rules, enum column_type type, unsigned unit,
                      const struct cell *cell, struct buffer *out, unsigned *notes,
                      struct error *e)
{
    int64_t v;
    bool number = cell->kind == CELL_NUMBER && !cell->percent && !cell->rounded;
    *notes = 0;
    if (type == TYPE_DECIMAL && unit == 0 && (number || cell->kind == CELL_TEXT) &&
        (money_one(cell->text, &v) || tidy_is_plain(cell->text)))
        return buffer_slice(out, cell->text) ? ST_OK : error_memory(e);
    return make_value(rules, type, unit, cell, out, notes, e);
}
