/* The first reading: of each alert the few numbers that others depend on. */
#include "grading_int.h"
#include "held.h"
#include "i18n.h"

struct reading {
    struct grading *g;
    struct alert_in in;
    struct keeping keeping;
    struct held held;
    struct error why;
};

static enum status hand_on(void *context, struct slice raw, const struct error *why,
                           struct error *e)
{
    struct reading *r = context;
    const struct grading_options *o = &r->g->options;
    r->g->counts.rejected++;
    return o->reject(o->context, raw, why, e);
}

static enum status keep_header(struct grading *g, const struct reader *r, struct error *e)
{
    g->name_n = reader_columns(r);
    g->names = arena_alloc(&g->arena, g->name_n * sizeof *g->names);
    for (size_t i = 0; g->names != NULL && i < g->name_n; i++) {
        g->names[i] = arena_copy(&g->arena, reader_column(r, i));
        if (g->names[i].p == NULL)
            g->names = NULL;
    }
    return g->names == NULL ? error_memory(e) : ST_OK;
}

static enum status same_header(const struct grading *g, const struct reader *r, struct error *e)
{
    size_t n = reader_columns(r), most = n < g->name_n ? n : g->name_n, i = 0;
    while (i < most && slice_eq(g->names[i], reader_column(r, i)))
        i++;
    if (i == n && i == g->name_n)
        return ST_OK;
    char q[QUOTE_SIZE], want[QUOTE_SIZE];
    return error_at(
        e, ST_DATA, reader_name(r), 1, i + 1,
        _("the columns are not those of '%s', which come out here: '%s' where that has '%s' (all "
          "files need the same columns in the same order)"),
        g->options.files[0], i < n ? quote(q, reader_column(r, i)) : "",
        i < g->name_n ? quote(want, g->names[i]) : "");
}

static enum status check_header(struct grading *g, const struct columns *c, struct error *e)
{
    for (size_t i = ALERT_WRITTEN; i < ALERT_COLUMNS; i++)
        if (columns_has(c, i))
            return error_at(e, ST_DATA, reader_name(c->reader), 1, c->field[i] + 1,
                            _("these alerts have been graded: they have a column '%s' (give those "
                              "that riskscan wrote)"),
                            c->wanted[i].name);
    return g->names == NULL ? keep_header(g, c->reader, e) : same_header(g, c->reader, e);
}

static enum status next_alert(struct reading *r, bool *more, struct error *e)
{
    struct alert_row row;
    bool rejects = r->g->options.reject != NULL;
    i18n_off = rejects; /* reasons go into a file then */
    enum status s = alert_in_next(&r->in, &row, more, &r->why);
    if (s == ST_OK && *more)
        s = grading_keep(&r->keeping, &row, &r->why);
    if (s == ST_OK && *more)
        s = records_put(&r->g->records, row.raw, &r->why);
    i18n_off = false;
    if (s == ST_DATA && *more && rejects) {
        s = held_hand_on(&r->held, row.line, e);
        return s == ST_OK ? hand_on(r, row.raw, &r->why, e) : s;
    }
    if (s != ST_OK) {
        *e = r->why;
        return s;
    }
    return held_hand_on(&r->held, *more ? row.line : UINT64_MAX, e);
}

static enum status read_file(struct reading *r, struct error *e)
{
    struct grading *g = r->g;
    const struct grading_options *o = &g->options;
    enum status s = alert_in_open(o->files[r->keeping.file], &o->reader, false, &r->in, e);
    if (s != ST_OK)
        return s;
    if (o->reject != NULL)
        reader_reject(r->in.columns.reader, held_take, &r->held);
    s = check_header(g, &r->in.columns, e);
    for (bool more = s == ST_OK; s == ST_OK && more;) {
        s = next_alert(r, &more, e);
        if (o->progress != NULL && g->alert_n % 4096 == 0)
            o->progress(o->context, reader_progress(r->in.columns.reader) / 2, g->alert_n);
    }
    alert_in_close(&r->in);
    return s;
}

enum status grading_read(struct grading *g, struct error *e)
{
    struct reading r = {.g = g};
    r.held.reject = hand_on;
    r.held.context = &r;
    r.keeping = (struct keeping){.grading = g, .in = &r.in};
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < g->options.file_n; i++) {
        r.keeping.file = (uint32_t)i;
        s = read_file(&r, e);
    }
    g->counts.alerts = g->alert_n;
    held_free(&r.held);
    buffer_free(&r.keeping.key);
    return s;
}
