/* routes.csv: its rows, and the handlers that they name. */
#include "i18n.h"
#include "routes_int.h"

static const char *const columns[ROUTE_COLS] = {"handler", "region", "field", "scenario", "rank",
                                                "grade",   "name",   "unit",  "copies"};

/* What another row says of the same handler goes for it here, too. */
static enum status lend(struct routes_reading *x, size_t row, enum route_column c,
                        const struct handler *h, const char **known, size_t *known_row)
{
    const struct sheet *s = &x->r->sheet;
    struct slice v = sheet_cell(s, row, x->map[c]);
    char code[QUOTE_SIZE], before[QUOTE_SIZE], here[QUOTE_SIZE];
    if (v.n == 0 || slice_eq(v, slice_of(*known)))
        return ST_OK;
    if (*known[0] != '\0')
        return sheet_error(
            s, row, x->map[c], x->e, _("handler '%s' has the %s '%s' here and '%s' in line %llu"),
            quote(code, slice_of(h->code)), c == ROUTE_COL_NAME ? _("name") : _("unit"),
            quote(here, v), quote(before, slice_of(*known)),
            (unsigned long long)s->rows[*known_row].line);
    *known = v.p;
    *known_row = row;
    return ST_OK;
}

/* Codes of handlers and units stand in lists elsewhere. */
static enum status check_single(struct routes_reading *x, size_t row, enum route_column c)
{
    const struct sheet *s = &x->r->sheet;
    struct slice v = sheet_cell(s, row, x->map[c]);
    char shown[QUOTE_SIZE];
    return v.n == 0 || memchr(v.p, '|', v.n) == NULL
               ? ST_OK
               : sheet_error(s, row, x->map[c], x->e, _("'%s' is a list, where one code is needed"),
                             quote(shown, v));
}

static enum status take_handler(struct routes_reading *x, size_t row)
{
    struct routes *r = x->r;
    struct slice code = sheet_cell(&r->sheet, row, x->map[ROUTE_COL_HANDLER]);
    if (code.n == 0)
        return sheet_error(&r->sheet, row, x->map[ROUTE_COL_HANDLER], x->e,
                           _("%s is blank: fill it"), _("handler"));
    enum status s = check_single(x, row, ROUTE_COL_HANDLER);
    if (s == ST_OK)
        s = check_single(x, row, ROUTE_COL_UNIT);
    if (s != ST_OK)
        return s;
    uint32_t before = r->handler_codes.n, id = keytab_add(&r->handler_codes, code);
    if (id == KEYTAB_NONE)
        return error_memory(x->e);
    struct handler *h = &r->handlers[id];
    if (id == before)
        *h = (struct handler){.code = code.p, .name = "", .unit = ""};
    r->list[row].handler = id;
    s = lend(x, row, ROUTE_COL_NAME, h, &h->name, &h->name_row);
    return s == ST_OK ? lend(x, row, ROUTE_COL_UNIT, h, &h->unit, &h->unit_row) : s;
}

static enum status take_handlers(struct routes_reading *x)
{
    struct routes *r = x->r;
    enum status s = ST_OK;
    for (size_t row = 0; row < r->sheet.n && s == ST_OK; row++)
        s = take_handler(x, row);
    for (size_t i = 0; i < r->handler_codes.n; i++)
        if (r->handlers[i].name[0] == '\0')
            r->handlers[i].name = r->handlers[i].code;
    return s;
}

static enum status check_twice(struct routes_reading *x, size_t row)
{
    const struct route *t = &x->r->list[row];
    const struct sheet *s = &x->r->sheet;
    struct buffer key = {0};
    for (int c = 0; c < ROUTE_CONDITIONS; c++) {
        buffer_append(&key, &t->set[c].n, sizeof t->set[c].n);
        buffer_append(&key, t->set[c].codes, t->set[c].n * sizeof *t->set[c].codes);
    }
    buffer_append(&key, &t->grades, sizeof t->grades);
    buffer_append(&key, &t->handler, sizeof t->handler);
    uint32_t id = key.failed ? KEYTAB_NONE : keytab_add(&x->rows, buffer_view(&key));
    buffer_free(&key);
    if (id == KEYTAB_NONE)
        return error_memory(x->e);
    return id == row ? ST_OK
                     : sheet_error(s, row, x->map[ROUTE_COL_HANDLER], x->e,
                                   _("the same route stands twice, here and in line %llu"),
                                   (unsigned long long)s->rows[id].line);
}

static enum status take_rows(struct routes_reading *x)
{
    struct routes *r = x->r;
    size_t n = r->sheet.n;
    r->list = arena_zero(&r->arena, (n + 1) * sizeof *r->list);
    r->handlers = arena_zero(&r->arena, (n + 1) * sizeof *r->handlers);
    if (r->list == NULL || r->handlers == NULL)
        return error_memory(x->e);
    enum status s = take_handlers(x);
    for (size_t row = 0; row < n && s == ST_OK; row++) {
        s = routes_read_conditions(x, row);
        if (s == ST_OK)
            s = routes_read_copies(x, row);
        if (s == ST_OK)
            s = check_twice(x, row);
    }
    return s;
}

enum status routes_read(struct routes *r, struct error *e)
{
    const char *path;
    enum status s =
        pack_sole_sheet(r->pack, "routes.csv", &r->arena, &path, &r->sheet, &r->missing, e);
    if (s != ST_OK || r->missing)
        return s;
    struct routes_reading x = {.r = r, .e = e};
    s = sheet_map(&r->sheet, columns, ROUTE_COLS, 1, x.map, e);
    if (s == ST_OK)
        s = take_rows(&x);
    keytab_free(&x.rows);
    return s;
}
