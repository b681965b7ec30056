/* Which kind of workbook a zip archive is. */
#include "grid_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include "i18n.h"
#include "zipped.h"

/* The type that OpenDocument files name first of all ("mimetype", OpenDocument 1.2 part 3, 3.3); ""
 * for others. */
static enum status open_document_type(struct zipped *z, char *type, size_t size, struct error *e)
{
    size_t part, n = 0, got = 1;
    struct zipped_part *p;
    type[0] = '\0';
    if (!zipped_find(z, "mimetype", &part))
        return ST_OK;
    enum status st = zipped_part_open(z, part, &p, e);
    while (st == ST_OK && got > 0 && n < size - 1) {
        st = zipped_read(p, type + n, size - 1 - n, &got, e);
        n += got;
    }
    type[n] = '\0';
    zipped_part_close(p);
    return st;
}

static enum status no_workbook(const struct source *s, const struct zipped *z, struct error *e)
{
    char shown[QUOTE_SIZE];
    static const char *const office[] = {"word/document.xml", "ppt/presentation.xml"};
    size_t part;
    for (size_t i = 0; i < sizeof office / sizeof *office; i++)
        if (zipped_find(z, office[i], &part))
            return error_at(e, ST_DATA, source_name(s), 0, 0, "%s",
                            _("this is a text document or a presentation and no workbook: copy the "
                              "table into a spreadsheet program and save it as xlsx"));
    if (zipped_count(z) == 0)
        return error_at(e, ST_DATA, source_name(s), 0, 0, "%s", _("the zip archive is empty"));
    return error_at(e, ST_DATA, source_name(s), 0, 0,
                    _("this is a zip archive and no workbook: unpack it and give the file that is "
                      "in it ('%s', one of %zu)"),
                    quote(shown, slice_of(zipped_name(z, 0))), zipped_count(z));
}

static enum status opener_of(const struct source *s, struct zipped *z, grid_opener **out,
                             struct error *e)
{
    static const char *const parts[] = {"xl/workbook.xml", "xl/workbook.bin", "_rels/.rels"};
    char type[128];
    size_t part;
    enum status st = open_document_type(z, type, sizeof type, e);
    if (st != ST_OK)
        return st;
    if (strstr(type, "opendocument") != NULL)
        *out = grid_ods_open;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && *out == NULL; i++)
        if (zipped_find(z, parts[i], &part) && !zipped_find(z, "word/document.xml", &part) &&
            !zipped_find(z, "ppt/presentation.xml", &part))
            *out = grid_xlsx_open;
    if (*out == NULL && zipped_find(z, "content.xml", &part))
        *out = grid_ods_open;
    return *out != NULL ? ST_OK : no_workbook(s, z, e);
}

enum status grid_zip_open(struct source *source, const struct grid_options *options,
                          struct grid **out, struct error *e)
{
    int fd;
    uint64_t size;
    struct zipped *z = NULL;
    grid_opener *opener = NULL;
    *out = NULL;
    enum status st = source_place(source, &fd, &size, e);
    if (st == ST_OK)
        st = zipped_open(fd, size, source_name(source), &z, e);
    if (st == ST_OK)
        st = opener_of(source, z, &opener, e);
    zipped_close(z);
    if (st == ST_OK)
        return opener(source, options, out, e);
    source_close(source);
    return st;
}

#endif
