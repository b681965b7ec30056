/* Sheets of OpenDocument. */
#include "grid_int.h"
#include "i18n.h"
#include "ods.h"

#ifdef HAVE_WORKBOOKS

#include <inttypes.h>

struct grid_ods {
    struct grid grid;
    struct zipped *zip;
    struct ods *ods;
    bool told;
};

static enum status begin(struct grid *g, struct error *e)
{
    struct grid_ods *o = (struct grid_ods *)g;
    o->told = false;
    return ods_begin(o->ods, g->sheet, e);
}

/* At the sheet's end. */
static void tell(struct grid_ods *o)
{
    const struct ods_told *t = ods_told(o->ods);
    if (!o->told && t->hidden_rows > 0)
        grid_warn(&o->grid, 0,
                  ngettext_("%" PRIu64 " row is hidden, and was read like the others",
                            "%" PRIu64 " rows are hidden, and were read like the others",
                            (unsigned long)t->hidden_rows),
                  t->hidden_rows);
    if (!o->told && t->covered > 0)
        grid_warn(&o->grid, 0,
                  _("%" PRIu64 " cells that a merged one covers hold something of their own, which "
                    "spreadsheet programs do not show; it was read"),
                  t->covered);
    o->told = true;
}

static enum status next(struct grid *g, struct grid_row *row, bool *got, struct error *e)
{
    struct grid_ods *o = (struct grid_ods *)g;
    const struct merging *m;
    uint64_t line;
    enum status st = ods_next(o->ods, &m, &line, got, e);
    if (st != ST_OK || !*got) {
        if (st == ST_OK)
            tell(o);
        return st == ST_DATA ? error_place(e, grid_name(g), line, 0) : st;
    }
    *row = (struct grid_row){line, line, m->n, m->cells, {NULL, 0}};
    return ST_OK;
}

static double progress(const struct grid *g)
{
    return ods_progress(((const struct grid_ods *)g)->ods);
}

static void close_ods(struct grid *g)
{
    struct grid_ods *o = (struct grid_ods *)g;
    ods_close(o->ods);
    zipped_close(o->zip);
}

enum status grid_ods_open(struct source *source, const struct grid_options *options,
                          struct grid **out, struct error *e)
{
    static const struct grid_methods methods = {begin, next, progress, close_ods};
    struct grid_ods *o = grid_new(sizeof *o, &methods, GRID_ODS, source, options, e);
    if (o == NULL)
        return ST_SYSTEM;
    int fd;
    uint64_t size;
    size_t n = 0;
    enum status st = source_place(source, &fd, &size, e);
    if (st == ST_OK)
        st = zipped_open(fd, size, source_name(source), &o->zip, e);
    if (st == ST_OK)
        st = ods_open(o->zip, source_name(source), options->display, &o->ods, e);
    const struct ods_sheet *sheets = st == ST_OK ? ods_sheets(o->ods, &n) : NULL;
    for (size_t i = 0; st == ST_OK && i < n; i++)
        st = grid_add_sheet(&o->grid, slice_of(sheets[i].name), sheets[i].hidden, e);
    if (st == ST_OK) {
        o->grid.again = true;
        o->grid.from_1904 = ods_from_1904(o->ods);
    }
    return grid_opened(&o->grid, st, out);
}

#endif
