/* Rows of pair views. */
#include "engine_int.h"
#include "i18n.h"

/* Whether someone in the reading at hand asks for digests of the rows of a table. */
static bool names_asked(const struct engine *x, size_t table)
{
    const struct plan *p = x->plan;
    bool asked = x->options.hooks != NULL;
    for (size_t i = 0; !asked && i < p->check_all; i++) {
        const struct check *c = &p->checks[i];
        asked = c->read == x->read && c->loaded && c->table == &p->pack->tables[table] &&
                c->by_n == 0;
    }
    for (size_t i = 0; !asked && i < p->derived_n; i++) {
        const struct derived *d = &p->derived[i];
        if (!x->views[i].active || d->source != table)
            continue;
        bool on = d->kind == VIEW_PAIRS || (d->kind == VIEW_ROWS && !d->grouped);
        asked = on ? names_asked(x, d->table) : d->check.by_n == 0;
    }
    return asked;
}

/* The columns of the source that are needed are held. */
enum status pairs_begin(struct engine *x, const struct derived *d, struct error *e)
{
    const struct table *source = &x->plan->pack->tables[d->source];
    struct view_run *v = view_run_of(x, d);
    struct paired *p = &v->paired;
    p->types = arena_alloc(&v->rows.memory, (source->column_count + 1) * sizeof *p->types);
    p->held = arena_zero(&v->rows.memory, source->column_count + 1);
    if (p->types == NULL || p->held == NULL)
        return error_memory(e);
    p->column_n = source->column_count;
    for (size_t i = 0; i < source->column_count; i++)
        p->types[i] = column_expr_type(source->columns[i].type);
    p->id = view_id_column(x->plan, d);
    for (size_t i = 0; i < d->first; i++)
        p->held[d->from[i]] = p->held[d->from[i]] || v->rows.needed[i];
    if (p->id != SIZE_MAX)
        p->held[p->id] = true;
    p->named = names_asked(x, d->table);
    p->shown = x->plan->shown;
    return paired_begin(p, e);
}

/* Row K of a batch into those that are held; what is its own lies in their scratch. */
static enum status hold_row(const struct paired *p, struct rows *from, size_t k, why_t kept,
                            struct paired_batch *to, struct error *e)
{
    struct paired_row *row = &to->rows[to->n];
    bool plain = from->places == NULL && (from->source_text == NULL || from->source_text[k].n == 0);
    *row = (struct paired_row){.kept = kept, .source = plain ? from->source : SOURCE_PLACES};
    if (plain) {
        row->line = from->batch.line[k];
    } else {
        struct one_place *one = arena_alloc(to->scratch, sizeof *one);
        if (one == NULL)
            return error_memory(e);
        to->places[to->n] = *rows_place(from, k, one);
    }
    enum status s = rows_mark(from, k, &row->mark, e);
    if (s == ST_OK && p->named)
        s = rows_digest(from, k, to->names[to->n], e);
    if (s != ST_OK || !p->shown)
        return s;
    struct buffer name = {0};
    if (!rows_name(from, k, &name) ||
        (to->shown_as[to->n] = arena_copy(to->scratch, buffer_view(&name))).p == NULL)
        s = error_memory(e);
    buffer_free(&name);
    return s;
}

/* The rows that might count, if it is known with whom they are to be paired. */
static enum status hold_rows(struct engine *x, struct view_run *v, struct rows *from,
                             const struct slice *keys, const struct vec *kept, struct error *e)
{
    size_t n = from->batch.n;
    struct arena *a = &v->rows.scratch;
    struct paired_batch held = {.at = arena_alloc(a, n * sizeof *held.at),
                                .keys = arena_alloc(a, n * sizeof *held.keys),
                                .rows = arena_alloc(a, n * sizeof *held.rows),
                                .places = arena_alloc(a, n * sizeof *held.places),
                                .names = arena_alloc(a, n * sizeof *held.names),
                                .shown_as = arena_alloc(a, n * sizeof *held.shown_as),
                                .columns = from->values,
                                .scratch = a};
    if (held.at == NULL || held.keys == NULL || held.rows == NULL || held.places == NULL ||
        held.names == NULL || held.shown_as == NULL)
        return error_memory(e);
    why_t rejected = reason_make(&x->plan->reasons, REASON_REJECTED, SLICE(""));
    enum status s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        bool bad = from->bad_n > 0 && from->bad[k] != 0;
        if (!bad && vec_why(kept, k) == 0 && !vec_true(kept, k))
            continue;
        if (keys[k].p != NULL) {
            held.at[held.n] = (uint32_t)k;
            held.keys[held.n] = keys[k];
            s = hold_row(&v->paired, from, k, bad ? rejected : vec_why(kept, k), &held, e);
            held.n++;
        } else if (bad && from->bad[k] == 1) {
            engine_lose(x); /* nobody knows with whom it would have been paired */
            from->bad[k] = 2;
        }
    }
    return s != ST_OK || paired_add(&v->paired, &held) ? s : error_memory(e);
}

enum status pairs_take(struct engine *x, struct derived *d, struct rows *from, struct error *e)
{
    struct view_run *v = view_run_of(x, d);
    const struct check *c = &d->check;
    view_batch(&v->rows, 0);
    struct vec kept, *by = arena_alloc(&v->rows.scratch, (c->by_n + 1) * sizeof *by);
    struct slice *keys = arena_alloc(&v->rows.scratch, (from->batch.n + 1) * sizeof *keys);
    enum status s =
        by == NULL || keys == NULL ? error_memory(e) : view_keep(d, from, &v->rows, &kept, e);
    for (size_t i = 0; s == ST_OK && i < c->by_n; i++)
        s = eval(&from->eval, c->by[i], &by[i], e);
    struct buffer spare = {0};
    if (s == ST_OK && !vec_keys(by, c->by_n, from->batch.n, &spare, keys))
        s = error_memory(e);
    if (s == ST_OK)
        s = hold_rows(x, v, from, keys, &kept, e);
    buffer_free(&spare);
    return s;
}

static enum status refuse_many(struct engine *x, const struct derived *d, size_t row, size_t n,
                               struct error *e)
{
    const struct paired *p = &view_run_of(x, d)->paired;
    struct one_place one;
    const struct places *at = paired_places(p, (uint32_t)row, &one);
    char q[QUOTE_SIZE];
    bool known = at->n > 0 && at->list[0].source != SOURCE_TEXT;
    return error_at(e, ST_DATA, known ? x->sources[at->list[0].source] : NULL,
                    known ? at->list[0].first : 0, 0,
                    _("view %s: %zu rows share the key '%s': pairs are made of at most %d; give "
                      "more columns behind 'pairs of', or keep fewer rows by where"),
                    d->view->name, n, quote(q, p->keys.keys[p->rows[row].key]), PAIRED_MAX);
}

/* A batch of pairs: two rows each. */
struct pairs {
    const struct paired *paired;
    uint32_t first[BATCH_ROWS], second[BATCH_ROWS];
    size_t n;
    struct places places[BATCH_ROWS];
    struct made made;
};

/* A pair is named by its rows, the first one first. */
static void name_pair(const void *named, size_t k, char out[ALERT_ID_SIZE])
{
    const struct pairs *x = named;
    paired_name *all = x->paired->names;
    const struct slice names[] = {slice_of(all[x->first[k]]), slice_of(all[x->second[k]])};
    record_digest(names, 2, SIZE_MAX, out);
}

static uint64_t mark_pair(const void *named, size_t k)
{
    const struct pairs *x = named;
    const struct paired_row *rows = x->paired->rows;
    uint64_t marks[] = {rows[x->first[k]].mark, rows[x->second[k]].mark};
    return slice_mark((struct slice){(const char *)marks, sizeof marks});
}

static enum status pair_columns(struct engine *x, struct derived *d, struct pairs *b,
                                struct error *e)
{
    struct view_run *v = view_run_of(x, d);
    struct rows *to = &v->rows;
    struct vec *kept = &to->values[kept_column(to->table)];
    for (size_t i = 0; i < d->first; i++)
        if (to->needed[i] &&
            !paired_column(&v->paired, d->from[i], d->second[i] ? b->second : b->first, b->n,
                           &to->scratch, &to->values[i]))
            return error_memory(e);
    if (!vec_new(kept, &to->scratch, T_BOOL, VEC_WHOLE, b->n, false) ||
        !vec_need_why(kept, &to->scratch))
        return error_memory(e);
    for (size_t k = 0; k < b->n; k++) {
        struct one_place first, second;
        const struct paired *p = &v->paired;
        kept->why[k] = why_min(p->rows[b->first[k]].kept, p->rows[b->second[k]].kept);
        kept->whole[k] = kept->why[k] == 0;
        if (!places_join(paired_places(p, b->first[k], &first),
                         paired_places(p, b->second[k], &second), &to->scratch, &b->places[k]))
            return error_memory(e);
    }
    return view_work_out(d, to, e);
}

enum status pairs_last(struct engine *x, struct derived *d, struct error *e)
{
    struct view_run *v = view_run_of(x, d);
    struct rows *to = &v->rows;
    size_t many, how_many;
    struct pairs *b = arena_alloc(&to->memory, sizeof *b);
    enum status s = view_begin(to, e);
    if (s != ST_OK || b == NULL || !paired_sort(&v->paired, &many, &how_many))
        return error_memory(e);
    if (many != SIZE_MAX)
        return refuse_many(x, d, many, how_many, e);
    b->paired = &v->paired;
    to->places = b->places;
    to->name = name_pair;
    to->mark = mark_pair;
    to->named = b;
    b->made =
        (struct made){.view = d, .paired = &v->paired, .first = b->first, .second = b->second};
    to->made = &b->made;
    while (s == ST_OK && (b->n = paired_next(&v->paired, b->first, b->second, BATCH_ROWS)) > 0) {
        view_batch(to, b->n);
        s = pair_columns(x, d, b, e);
        if (s == ST_OK)
            s = engine_take(to, e);
    }
    return s;
}
