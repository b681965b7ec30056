/* Files of any kind. */
#include "grid_int.h"
#include "i18n.h"

static grid_opener *const openers[CONTAINERS] = {
    [CONTAINER_TEXT] = grid_text_open,
#ifdef HAVE_WORKBOOKS
    [CONTAINER_ZIP] = grid_zip_open,           [CONTAINER_OLE2] = grid_xls_open,
    [CONTAINER_SPREADSHEETML] = grid_xls_open,
#endif
#ifdef HAVE_HTML
    [CONTAINER_HTML] = grid_html_open,
#endif
};

enum status grid_open(const char *path, const struct grid_options *options, struct grid **out,
                      struct error *e)
{
    return grid_open_by(openers, path, options, out, e);
}
