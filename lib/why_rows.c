/* The rows that an alert rests on, from the records of files up through views. */
#include <stdlib.h>

#include "i18n.h"
#include "view.h"
#include "why_int.h"

bool why_name(size_t table, struct slice name, struct buffer *out)
{
    out->n = 0;
    return buffer_append(out, &table, sizeof table) && buffer_slice(out, name);
}

/* Of row K of R: a row of a view that keeps rows has its source's name. */
static bool name_row(const struct rows *r, size_t k, struct buffer *out)
{
    return why_name(r->table_index, SLICE(""), out) && rows_name(r, k, out);
}

/* The row's number among all that are seen. */
static uint32_t see(struct why *w, const struct rows *r, size_t k, bool *is_new)
{
    struct buffer name = {0};
    uint32_t n = w->seen.n, id = KEYTAB_NONE;
    if (name_row(r, k, &name))
        id = keytab_add(&w->seen, buffer_view(&name));
    buffer_free(&name);
    *is_new = id == n;
    size_t old = w->row_of_size;
    if (id == KEYTAB_NONE || !grow(&w->row_of, &w->row_of_size, (size_t)id + 1, sizeof *w->row_of))
        return KEYTAB_NONE;
    if (w->row_of_size > old)
        memset(w->row_of + old, 0, (w->row_of_size - old) * sizeof *w->row_of);
    return id;
}

/* *IS: the row is among NAMES. */
static bool among(const struct keytab *names, const struct rows *r, size_t k, bool *is)
{
    struct buffer name = {0};
    *is = false;
    if (names->n == 0)
        return true;
    bool good = name_row(r, k, &name);
    *is = good && keytab_find(names, buffer_view(&name)) != KEYTAB_NONE;
    buffer_free(&name);
    return good;
}

/* *IS: the alert's evidence names the row. */
static bool is_named(const struct why *w, const struct rows *r, size_t k, bool *is)
{
    if (r->source_text != NULL && r->source_text[k].n > 0) {
        *is = keytab_find(&w->texts, r->source_text[k]) != KEYTAB_NONE;
        return true;
    }
    return among(&w->evidence, r, k, is);
}

/* The names of the columns, as the record before the first. */
static const char *header_of(struct why *w, const struct reader *r)
{
    struct buffer b = {0};
    for (size_t i = 0; i < reader_columns(r); i++) {
        if (i > 0)
            buffer_char(&b, w->question->reader.format == READER_CSV ? ',' : '\t');
        buffer_slice(&b, reader_column(r, i));
    }
    const char *text = b.failed ? NULL : arena_string(&w->arena, buffer_view(&b));
    buffer_free(&b);
    return text;
}

static enum status show_record(struct why *w, const struct rows *r, size_t k, struct why_row *row,
                               struct error *e)
{
    if (w->headers[r->source] == NULL &&
        (w->headers[r->source] = header_of(w, r->feed->reader)) == NULL)
        return error_memory(e);
    row->source = r->source;
    row->line = r->batch.line[k];
    buffer_printf(&row->text, "  %s:%llu: ", r->path, (unsigned long long)row->line);
    return buffer_slice(&row->text, r->batch.raw[k]) ? ST_OK : error_memory(e);
}

static enum status show(struct why *w, struct rows *r, size_t k, uint32_t id, struct error *e)
{
    if (!grow(&w->rows, &w->row_size, w->row_n + 1, sizeof *w->rows))
        return error_memory(e);
    const struct rows *bottom = rows_bottom(r);
    struct why_row *row = &w->rows[w->row_n++];
    *row = (struct why_row){.table = r->table_index};
    if (bottom->made == NULL) {
        row->source = bottom->source;
        row->line = bottom->batch.line[k];
    } else {
        row->line = w->row_n;
    }
    row->read = w->engine->read;
    w->row_of[id] = (uint32_t)w->row_n;
    return r->feed != NULL ? show_record(w, r, k, row, e) : why_view_row(w, r, k, row, e);
}

/* Rows of a view that looks at other rows have all their columns when all have come. */
static bool is_half_made(const struct why *w, const struct rows *r)
{
    const struct derived *d = plan_derived(w->plan, r->table_index);
    return d != NULL && d->grouped && r->made == NULL;
}

/* Row K of R alone, as it stands in this reading. */
static enum status take_one(struct why *w, struct rows *r, size_t k, enum why_part part,
                            uint32_t id, bool is_new, struct error *e)
{
    bool named;
    struct why_count *n = &w->counts[r->table_index];
    if (!is_named(w, r, k, &named) || (is_new && !why_want_sources(w, r, k)))
        return error_memory(e);
    n->rows += is_new;
    struct why_row *row = w->row_of[id] == 0 ? NULL : &w->rows[w->row_of[id] - 1];
    bool room = part == WHY_LOOKED_UP ? n->looked_up < WHY_LOOKED_UP_SHOWN : n->own < WHY_SHOWN;
    if (row == NULL && (room || named)) {
        enum status s = show(w, r, k, id, e);
        *(part == WHY_LOOKED_UP ? &n->looked_up : &n->own) += 1;
        if (s == ST_OK)
            w->rows[w->row_n - 1].left_out = part == WHY_LEFT_OUT;
        return s;
    }
    if (row == NULL || row->told == NULL || row->read == w->engine->read)
        return ST_OK;
    row->read = w->engine->read;
    return why_view_row(w, r, k, row, e);
}

enum status why_take(struct why *w, struct rows *r, size_t k, enum why_part part,
                     struct why_row **out, struct error *e)
{
    uint32_t first = KEYTAB_NONE;
    enum status s = ST_OK;
    for (struct rows *at = r; s == ST_OK && at != NULL; at = at->under) {
        bool is_new;
        if (is_half_made(w, at))
            continue;
        uint32_t id = see(w, at, k, &is_new);
        if (id == KEYTAB_NONE)
            return error_memory(e);
        s = take_one(w, at, k, part, id, is_new, e);
        first = first == KEYTAB_NONE ? id : first;
    }
    *out = first == KEYTAB_NONE || w->row_of[first] == 0 ? NULL : &w->rows[w->row_of[first] - 1];
    return s;
}

static enum status taken(void *context, struct rows *r, struct error *e)
{
    struct why *w = context;
    struct why_row *row;
    enum status s = ST_OK;
    if (w->seeking || w->evidence.n + w->texts.n + w->wanted.n == 0)
        return ST_OK;
    for (size_t k = 0; s == ST_OK && k < r->batch.n; k++) {
        bool named, wanted;
        if (!is_named(w, r, k, &named) || !among(&w->wanted, r, k, &wanted))
            return error_memory(e);
        if (named || wanted)
            s = why_take(w, r, k, WHY_OWN, &row, e);
    }
    return s;
}

/* Lines below a row, each once: it may take part in several things. */
static bool add_lines(struct buffer *to, struct slice lines)
{
    while (lines.p != NULL && lines.n > 0) {
        struct slice line = slice_split(&lines, '\n'), rest = buffer_view(to);
        bool there = line.n == 0;
        while (!there && rest.p != NULL && rest.n > 0)
            there = slice_eq(slice_split(&rest, '\n'), line);
        if (!there && (!buffer_slice(to, line) || !buffer_char(to, '\n')))
            return false;
    }
    return true;
}

static void look_at_part(struct look *l, const struct expr *x)
{
    if (x->kind == EXPR_COLUMN || x->kind == EXPR_CONST || x->kind == EXPR_VALUE ||
        x->kind == EXPR_PARAM_ROW)
        return;
    look_inside(l, x);
    look_line(l, x);
}

static bool looks_elsewhere(const struct expr *x)
{
    bool yes = x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP || x->kind == EXPR_PARAM_ROW;
    for (size_t i = 0; !yes && i < x->arg_count; i++)
        yes = looks_elsewhere(x->args[i]);
    return yes;
}

/* What an aggregate takes of each row, where that is no plain column. */
static void look_into(struct expr *x, void *context)
{
    struct look *l = context;
    if (x->kind != EXPR_AGGREGATE)
        return;
    for (size_t i = 0; i < x->arg_count; i++)
        look_at_part(l, x->args[i]);
    if (x->where != NULL && looks_elsewhere(x->where))
        look_at_part(l, x->where);
}

static void tell_counting(struct look *l, const struct placed *p)
{
    const struct check *c = p->check;
    const struct plan *plan = l->w->plan;
    for (size_t i = 0; i < c->by_n; i++)
        if (looks_elsewhere(c->by[i]))
            look_at_part(l, c->by[i]);
    if (p->view == NULL) {
        check_walk(c, look_into, l);
        return;
    }
    const bool *needed = l->w->engine->need.columns[p->view->table];
    for (size_t i = 0; i < plan->pack->tables[p->view->table].column_count; i++)
        if (needed[i])
            expr_walk(p->view->of_groups[i], look_into, l);
}

/* What is worked out of a row alone: of one that does not count, what may have left it out. */
static enum status tell_parts(struct why *w, const struct placed *p, struct why_row *row,
                              struct error *e)
{
    const struct check *c = p->check;
    struct buffer lines = {0};
    struct look l = {.w = w,
                     .scope = &c->row,
                     .rows = p->rows,
                     .k = p->k,
                     .out = &lines,
                     .indent = "      ",
                     .e = e};
    if (c->where != NULL && looks_elsewhere(c->where))
        look_parts(&l, c->where);
    if (p->counts)
        tell_counting(&l, p);
    look_end(&l);
    if (l.status == ST_OK && !add_lines(&row->parts, buffer_view(&lines)))
        l.status = error_memory(e);
    buffer_free(&lines);
    return l.status;
}

/* *IS: it is of the alert's subject, or of a view's row that is to be shown. */
static bool belongs(const struct why *w, const struct placed *p, bool *is)
{
    if (p->view == NULL) {
        *is = p->check == w->check && slice_eq(p->subject, w->subject) && p->period >= w->from &&
              p->period <= w->period;
        return true;
    }
    struct buffer name = {0}, key = {0};
    bool good = why_name(p->view->table, p->subject, &key) &&
                why_name(p->view->table, buffer_view(&key), &name);
    *is = good && keytab_find(&w->wanted, buffer_view(&name)) != KEYTAB_NONE;
    buffer_free(&name);
    buffer_free(&key);
    return good;
}

static enum status placed(void *context, const struct placed *p, struct error *e)
{
    struct why *w = context;
    struct why_row *row;
    bool is;
    if (w->seeking || (p->view != NULL && w->wanted.n == 0))
        return ST_OK;
    if (!belongs(w, p, &is))
        return error_memory(e);
    if (!is)
        return ST_OK;
    enum status s = why_take(w, p->rows, p->k, p->counts ? WHY_OWN : WHY_LEFT_OUT, &row, e);
    if (s != ST_OK || row == NULL)
        return s;
    return tell_parts(w, p, row, e);
}

const struct judge_hooks why_hooks = {.row = why_judged_row,
                                      .groups = why_groups,
                                      .placed = placed,
                                      .taken = taken,
                                      .offered = why_offered,
                                      .offered_alerts = why_offered_alerts};

/* Writing */

static int by_place(const void *a, const void *b)
{
    const struct why_row *x = a, *y = b;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static void write_title(const struct why *w, size_t table, struct buffer *b)
{
    const struct derived *d = plan_derived(w->plan, table);
    unsigned long long n = w->counts[table].rows;
    if (d == NULL) {
        buffer_printf(b, _("rows of %s (%llu):\n"), w->plan->pack->tables[table].name, n);
        return;
    }
    buffer_printf(b, _("view %s (%llu): "), d->view->name, n);
    view_says(d, b);
    buffer_char(b, '\n');
}

static void write_row(const struct why_row *row, struct buffer *b)
{
    buffer_slice(b, buffer_view(&row->text));
    if (row->left_out)
        buffer_text(b, _("   (left out by where)"));
    buffer_char(b, '\n');
    buffer_slice(b, buffer_view(&row->parts));
}

static void write_table(const struct why *w, size_t table, struct buffer *b)
{
    uint32_t source = UINT32_MAX;
    size_t n = 0;
    for (size_t i = 0; i < w->row_n; i++) {
        const struct why_row *row = &w->rows[i];
        if (row->table != table)
            continue;
        if (n++ == 0)
            write_title(w, table, b);
        if (plan_derived(w->plan, table) == NULL && row->source != source)
            buffer_printf(b, "  %s: %s\n", w->engine->sources[source = row->source],
                          w->headers[row->source]);
        write_row(row, b);
    }
    if (n < w->counts[table].rows)
        buffer_printf(b, _("  ... the rest is not shown\n"));
}

/* The alert's own table first, then those that it looks into, then what is made of them. */
bool why_write_rows(struct why *w, struct sink *out)
{
    struct buffer b = {0};
    const struct plan *p = w->plan;
    size_t own = plan_base(p, (size_t)(w->check->table - p->pack->tables));
    size_t dictionary = p->all.table_count - p->derived_n;
    if (w->row_n > 1)
        qsort(w->rows, w->row_n, sizeof *w->rows, by_place);
    write_table(w, own, &b);
    for (size_t t = 0; t < dictionary; t++)
        if (t != own)
            write_table(w, t, &b);
    for (size_t i = 0; i < p->ready_n; i++)
        write_table(w, p->ready[i], &b);
    sink_slice(out, buffer_view(&b));
    bool good = !b.failed;
    buffer_free(&b);
    return good;
}
