#include "ods_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <inttypes.h>
#include <stdlib.h>

#include "i18n.h"

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"

enum { MIMETYPE_MAX = 128 };

static enum status read_part(void *part, void *to, size_t size, size_t *got, struct error *e)
{
    return zipped_read(part, to, size, got, e);
}

enum status ods_open_content(struct ods *o, void (*start)(void *, unsigned, const char *,
                                                          const char **),
                             void (*end)(void *, unsigned, const char *),
                             void (*text)(void *, const char *, size_t), void *context,
                             struct error *e)
{
    ods_close_content(o);
    enum status st = zipped_part_open(o->z, o->part, &o->open, e);
    if (st != ST_OK)
        return st;
    const struct xml_options options = {.read = read_part,
                                        .from = o->open,
                                        .file = o->name,
                                        .part = zipped_part_name(o->open),
                                        .start = start,
                                        .end = end,
                                        .text = text,
                                        .context = context};
    return xml_open(&options, &o->xml, e);
}

void ods_close_content(struct ods *o)
{
    if (o->xml != NULL)
        xml_close(o->xml);
    if (o->open != NULL)
        zipped_part_close(o->open);
    o->xml = NULL;
    o->open = NULL;
}

/* Names are compared as they stand, prefix and all: the prefixes are those that every program
 * uses. */
enum status ods_check_root(const struct ods *o, const char *name, const char **attributes,
                           struct error *e)
{
    static const char *const bound[][2] = {{"xmlns:office", ODF "office:1.0"},
                                           {"xmlns:table", ODF "table:1.0"},
                                           {"xmlns:text", ODF "text:1.0"}};
    bool good = strcmp(name, "office:document-content") == 0;
    for (size_t i = 0; i < sizeof bound / sizeof bound[0]; i++) {
        const char *to = xml_attribute(attributes, bound[i][0]);
        good = good && to != NULL && strcmp(to, bound[i][1]) == 0;
    }
    return good ? ST_OK
                : error_at(e, ST_DATA, o->name, 0, 0, "%s",
                           _("content.xml is not written as OpenDocument 1.0 to 1.4 is; open the "
                             "file in LibreOffice or WPS and save it as xlsx"));
}

/* --- what kind of document it is */

static enum status check_kind(const struct ods *o, struct error *e)
{
    static const char begins[] = "application/vnd.oasis.opendocument.";
    static const char sheet[] = "spreadsheet";
    char type[MIMETYPE_MAX], q[QUOTE_SIZE];
    size_t i, n = 0, got = 1;
    struct zipped_part *part;
    if (!zipped_find(o->z, "mimetype", &i))
        return ST_OK;
    enum status st = zipped_part_open(o->z, i, &part, e);
    if (st != ST_OK)
        return st;
    while (st == ST_OK && got > 0 && n < sizeof type) {
        st = zipped_read(part, type + n, sizeof type - n, &got, e);
        n += got;
    }
    zipped_part_close(part);
    size_t skip = sizeof begins - 1;
    if (st != ST_OK ||
        (n >= skip + sizeof sheet - 1 && memcmp(type, begins, skip) == 0 &&
         memcmp(type + skip, sheet, sizeof sheet - 1) == 0))
        return st;
    return error_at(e, ST_DATA, o->name, 0, 0,
                    _("the document is no workbook of OpenDocument: its type is '%s'; give the "
                      "table itself, saved as xlsx or ods"),
                    quote(q, slice_trim((struct slice){type, n})));
}

static void look_for_password(void *context, unsigned depth, const char *name,
                              const char **attributes)
{
    (void)depth;
    (void)attributes;
    if (strcmp(xml_local(name), "encryption-data") == 0)
        *(bool *)context = true;
}

static enum status check_password(const struct ods *o, struct error *e)
{
    size_t i;
    struct zipped_part *part;
    bool locked = false;
    if (!zipped_find(o->z, "META-INF/manifest.xml", &i))
        return ST_OK;
    enum status st = zipped_part_open(o->z, i, &part, e);
    if (st != ST_OK)
        return st;
    const struct xml_options options = {.read = read_part,
                                        .from = part,
                                        .file = o->name,
                                        .part = zipped_part_name(part),
                                        .start = look_for_password,
                                        .context = &locked};
    st = xml_all(&options, e);
    zipped_part_close(part);
    return st == ST_OK && locked
               ? error_at(e, ST_DATA, o->name, 0, 0, "%s",
                          _("the workbook is encrypted; open it with its password and save it "
                            "without one"))
               : st;
}

enum status ods_open(struct zipped *z, const char *name, bool display, struct ods **out,
                     struct error *e)
{
    struct ods *o = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e);
    o->z = z;
    o->name = name;
    o->display = display;
    enum status st = check_kind(o, e);
    if (st == ST_OK)
        st = check_password(o, e);
    if (st == ST_OK && !zipped_find(z, "content.xml", &o->part))
        st = error_at(e, ST_DATA, name, 0, 0, "%s",
                      _("the workbook has no content.xml: it is damaged"));
    if (st == ST_OK)
        st = ods_list(o, e);
    if (st == ST_OK)
        *out = o;
    else
        ods_close(o);
    return st;
}

const struct ods_sheet *ods_sheets(const struct ods *o, size_t *n)
{
    *n = o->n;
    return o->sheets;
}

bool ods_from_1904(const struct ods *o)
{
    return o->from_1904;
}

/* --- rows */

enum status ods_begin(struct ods *o, size_t sheet, struct error *e)
{
    merging_begin(&o->row);
    merging_next(&o->row, UINT64_MAX);
    o->told = (struct ods_told){0};
    o->wanted = sheet;
    o->seen = 0;
    o->here = o->ended = false;
    o->row_depth = o->cell_depth = o->text_depth = o->left_out = 0;
    o->line = 1;
    o->repeat = o->again = o->repeated_cells = 0;
    o->status = ST_OK;
    return ods_open_content(o, ods_start, ods_end, ods_characters, o, e);
}

static enum status check_repeats(struct ods *o, struct error *e)
{
    o->repeated_cells += (o->repeat - 1) * o->row.n;
    if (o->line + o->repeat - 1 > ODS_ROWS_MAX)
        return error_set(e, ST_DATA, _("the sheet has more than %d rows"), ODS_ROWS_MAX);
    if (o->repeated_cells > ODS_REPEATED_MAX)
        return error_set(e, ST_DATA,
                         _("the row is repeated %" PRIu64 " times; of the sheet, more than %d "
                           "cells are only repeated: no table has that"),
                         o->repeat, ODS_REPEATED_MAX);
    return ST_OK;
}

/* Reads on to a row with cells, or to the sheet's end. */
static enum status read_row(struct ods *o, struct error *e)
{
    bool ended = false;
    struct error none = {0};
    o->e = e != NULL ? e : &none;
    enum status st = ST_OK;
    while (st == ST_OK && o->again == 0 && !o->ended && !ended)
        st = xml_run(o->xml, &ended, o->e);
    if (st == ST_OK && o->again == 0)
        o->ended = true;
    if (st == ST_OK && o->again > 0)
        st = check_repeats(o, o->e);
    return st == ST_DATA ? error_place(o->e, o->name, 0, 0) : st;
}

enum status ods_next(struct ods *o, const struct merging **row, uint64_t *line, bool *got,
                     struct error *e)
{
    *got = false;
    if (o->again == 0 && !o->ended) {
        if (o->row.n > 0)
            merging_next(&o->row, o->repeat);
        enum status st = read_row(o, e);
        if (st != ST_OK)
            return st;
    }
    if (o->again == 0)
        return ST_OK;
    *got = true;
    *row = &o->row;
    *line = o->line + o->repeat - o->again--;
    return ST_OK;
}

const struct ods_told *ods_told(const struct ods *o)
{
    return &o->told;
}

double ods_progress(const struct ods *o)
{
    return o->open != NULL ? zipped_progress(o->open) : -1;
}

void ods_close(struct ods *o)
{
    if (o == NULL)
        return;
    ods_close_content(o);
    for (size_t i = 0; i < o->n; i++)
        free(o->sheets[i].name);
    free(o->sheets);
    merging_free(&o->row);
    buffer_free(&o->cell.value);
    buffer_free(&o->text.text);
    buffer_free(&o->number);
    free(o);
}

#endif
