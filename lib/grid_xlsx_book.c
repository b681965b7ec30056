/* Which parts a workbook has: workbook.xml names the sheets, relationships (ECMA-376 part 2, 8.3)
 * say where they are. */
#include "grid_xlsx_int.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <stdlib.h>

#include "i18n.h"

struct relationship {
    const char *id, *type; /* TYPE: what follows the last slash of it */
    struct buffer target;  /* a part's name, with its NUL */
};

struct book {
    struct xlsx *x;
    struct xml *xml;
    struct error *e;
    struct arena arena;
    char *folder; /* of the part whose relationships are read: "xl/" or "" */
    struct relationship *all;
    size_t n, size;
    bool sheets, workbook;
    size_t left_out; /* sheets that are no tables */
};

static void step_up(struct buffer *path)
{
    if (path->n > 0)
        path->n--;
    while (path->n > 0 && path->p[path->n - 1] != '/')
        path->n--;
}

/* Where TARGET is, seen from FOLDER: without "." and "..", without a slash before it. */
static bool resolve(struct buffer *out, const char *folder, const char *target)
{
    if (target[0] != '/' && target[0] != '\\')
        buffer_text(out, folder);
    struct slice rest = slice_of(target);
    while (rest.n > 0) {
        size_t n = 0;
        while (n < rest.n && rest.p[n] != '/' && rest.p[n] != '\\')
            n++;
        struct slice step = {rest.p, n};
        bool last = n == rest.n;
        rest.p += n + !last;
        rest.n -= n + !last;
        if (slice_eq(step, SLICE(".."))) {
            step_up(out);
        } else if (step.n > 0 && !slice_eq(step, SLICE("."))) {
            buffer_slice(out, step);
            if (!last)
                buffer_char(out, '/');
        }
    }
    return buffer_char(out, '\0') && !out->failed;
}

static void out_of_memory(struct book *b)
{
    xml_fail(b->xml, error_memory(b->e));
}

static void take_relationship(struct book *b, const char **attributes)
{
    const char *id = xml_attribute(attributes, "Id"), *type = xml_attribute(attributes, "Type");
    const char *target = xml_attribute(attributes, "Target");
    const char *mode = xml_attribute(attributes, "TargetMode");
    if (id == NULL || type == NULL || target == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0))
        return;
    const char *slash = strrchr(type, '/');
    if (!grow(&b->all, &b->size, b->n + 1, sizeof *b->all)) {
        out_of_memory(b);
        return;
    }
    struct relationship *r = &b->all[b->n++];
    *r = (struct relationship){
        .id = arena_string(&b->arena, slice_of(id)),
        .type = arena_string(&b->arena, slice_of(slash != NULL ? slash + 1 : type))};
    if (r->id == NULL || r->type == NULL || !resolve(&r->target, b->folder, target))
        out_of_memory(b);
}

static void relationship_start(void *context, unsigned depth, const char *name,
                               const char **attributes)
{
    struct book *b = context;
    if (depth == 2 && named(name, "Relationship") && b->n < 2 * SHEETS_MAX)
        take_relationship(b, attributes);
}

/* The relationships of part SOURCE, "" for those of the whole; none if there are none. */
static enum status read_relationships(struct book *b, const char *source, struct error *e)
{
    for (size_t i = 0; i < b->n; i++)
        buffer_free(&b->all[i].target);
    b->n = 0;
    const char *slash = strrchr(source, '/');
    struct slice folder = {source, slash != NULL ? (size_t)(slash - source) + 1 : 0};
    b->folder = arena_string(&b->arena, folder);
    char *path = b->folder == NULL
                     ? NULL
                     : arena_printf(&b->arena, "%s_rels/%s.rels", b->folder, source + folder.n);
    size_t part;
    if (path == NULL)
        return error_memory(e);
    if (!zipped_find(b->x->zip, path, &part))
        return ST_OK;
    struct xml_options o = {.start = relationship_start, .context = b};
    return xlsx_parse(b->x, part, &o, &b->xml, e);
}

/* The part of the first relationship of TYPE; SIZE_MAX: none. */
static size_t part_of_type(const struct book *b, const char *type)
{
    size_t part;
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->all[i].type, type) == 0)
            return zipped_find(b->x->zip, b->all[i].target.p, &part) ? part : SIZE_MAX;
    return SIZE_MAX;
}

static const struct relationship *by_id(const struct book *b, const char *id)
{
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->all[i].id, id) == 0)
            return &b->all[i];
    return NULL;
}

/* r:id, whatever the prefix. */
static const char *relationship_id(const char **attributes)
{
    for (; attributes[0] != NULL; attributes += 2) {
        const char *local = xml_local(attributes[0]);
        if (local != attributes[0] && strcmp(local, "id") == 0)
            return attributes[1];
    }
    return NULL;
}

static void take_sheet(struct book *b, const char **attributes)
{
    struct xlsx *x = b->x;
    const char *name = xml_attribute(attributes, "name"), *id = relationship_id(attributes);
    const char *state = xml_attribute(attributes, "state");
    const struct relationship *r = id != NULL ? by_id(b, id) : NULL;
    size_t part = SIZE_MAX;
    char shown[QUOTE_SIZE];
    name = name != NULL ? name : "";
    if (r != NULL && strcmp(r->type, "worksheet") != 0) {
        b->left_out++;
        grid_warn(&x->g, 0,
                  _("sheet '%s' is a chart, a dialogue or a macro sheet: it holds no table and is "
                    "left out"),
                  quote(shown, slice_of(name)));
        return;
    }
    if (x->g.sheet_count == SHEETS_MAX) {
        xml_fail(b->xml, error_at(b->e, ST_DATA, xlsx_file(x), 0, 0,
                                  _("a workbook of more than %d sheets"), SHEETS_MAX));
        return;
    }
    if (r != NULL && !zipped_find(x->zip, r->target.p, &part))
        part = SIZE_MAX;
    bool hidden = state != NULL && strcmp(state, "visible") != 0;
    if (!grow(&x->sheet_parts, &x->sheet_parts_size, x->g.sheet_count + 1,
              sizeof *x->sheet_parts)) {
        out_of_memory(b);
        return;
    }
    x->sheet_parts[x->g.sheet_count] = part;
    enum status st = grid_add_sheet(&x->g, slice_of(name), hidden, b->e);
    if (st != ST_OK)
        xml_fail(b->xml, st);
}

static void book_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct book *b = context;
    if (depth == 1) {
        b->workbook = named(name, "workbook");
    } else if (depth == 2) {
        b->sheets = named(name, "sheets");
        if (named(name, "workbookPr"))
            b->x->g.from_1904 = is_true(xml_attribute(attributes, "date1904"));
    } else if (depth == 3 && b->sheets && named(name, "sheet")) {
        take_sheet(b, attributes);
    }
}

static enum status read_book(struct book *b, struct error *e)
{
    struct xlsx *x = b->x;
    enum status st = read_relationships(b, "", e);
    if (st != ST_OK)
        return st;
    x->book = part_of_type(b, "officeDocument");
    if (x->book == SIZE_MAX && !zipped_find(x->zip, "xl/workbook.xml", &x->book))
        return error_at(e, ST_DATA, xlsx_file(x), 0, 0, "%s",
                        _("the file says nowhere which part of it is the workbook: open it in a "
                          "spreadsheet program and save it as xlsx"));
    const char *part = zipped_name(x->zip, x->book);
    size_t n = strlen(part);
    if (n > 4 && strcmp(part + n - 4, ".bin") == 0)
        return error_at(e, ST_DATA, xlsx_file(x), 0, 0, "%s",
                        _("this is a binary workbook (xlsb): save it as xlsx"));
    st = read_relationships(b, part, e);
    if (st != ST_OK)
        return st;
    x->strings_part = part_of_type(b, "sharedStrings");
    x->styles_part = part_of_type(b, "styles");
    struct xml_options o = {.start = book_start, .context = b};
    st = xlsx_parse(x, x->book, &o, &b->xml, e);
    if (st != ST_OK)
        return st;
    if (!b->workbook)
        return error_at(e, ST_DATA, xlsx_file(x), 0, 0, "%s",
                        _("this is an Office document, but no workbook: copy the table into a "
                          "spreadsheet program and save it as xlsx"));
    return x->g.sheet_count > 0 ? ST_OK
                                : error_at(e, ST_DATA, xlsx_file(x), 0, 0, "%s",
                                           _("the workbook has no sheet with a table"));
}

enum status book_read(struct xlsx *x, struct error *e)
{
    struct book b = {.x = x, .e = e};
    enum status st = read_book(&b, e);
    for (size_t i = 0; i < b.n; i++)
        buffer_free(&b.all[i].target);
    free(b.all);
    arena_free(&b.arena);
    return st;
}

#endif
