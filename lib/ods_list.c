/* Which sheets there are: names, and by the styles whether they are hidden. */
#include "ods_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "i18n.h"

struct listing {
    struct ods *o;
    char **hiding; /* styles of tables that are not displayed */
    size_t n, size;
    char *style; /* being read; NULL: none of a table */
    struct error *e;
    enum status status;
};

static char *copy(const char *text)
{
    size_t n = strlen(text) + 1;
    char *p = malloc(n);
    return p == NULL ? NULL : memcpy(p, text, n);
}

static enum status add_sheet(struct listing *l, const char **attributes)
{
    struct ods *o = l->o;
    const char *name = xml_attribute(attributes, "table:name");
    const char *style = xml_attribute(attributes, "table:style-name");
    if (o->n == ODS_SHEETS_MAX)
        return error_at(l->e, ST_DATA, o->name, 0, 0, _("the workbook has more than %d sheets"),
                        ODS_SHEETS_MAX);
    if (!grow(&o->sheets, &o->size, o->n + 1, sizeof *o->sheets))
        return error_memory(l->e);
    struct ods_sheet sheet = {copy(name != NULL ? name : ""), false};
    if (sheet.name == NULL)
        return error_memory(l->e);
    for (size_t i = 0; style != NULL && i < l->n; i++)
        sheet.hidden = sheet.hidden || strcmp(l->hiding[i], style) == 0;
    o->sheets[o->n++] = sheet;
    return ST_OK;
}

static enum status begin_style(struct listing *l, const char **attributes)
{
    const char *family = xml_attribute(attributes, "style:family");
    const char *name = xml_attribute(attributes, "style:name");
    free(l->style);
    l->style = NULL;
    if (family == NULL || strcmp(family, "table") != 0 || name == NULL)
        return ST_OK;
    l->style = copy(name);
    return l->style != NULL ? ST_OK : error_memory(l->e);
}

static enum status table_properties(struct listing *l, const char **attributes)
{
    const char *display = xml_attribute(attributes, "table:display");
    if (l->style == NULL || display == NULL || strcmp(display, "false") != 0)
        return ST_OK;
    if (!grow(&l->hiding, &l->size, l->n + 1, sizeof *l->hiding))
        return error_memory(l->e);
    l->hiding[l->n++] = l->style;
    l->style = NULL;
    return ST_OK;
}

static void start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct listing *l = context;
    enum status st = ST_OK;
    if (depth == 1)
        st = ods_check_root(l->o, name, attributes, l->e);
    else if (depth == SHEET_DEPTH && strcmp(name, "table:table") == 0)
        st = add_sheet(l, attributes);
    else if (depth == 3 && strcmp(name, "style:style") == 0)
        st = begin_style(l, attributes);
    else if (depth == 4 && strcmp(name, "style:table-properties") == 0)
        st = table_properties(l, attributes);
    else if (depth == 5 && strcmp(name, "table:null-date") == 0) {
        const char *day = xml_attribute(attributes, "table:date-value");
        l->o->from_1904 = day != NULL && strcmp(day, "1904-01-01") == 0;
    }
    l->status = st;
    if (st != ST_OK)
        xml_fail(l->o->xml, st);
}

enum status ods_list(struct ods *o, struct error *e)
{
    struct listing l = {.o = o, .e = e};
    bool ended = false;
    enum status st = ods_open_content(o, start, NULL, NULL, &l, e);
    while (st == ST_OK && !ended)
        st = xml_run(o->xml, &ended, e);
    ods_close_content(o);
    for (size_t i = 0; i < l.n; i++)
        free(l.hiding[i]);
    free(l.hiding);
    free(l.style);
    if (st == ST_OK && o->n == 0)
        st = error_at(e, ST_DATA, o->name, 0, 0, "%s", _("the workbook has no sheet"));
    return st;
}

#endif
