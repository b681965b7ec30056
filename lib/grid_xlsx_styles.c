/* Which number format a cell's style has. */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "i18n.h"

enum { BUILTINS = 64 };

struct code {
    uint64_t id;
    struct format format;
    struct numfmt *shown; /* where it is to be displayed */
};

struct styles {
    struct xlsx *x;
    struct xml *xml;
    struct error *e;
    bool codes, cells; /* inside numFmts, cellXfs */
    struct code *all;
    size_t n, size;
    uint64_t *ids; /* of the formats of cellXfs */
    size_t id_n, id_size;
};

static void take_code(struct styles *s, const char **attributes)
{
    const char *id = xml_attribute(attributes, "numFmtId");
    const char *code = xml_attribute(attributes, "formatCode");
    struct code c;
    if (id == NULL || code == NULL || !parse_count(id, UINT32_MAX, &c.id))
        return;
    c.format = format_of(slice_of(code));
    c.shown = NULL;
    if (s->x->g.options.display)
        c.shown = numfmt_compile(&s->x->g.arena, slice_of(code));
    if ((s->x->g.options.display && c.shown == NULL) ||
        !grow(&s->all, &s->size, s->n + 1, sizeof *s->all))
        xml_fail(s->xml, error_memory(s->e));
    else
        s->all[s->n++] = c;
}

static void take_style(struct styles *s, const char **attributes)
{
    const char *text = xml_attribute(attributes, "numFmtId");
    uint64_t id = 0;
    if (text != NULL && !parse_count(text, UINT32_MAX, &id))
        id = 0;
    if (!grow(&s->ids, &s->id_size, s->id_n + 1, sizeof *s->ids))
        xml_fail(s->xml, error_memory(s->e));
    else
        s->ids[s->id_n++] = id;
}

static void styles_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct styles *s = context;
    if (depth == 2) {
        s->codes = named(name, "numFmts");
        s->cells = named(name, "cellXfs");
    } else if (depth == 3 && s->n < STYLES_MAX && s->codes && named(name, "numFmt")) {
        take_code(s, attributes);
    } else if (depth == 3 && s->id_n < STYLES_MAX && s->cells && named(name, "xf")) {
        take_style(s, attributes);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct code *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* Styles have own codes or built-in ones, each of which is compiled once. */
static struct numfmt *shown_as(struct xlsx *x, const struct code *own, uint64_t id,
                               struct numfmt *builtins[BUILTINS])
{
    if (own != NULL)
        return own->shown;
    const char *code = id < BUILTINS ? numfmt_builtin((unsigned)id) : NULL;
    if (code == NULL)
        return x->display.general;
    if (builtins[id] == NULL)
        builtins[id] = numfmt_compile(&x->g.arena, slice_of(code));
    return builtins[id];
}

static enum status resolve(struct styles *s, struct error *e)
{
    struct xlsx *x = s->x;
    if (s->n > 0)
        qsort(s->all, s->n, sizeof *s->all, by_id);
    struct numfmt *builtins[BUILTINS] = {NULL};
    struct display *d = &x->display;
    if (!grow(&x->formats, &x->format_size, s->id_n, sizeof *x->formats) ||
        (x->g.options.display && !grow(&d->formats, &d->size, s->id_n, sizeof *d->formats)))
        return error_memory(e);
    for (size_t i = 0; i < s->id_n; i++) {
        struct code key = {.id = s->ids[i]};
        const struct code *own =
            s->n > 0 ? bsearch(&key, s->all, s->n, sizeof *s->all, by_id) : NULL;
        x->formats[i] = own != NULL ? own->format : format_builtin((unsigned)key.id);
        if (!x->g.options.display)
            continue;
        d->formats[i] = shown_as(x, own, key.id, builtins);
        if (d->formats[i] == NULL)
            return error_memory(e);
    }
    x->format_n = s->id_n;
    d->n = x->g.options.display ? s->id_n : 0;
    return ST_OK;
}

enum status styles_read(struct xlsx *x, struct error *e)
{
    if (x->g.options.display) {
        x->display.general = numfmt_compile(&x->g.arena, SLICE("General"));
        if (x->display.general == NULL)
            return error_memory(e);
    }
    if (x->styles_part == SIZE_MAX)
        return ST_OK;
    struct styles s = {.x = x, .e = e};
    struct xml_options o = {.start = styles_start, .context = &s};
    enum status st = xlsx_parse(x, x->styles_part, &o, &s.xml, e);
    if (st == ST_OK)
        st = resolve(&s, e);
    free(s.all);
    free(s.ids);
    return st;
}

#endif
