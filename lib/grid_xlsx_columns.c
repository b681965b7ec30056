/* Styles of columns. By ECMA-376 a cell without a style has the first one, whatever its column's
 * is; ssconvert leaves out a cell's style where it is its column's. */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

void grid_xlsx_column_styles(struct grid *g)
{
    ((struct xlsx *)g)->column_styles = true;
}

enum status columns_begin(struct xlsx *x, struct error *e)
{
    free(x->column_style);
    x->column_style = NULL;
    if (!x->column_styles)
        return ST_OK;
    x->column_style = calloc(SHEET_COLUMNS, sizeof *x->column_style);
    return x->column_style != NULL ? ST_OK : error_memory(e);
}

void columns_note(struct xlsx *x, const char **attributes)
{
    uint64_t from = 0, to = 0, style = 0;
    const char *min = xml_attribute(attributes, "min"), *max = xml_attribute(attributes, "max");
    const char *s = xml_attribute(attributes, "style");
    if (x->column_style == NULL || min == NULL || max == NULL || s == NULL ||
        !parse_count(min, SHEET_COLUMNS, &from) || !parse_count(max, SHEET_COLUMNS, &to) ||
        !parse_count(s, UINT32_MAX, &style))
        return;
    for (uint64_t i = from == 0 ? 1 : from; i <= to; i++)
        x->column_style[i - 1] = style;
}

#endif
