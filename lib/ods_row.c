/* Elements of content.xml to rows. Depths tell where an element belongs: a cell may hold notes and
 * drawings with paragraphs and even tables of their own. */
#include "ods_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include "i18n.h"

static void fail(struct ods *o, enum status st)
{
    o->status = st;
    xml_fail(o->xml, st);
}

/* A count from 1 up to MAX; 1 where there is none. */
static uint64_t count(const char **attributes, const char *name, uint64_t max)
{
    const char *p = xml_attribute(attributes, name);
    uint64_t n = 0;
    for (; p != NULL && *p >= '0' && *p <= '9' && n < max; p++)
        n = n * 10 + (uint64_t)(*p - '0');
    return n == 0 ? 1 : n > max ? max : n;
}

static void begin_row(struct ods *o, unsigned depth, const char **attributes)
{
    const char *visibility = xml_attribute(attributes, "table:visibility");
    o->row_depth = depth;
    o->line += o->repeat;
    o->repeat = count(attributes, "table:number-rows-repeated", ODS_ROWS_MAX);
    o->column = 0;
    o->hidden = visibility != NULL && strcmp(visibility, "visible") != 0;
    merging_begin(&o->row);
}

static const char *value_of(const char **attributes, char type, bool *has_string)
{
    *has_string = false;
    switch (type) {
    case 'f':
    case 'p':
    case 'c':
        return xml_attribute(attributes, "office:value");
    case 'd':
        return xml_attribute(attributes, "office:date-value");
    case 't':
        return xml_attribute(attributes, "office:time-value");
    case 'b':
        return xml_attribute(attributes, "office:boolean-value");
    default: {
        const char *string = xml_attribute(attributes, "office:string-value");
        *has_string = string != NULL;
        return string;
    }
    }
}

static void begin_cell(struct ods *o, unsigned depth, const char *name, const char **attributes)
{
    struct ods_cell *c = &o->cell;
    const char *type = xml_attribute(attributes, "office:value-type");
    const char *other = xml_attribute(attributes, "calcext:value-type");
    o->cell_depth = depth;
    c->repeated =
        (size_t)count(attributes, "table:number-columns-repeated", MERGING_COLUMNS_MAX);
    c->columns = (size_t)count(attributes, "table:number-columns-spanned", MERGING_COLUMNS_MAX);
    c->rows = count(attributes, "table:number-rows-spanned", ODS_ROWS_MAX);
    c->covered = strcmp(name, "table:covered-table-cell") == 0;
    c->formula = xml_attribute(attributes, "table:formula") != NULL;
    c->error = (other != NULL && strcmp(other, "error") == 0) ||
               xml_attribute(attributes, "gnm:error-value") != NULL;
    c->type = type != NULL ? type[0] : '\0';
    c->value.n = 0;
    const char *value = value_of(attributes, c->type, &c->has_string);
    if (value != NULL)
        buffer_text(&c->value, value);
    ods_text_begin(&o->text);
}

static void in_paragraph(struct ods *o, const char *name, const char **attributes)
{
    if (strcmp(name, "text:s") == 0) {
        if (!ods_text_put(&o->text, ' ', (size_t)count(attributes, "text:c", ODS_TEXT_MAX)))
            fail(o, error_memory(o->e));
    } else if (strcmp(name, "text:tab") == 0) {
        ods_text_put(&o->text, '\t', 1);
    } else if (strcmp(name, "text:line-break") == 0) {
        ods_text_put(&o->text, '\n', 1);
    }
    if (o->text.text.n > ODS_TEXT_MAX)
        fail(o, error_set(o->e, ST_DATA, _("a cell holds more than %d bytes"), ODS_TEXT_MAX));
}

/* Whether what the element holds is no text of the cell. */
static bool is_apart(const char *name)
{
    return strncmp(name, "office:annotation", 17) == 0 || strncmp(name, "draw:", 5) == 0 ||
           strncmp(name, "table:", 6) == 0 || strcmp(name, "text:note") == 0 ||
           strcmp(name, "text:ruby-text") == 0 || strncmp(name, "office:event", 12) == 0;
}

void ods_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct ods *o = context;
    if (o->status != ST_OK || o->left_out != 0)
        return;
    if (o->text_depth != 0) {
        if (is_apart(name))
            o->left_out = depth;
        else
            in_paragraph(o, name, attributes);
    } else if (o->cell_depth != 0) {
        if (strcmp(name, "text:p") == 0 || strcmp(name, "text:h") == 0) {
            o->text_depth = depth;
            ods_text_paragraph(&o->text);
        } else {
            o->left_out = depth;
        }
    } else if (o->row_depth != 0) {
        if (strcmp(name, "table:table-cell") == 0 ||
            strcmp(name, "table:covered-table-cell") == 0)
            begin_cell(o, depth, name, attributes);
        else
            o->left_out = depth;
    } else if (depth == 1) {
        enum status st = ods_check_root(o, name, attributes, o->e);
        if (st != ST_OK)
            fail(o, st);
    } else if (depth == SHEET_DEPTH && strcmp(name, "table:table") == 0) {
        o->here = o->seen++ == o->wanted;
    } else if (depth > SHEET_DEPTH && (!o->here || strcmp(name, "table:shapes") == 0 ||
                                       strcmp(name, "office:forms") == 0)) {
        o->left_out = depth;
    } else if (o->here && strcmp(name, "table:table-row") == 0) {
        begin_row(o, depth, attributes);
    }
}

static void end_row(struct ods *o)
{
    enum status st = merging_finish(&o->row, o->e);
    o->row_depth = 0;
    if (st == ST_OK && o->row.n > 0) {
        o->again = o->repeat;
        if (o->hidden)
            o->told.hidden_rows += o->repeat;
        xml_pause(o->xml);
    } else if (st == ST_OK) {
        merging_next(&o->row, o->repeat);
    }
    if (st != ST_OK)
        fail(o, st);
}

void ods_end(void *context, unsigned depth, const char *name)
{
    struct ods *o = context;
    (void)name;
    if (o->status != ST_OK)
        return;
    if (o->left_out != 0) {
        if (o->left_out == depth)
            o->left_out = 0;
    } else if (o->text_depth == depth) {
        o->text_depth = 0;
    } else if (o->cell_depth == depth) {
        o->cell_depth = 0;
        enum status st = ods_put(o, o->e);
        if (st != ST_OK)
            fail(o, st);
    } else if (o->row_depth == depth) {
        end_row(o);
    } else if (depth == SHEET_DEPTH && o->here) {
        o->here = false;
        o->ended = true;
        xml_pause(o->xml);
    }
}

void ods_characters(void *context, const char *p, size_t n)
{
    struct ods *o = context;
    if (o->text_depth == 0 || o->left_out != 0 || o->status != ST_OK)
        return;
    if (n > ODS_TEXT_MAX - o->text.text.n)
        fail(o, error_set(o->e, ST_DATA, _("a cell holds more than %d bytes"), ODS_TEXT_MAX));
    else if (!ods_text_add(&o->text, p, n))
        fail(o, error_memory(o->e));
}

#endif
