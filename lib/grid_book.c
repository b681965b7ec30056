/* Workbooks alone: who reads only these needs no library for HTML. */
#include "grid_int.h"
#include "i18n.h"

static grid_opener *const openers[CONTAINERS] = {
#ifdef HAVE_WORKBOOKS
    [CONTAINER_ZIP] = grid_zip_open,
    [CONTAINER_OLE2] = grid_xls_open,
    [CONTAINER_SPREADSHEETML] = grid_xls_open,
#endif
    [CONTAINER_TEXT] = NULL,
};

enum status grid_open_book(const char *path, const struct grid_options *options, struct grid **out,
                           struct error *e)
{
    return grid_open_by(openers, path, options, out, e);
}
