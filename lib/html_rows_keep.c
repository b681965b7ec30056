/* Events of a page to rows in the file. */
#include "html_rows_int.h"

#include <inttypes.h>
#include <stdlib.h>

#include "i18n.h"

static bool names_unit(struct slice line)
{
    static const char yuan[] = "元"; /* the ends of 元, 千元, 万元, 亿元 */
    if (line.n > UNIT_LINE_MAX)
        return false;
    for (size_t i = 0; i + sizeof yuan - 1 <= line.n; i++)
        if (memcmp(line.p + i, yuan, sizeof yuan - 1) == 0)
            return true;
    return false;
}

static enum status keep_unit(struct html_rows *h, struct slice line, struct error *e)
{
    if (h->unit_lines == UNIT_LINES_MAX)
        return ST_OK;
    h->unit_lines++;
    for (size_t i = 0; i < line.n; i++)
        buffer_char(&h->units, line.p[i] == '\n' ? ' ' : line.p[i]);
    return buffer_char(&h->units, '\n') ? ST_OK : error_memory(e);
}

enum status html_rows_line(struct html_rows *h, struct error *e)
{
    struct slice line = buffer_view(&h->line.text);
    enum status st = ST_OK;
    if (!html_text_empty(&h->line)) {
        if (names_unit(line))
            st = keep_unit(h, line, e);
        else if (h->outside++ == 0 && !buffer_slice(&h->first_outside, line))
            st = error_memory(e);
    }
    html_text_begin(&h->line);
    return st;
}

static enum status write_row(struct html_rows *h, struct keeping *k, struct error *e)
{
    struct row_head head = {k->table, k->cells, k->row.n};
    struct html_table *t = &h->tables[k->table];
    t->rows++;
    t->hidden_rows += k->hidden;
    enum status st = spill_write(h->file, (struct slice){(const char *)&head, sizeof head}, e);
    return st == ST_OK ? spill_write(h->file, buffer_view(&k->row), e) : st;
}

static enum status add_cell(struct html_rows *h, struct keeping *k, struct slice text,
                            struct error *e)
{
    struct cell_head head = k->cell;
    head.text = text.n;
    head.number = k->number.n;
    if (text.n + k->number.n + sizeof head > HTML_ROW_MAX - k->row.n)
        return error_at(e, ST_DATA, h->name, 0, 0,
                        _("row %" PRIu64 " of a table holds more than %d bytes"),
                        h->tables[k->table].rows + 1, HTML_ROW_MAX);
    k->cells++;
    buffer_append(&k->row, &head, sizeof head);
    buffer_slice(&k->row, text);
    buffer_slice(&k->row, buffer_view(&k->number));
    return k->row.failed ? error_memory(e) : ST_OK;
}

static void begin_row(struct keeping *k, bool hidden)
{
    k->row.n = 0;
    k->cells = 0;
    k->hidden = hidden;
    k->text = false;
}

static enum status write_line(struct html_rows *h, struct keeping *k, struct slice line,
                              struct error *e)
{
    begin_row(k, false);
    k->cell = (struct cell_head){.columns = 1, .rows = 1};
    k->number.n = 0;
    enum status st = add_cell(h, k, line, e);
    return st == ST_OK ? write_row(h, k, e) : st;
}

/* They stay for the next table until this one turns out to hold something. */
static enum status write_units(struct html_rows *h, struct keeping *k, struct error *e)
{
    struct slice rest = buffer_view(&h->units);
    enum status st = ST_OK;
    while (st == ST_OK && rest.n > 0)
        st = write_line(h, k, slice_split(&rest, '\n'), e);
    return st;
}

static char *copy(struct slice v)
{
    char *p = malloc(v.n + 1);
    if (p == NULL)
        return NULL;
    memcpy(p, v.p, v.n);
    p[v.n] = '\0';
    return p;
}

static enum status begin_table(struct html_rows *h, const struct html_event *event,
                               struct error *e)
{
    if (h->n == HTML_TABLES_MAX)
        return error_at(e, ST_DATA, h->name, 0, 0, _("the page has more than %d tables"),
                        HTML_TABLES_MAX);
    if (!grow(&h->tables, &h->size, h->n + 1, sizeof *h->tables))
        return error_memory(e);
    struct html_table *t = &h->tables[h->n++];
    *t = (struct html_table){.hidden = event->hidden, .parent = HTML_OUTSIDE};
    if (h->open > 0) {
        struct keeping *outer = &h->keeping[h->open - 1];
        t->parent = outer->table;
        html_text_break(&outer->words);
    }
    if (event->id != NULL && event->id[0] != '\0' && (t->name = copy(slice_of(event->id))) == NULL)
        return error_memory(e);
    enum status st = html_rows_line(h, e);
    struct keeping *k = &h->keeping[h->open++];
    k->table = event->table;
    html_text_begin(&k->words);
    return st == ST_OK ? write_units(h, k, e) : st;
}

static enum status end_caption(struct html_rows *h, struct keeping *k, struct error *e)
{
    struct slice caption = buffer_view(&k->words.text);
    if (html_text_empty(&k->words))
        return ST_OK;
    char *name = copy(caption);
    if (name == NULL)
        return error_memory(e);
    for (char *p = name; *p != '\0'; p++)
        if (*p == '\n')
            *p = ' ';
    free(h->tables[k->table].name);
    h->tables[k->table].name = name;
    return names_unit(caption) ? write_line(h, k, caption, e) : ST_OK;
}

static void begin_cell(struct keeping *k, const struct html_event *event)
{
    k->cell = (struct cell_head){.columns = event->columns,
                                 .rows = event->rows,
                                 .has_number = event->has_number,
                                 .as_text = event->as_text};
    k->number.n = 0;
    buffer_slice(&k->number, event->number);
    html_text_begin(&k->words);
}

static enum status end_cell(struct html_rows *h, struct keeping *k, struct error *e)
{
    bool empty = html_text_empty(&k->words);
    k->text = k->text || !empty || k->number.n > 0;
    if (k->number.failed)
        return error_memory(e);
    return add_cell(h, k, empty ? SLICE("") : buffer_view(&k->words.text), e);
}

static enum status end_row(struct html_rows *h, struct keeping *k, struct error *e)
{
    struct html_table *t = &h->tables[k->table];
    if (k->text && !t->filled) {
        t->filled = true;
        h->units.n = 0;
        h->unit_lines = 0;
    }
    return write_row(h, k, e);
}

static enum status add_text(struct html_text *t, struct slice text, struct error *e)
{
    if (text.n > HTML_ROW_MAX - t->text.n)
        return error_set(e, ST_DATA, _("a text holds more than %d bytes"), HTML_ROW_MAX);
    return html_text_add(t, text) ? ST_OK : error_memory(e);
}

static enum status outside(struct html_rows *h, const struct html_event *event, struct error *e)
{
    return event->what == HTML_TEXT ? add_text(&h->line, event->text, e) : html_rows_line(h, e);
}

enum status html_rows_event(void *context, const struct html_event *event, struct error *e)
{
    struct html_rows *h = context;
    struct keeping *k = h->open > 0 ? &h->keeping[h->open - 1] : NULL;
    if (event->table == HTML_OUTSIDE)
        return outside(h, event, e);
    switch (event->what) {
    case HTML_TABLE:
        return begin_table(h, event, e);
    case HTML_TABLE_END:
        h->open--;
        break;
    case HTML_CAPTION:
        html_text_begin(&k->words);
        break;
    case HTML_CAPTION_END:
        return end_caption(h, k, e);
    case HTML_ROW:
        begin_row(k, event->hidden);
        break;
    case HTML_ROW_END:
        return end_row(h, k, e);
    case HTML_CELL:
        begin_cell(k, event);
        break;
    case HTML_CELL_END:
        return end_cell(h, k, e);
    case HTML_TEXT:
        return add_text(&k->words, event->text, e);
    case HTML_BREAK:
        html_text_break(&k->words);
        break;
    }
    return ST_OK;
}
