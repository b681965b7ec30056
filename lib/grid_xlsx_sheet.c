/* A sheet's XML to rows. The parser pauses behind each row that holds something. */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"

/* Where elements stand: worksheet, sheetData, row, c, and within a cell v, f, is. */
enum { DEPTH_SHEET = 1, DEPTH_DATA, DEPTH_ROW, DEPTH_CELL, DEPTH_VALUE };

struct sheet_read {
    struct xlsx *x;
    struct zipped_part *part;
    struct xml *xml;
    struct error *e; /* of the call under way */
    bool data, in_row, in_cell, taking, rich;
    uint32_t row, column; /* that was read last, from 1 */
    char type[16];        /* of the cell */
    struct raw_cell raw;
    struct buffer content;
    struct rich runs;
    struct cell *cells; /* [SHEET_COLUMNS]; as many as were ever needed are touched */
    size_t n;
    bool ready; /* a row to be given */
    struct arena texts;
    uint64_t hidden, unstyled; /* rows; cells whose style is not defined */
    bool any_data;
};

static void refuse(struct sheet_read *s, const char *format, const char *value)
{
    char text[1024], shown[QUOTE_SIZE];
    snprintf(text, sizeof text, format, quote(shown, slice_of(value)));
    xml_fail(s->xml, error_at(s->e, ST_DATA, grid_name(&s->x->g), s->row, s->column, "%s", text));
}

static void row_begin(struct sheet_read *s, const char **attributes)
{
    uint64_t row = (uint64_t)s->row + 1;
    const char *value = NULL;
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(attributes[0], "r") == 0)
            value = attributes[1];
        else if (strcmp(attributes[0], "hidden") == 0)
            s->hidden += is_true(attributes[1]);
    }
    s->column = 0;
    if (value != NULL && (!parse_count(value, SHEET_ROWS, &row) || row == 0)) {
        refuse(s, _("row number '%s': a sheet has rows 1 to 1048576"), value);
    } else if (row > SHEET_ROWS) {
        refuse(s, _("rows beyond %s"), "1048576");
    } else if (row <= s->row) {
        refuse(s,
               _("row '%s' stands behind this one: rows twice or not in order; open the file in a "
                 "spreadsheet program and save it again"),
               value);
    } else {
        s->row = (uint32_t)row;
        s->in_row = true;
        s->n = 0;
        arena_reset(&s->texts);
    }
}

static void place_cell(struct sheet_read *s, const char *place)
{
    uint32_t row = s->row, column = s->column + 1;
    if (place != NULL && (!parse_place(place, NULL, &row, &column) || row != s->row))
        refuse(s, _("cell '%s' in this row: the file is damaged, or beyond XFD1048576"), place);
    else if (column > SHEET_COLUMNS)
        refuse(s, _("cells beyond column %s"), "XFD");
    else if (column <= s->column)
        refuse(s,
               _("cell '%s' stands behind this one: cells twice or not in order; open the file in "
                 "a spreadsheet program and save it again"),
               place);
    else
        s->column = column;
}

static void cell_begin(struct sheet_read *s, const char **attributes)
{
    const char *place = NULL, *type = "";
    uint64_t style = 0;
    bool styled = false;
    for (; attributes[0] != NULL; attributes += 2) {
        if (attributes[0][0] == '\0' || attributes[0][1] != '\0')
            continue;
        if (attributes[0][0] == 'r')
            place = attributes[1];
        else if (attributes[0][0] == 't')
            type = attributes[1];
        else if (attributes[0][0] == 's') {
            styled = true;
            if (!parse_count(attributes[1], UINT32_MAX, &style))
                style = UINT32_MAX;
        }
    }
    place_cell(s, place);
    if (!styled && s->x->column_style != NULL && s->column > 0)
        style = s->x->column_style[s->column - 1];
    size_t n = strlen(type);
    n = n < sizeof s->type ? n : sizeof s->type - 1;
    memcpy(s->type, type, n);
    s->type[n] = '\0';
    s->raw = (struct raw_cell){.type = s->type, .style = style};
    s->content.n = 0;
    s->in_cell = true;
}

static void value_begin(struct sheet_read *s, const char *name)
{
    const char *local = xml_local(name);
    if (strcmp(local, "v") == 0) {
        /* Beside an `is`, a v repeats it. */
        s->taking = !s->raw.value;
        s->raw.value = true;
    } else if (strcmp(local, "f") == 0) {
        s->raw.formula = true;
    } else if (strcmp(local, "is") == 0) {
        s->content.n = 0;
        s->raw.value = s->rich = true;
        s->runs = (struct rich){false, false};
    }
}

static void on_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct sheet_read *s = context;
    if (depth > DEPTH_VALUE) {
        if (s->rich)
            rich_start(&s->runs, depth - DEPTH_VALUE, name);
        s->taking = s->rich && s->runs.text;
    } else if (depth == DEPTH_VALUE && s->in_cell) {
        value_begin(s, name);
    } else if (depth == DEPTH_CELL && s->in_row && named(name, "c")) {
        cell_begin(s, attributes);
    } else if (depth == DEPTH_ROW && s->data && named(name, "row")) {
        row_begin(s, attributes);
    } else if (depth == DEPTH_ROW && named(name, "col")) {
        columns_note(s->x, attributes);
    } else if (depth == DEPTH_DATA) {
        s->data = named(name, "sheetData");
        s->any_data = s->any_data || s->data;
    }
}

static void on_text(void *context, const char *p, size_t n)
{
    struct sheet_read *s = context;
    if (!s->taking)
        return;
    if (s->content.n + n > READER_CELL_MAX)
        refuse(s, _("a cell of more than %s MiB"), "16");
    else if (!buffer_append(&s->content, p, n))
        xml_fail(s->xml, error_memory(s->e));
}

static void cell_end(struct sheet_read *s)
{
    struct cell c;
    s->in_cell = false;
    if (!s->raw.value && !s->raw.formula)
        return;
    if (s->rich || strcmp(s->type, "str") == 0)
        rich_unescape(&s->content, 0);
    if (s->rich && s->type[0] == '\0') /* an `is` is text, whatever its cell says */
        memcpy(s->type, "inlineStr", 10);
    s->rich = false;
    s->raw.content = buffer_view(&s->content);
    s->unstyled += s->raw.style >= s->x->format_n && s->raw.style > 0;
    enum status st = cell_make(s->x, &s->raw, &s->texts, &c, s->e);
    if (st == ST_OK && s->x->g.options.display)
        st = cell_show(s->x, &s->raw, &s->texts, &c, s->e);
    if (st != ST_OK) {
        error_place(s->e, grid_name(&s->x->g), s->row, s->column);
        xml_fail(s->xml, st);
        return;
    }
    if (c.kind == CELL_BLANK && !c.uncomputed)
        return;
    for (; s->n < s->column - 1; s->n++)
        s->cells[s->n] = (struct cell){.text = {"", 0}, .shown = {"", 0}};
    s->cells[s->n++] = c;
}

static void row_end(struct sheet_read *s)
{
    s->in_row = false;
    if (s->n == 0)
        return;
    enum status st = merges_fill(&s->x->merges, s->row, s->cells, &s->n, s->e);
    if (st != ST_OK) {
        xml_fail(s->xml, st);
        return;
    }
    s->ready = true;
    xml_pause(s->xml);
}

static void on_end(void *context, unsigned depth, const char *name)
{
    struct sheet_read *s = context;
    (void)name;
    if (depth > DEPTH_VALUE) {
        if (s->rich)
            rich_end(&s->runs, depth - DEPTH_VALUE);
        s->taking = s->rich && s->runs.text;
    } else if (depth == DEPTH_VALUE) {
        s->taking = false;
    } else if (depth == DEPTH_CELL && s->in_cell) {
        cell_end(s);
    } else if (depth == DEPTH_ROW && s->in_row) {
        row_end(s);
    }
}

static enum status read_part(void *from, void *to, size_t size, size_t *got, struct error *e)
{
    return zipped_read(from, to, size, got, e);
}

enum status sheet_open(struct xlsx *x, size_t part, struct error *e)
{
    struct sheet_read *s = calloc(1, sizeof *s);
    if (s == NULL)
        return error_memory(e);
    x->sheet = s;
    x->display.inexact = 0;
    s->x = x;
    s->cells = malloc(SHEET_COLUMNS * sizeof *s->cells);
    if (s->cells == NULL)
        return error_memory(e);
    enum status st = zipped_part_open(x->zip, part, &s->part, e);
    if (st != ST_OK)
        return st;
    struct xml_options o = {.read = read_part,
                            .from = s->part,
                            .file = xlsx_file(x),
                            .part = zipped_part_name(s->part),
                            .start = on_start,
                            .end = on_end,
                            .text = on_text,
                            .context = s};
    return xml_open(&o, &s->xml, e);
}

/* What is told once the sheet has been read. */
static void tell(const struct sheet_read *s)
{
    const struct grid *g = &s->x->g;
    if (s->hidden > 0)
        grid_warn(g, 0,
                  ngettext_("%" PRIu64 " row is hidden, and was read like the others",
                            "%" PRIu64 " rows are hidden, and were read like the others",
                            (unsigned long)s->hidden),
                  s->hidden);
    if (s->unstyled > 0)
        grid_warn(g, 0,
                  _("%" PRIu64 " cells have a style that the workbook does not define: dates among "
                    "them stay numbers"),
                  s->unstyled);
    const struct display *d = &s->x->display;
    char shown[QUOTE_SIZE];
    if (d->inexact > 0)
        grid_warn(g, 0,
                  ngettext_("%" PRIu64 " cell is displayed otherwise than a spreadsheet program "
                            "does: what its number format '%s' asks for is not done here",
                            "%" PRIu64 " cells are displayed otherwise than a spreadsheet program "
                            "does: what number formats such as '%s' ask for is not done here",
                            (unsigned long)d->inexact),
                  d->inexact, quote(shown, d->example));
    if (s->x->merges.own > 0)
        grid_warn(g, 0,
                  _("%" PRIu64 " cells that a merged one covers hold something of their own, which "
                    "spreadsheet programs do not show; it was read"),
                  s->x->merges.own);
}

enum status sheet_next(struct xlsx *x, struct grid_row *row, bool *got, struct error *e)
{
    struct sheet_read *s = x->sheet;
    bool ended;
    *got = false;
    if (s == NULL)
        return ST_OK;
    s->e = e;
    s->ready = false;
    enum status st = xml_run(s->xml, &ended, e);
    s->e = NULL;
    if (st != ST_OK)
        return st;
    if (ended && !s->any_data)
        return error_at(e, ST_DATA, grid_name(&x->g), 0, 0, "%s",
                        _("the sheet's part holds no sheet: the file is damaged"));
    if (ended) {
        tell(s);
        sheet_close(x);
        return ST_OK;
    }
    *row = (struct grid_row){.line = s->row, .line_end = s->row, .n = s->n, .cells = s->cells};
    *got = s->ready;
    return ST_OK;
}

double sheet_progress(const struct xlsx *x)
{
    return x->sheet != NULL && x->sheet->part != NULL ? zipped_progress(x->sheet->part) : 1;
}

void sheet_close(struct xlsx *x)
{
    struct sheet_read *s = x->sheet;
    if (s == NULL)
        return;
    xml_close(s->xml);
    zipped_part_close(s->part);
    buffer_free(&s->content);
    arena_free(&s->texts);
    free(s->cells);
    free(s);
    x->sheet = NULL;
    merges_clear(&x->merges);
}

#endif
