/* Batches of a table, decoded. */
#include <stdlib.h>

#include "decode.h"
#include "engine_int.h"
#include "i18n.h"

static enum status column_value(void *context, size_t column, struct vec *out, struct error *e)
{
    (void)e;
    struct rows *r = context;
    *out = r->values[column];
    return ST_OK;
}

static void place_of_row(void *context, size_t k, struct error *e)
{
    const struct rows *r = context;
    if (r->places == NULL)
        error_place(e, r->path, r->batch.line[k], 0);
    else if (r->places[k].n > 0 && r->places[k].list[0].source != SOURCE_TEXT)
        error_place(e, r->engine->sources[r->places[k].list[0].source], r->places[k].list[0].first,
                    0);
}

static enum status other_of_row(void *context, const struct expr *x, struct vec *args,
                                struct vec *out, struct error *e)
{
    struct rows *r = context;
    struct plan *p = r->engine->plan;
    return other_value(plan_other(p, x), x, args, r->batch.n, &r->scratch, out, e);
}

enum status rows_begin_made(struct rows *r, struct engine *x, size_t table, struct error *e)
{
    const struct table *t = &x->plan->pack->tables[table];
    *r = (struct rows){.engine = x, .table = t, .table_index = table, .path = ""};
    r->needed = x->need.columns[table];
    r->values = arena_zero(&r->memory, (t->column_count + 2) * sizeof *r->values);
    r->eval = (struct eval){.scratch = &r->scratch,
                            .reasons = &x->plan->reasons,
                            .pack = x->plan->pack,
                            .calendar = x->plan->pack->calendar,
                            .context = r,
                            .column = column_value,
                            .place = place_of_row,
                            .other = other_of_row};
    return r->values == NULL ? error_memory(e) : ST_OK;
}

enum status rows_begin(struct rows *r, struct engine *x, size_t table, struct error *e)
{
    enum status s = rows_begin_made(r, x, table, e);
    if (s != ST_OK)
        return s;
    const struct table *t = r->table;
    size_t n = t->column_count + 1;
    r->money = money_routine(x->options.reader.plain ? VECTOR_NONE : cpu_vector_set());
    struct arena *a = &r->memory;
    r->selected = arena_alloc(a, n * sizeof *r->selected);
    r->slot_of = arena_alloc(a, n * sizeof *r->slot_of);
    r->blank = arena_alloc(a, n * sizeof *r->blank);
    r->bare_told = arena_zero(a, n * sizeof *r->bare_told);
    r->bad = arena_alloc(a, BATCH_ROWS);
    r->bad_cells = arena_alloc(a, n * BATCH_ROWS);
    if (r->selected == NULL || r->slot_of == NULL || r->blank == NULL || r->bare_told == NULL ||
        r->bad == NULL || r->bad_cells == NULL)
        return error_memory(e);
    for (size_t i = 0; i < t->column_count; i++) {
        if (!r->needed[i])
            continue;
        r->blank[i] = reason_make(&x->plan->reasons, REASON_BLANK, slice_of(t->columns[i].name));
        if (r->blank[i] == 0)
            return error_memory(e);
    }
    return ST_OK;
}

/* Whoever looks into the table cannot know all of it then. */
static enum status hold_record(void *context, struct slice raw, const struct error *why,
                               struct error *e)
{
    struct rows *r = context;
    struct plan *p = r->engine->plan;
    for (size_t i = 0; i < p->other_n; i++)
        if (plan_base(p, p->others[i].table) == r->table_index)
            p->others[i].unreadable = true;
    return held_take(&r->held, raw, why, e);
}

/* A record is told of once: by the reading that counts. */
static enum status hand_on(struct engine *x, struct slice raw, const struct error *why,
                           struct error *e)
{
    if (x->rehearsal)
        return ST_OK;
    x->rejected++;
    return x->options.reject(x->options.context, raw, why, e);
}

/* One that the reader refused: its subject cannot be told. */
static enum status hand_on_held(void *context, struct slice raw, const struct error *why,
                                struct error *e)
{
    struct rows *r = context;
    engine_lose(r->engine);
    return hand_on(r->engine, raw, why, e);
}

enum status rows_feed(struct rows *r, struct feed *f, struct error *e)
{
    struct engine *x = r->engine;
    enum status s = f->reader == NULL ? engine_reopen(x, f, e) : ST_OK;
    if (s != ST_OK)
        return s;
    r->feed = f;
    r->path = f->path;
    r->source = f->source;
    r->selected_n = 0;
    for (size_t i = 0; i < r->table->column_count; i++) {
        r->slot_of[i] = -1;
        if (!r->needed[i])
            continue;
        if (f->column[i] < 0) {
            engine_warn(x, _("%s has no column '%s': it reads as blank"), f->path,
                        r->table->columns[i].name);
            continue;
        }
        r->slot_of[i] = (int)r->selected_n;
        r->selected[r->selected_n++] = (size_t)f->column[i];
    }
    r->source_slot = -1;
    if (f->source_column >= 0) {
        r->source_slot = (int)r->selected_n;
        r->selected[r->selected_n++] = (size_t)f->source_column;
    }
    r->held.reject = hand_on_held;
    r->held.context = r;
    if (x->options.reject != NULL)
        reader_reject(f->reader, hold_record, r);
    return reader_select(f->reader, r->selected, r->selected_n, e);
}

/* The fault of a bad row that stands first in the file. */
static void explain_row(const struct rows *r, size_t row, struct error *e)
{
    int first = -1;
    for (size_t i = 0; i < r->table->column_count; i++)
        if (r->slot_of[i] >= 0 && r->bad_cells[i * BATCH_ROWS + row] &&
            (first < 0 || r->feed->column[i] < r->feed->column[first]))
            first = (int)i;
    const struct column *c = &r->table->columns[first];
    decode_explain(c, r->batch.cells[r->slot_of[first]][row], e);
    error_place(e, r->feed->path, r->batch.line[row], (uint64_t)r->feed->column[first] + 1);
    uint64_t end = batch_line_end(&r->batch, row);
    if (end > r->batch.line[row])
        e->line_end = end;
}

/* The bad rows of the batch and what the reader held back, in order. */
static enum status refuse_rows(struct rows *r, struct error *e)
{
    struct engine *x = r->engine;
    enum status s = ST_OK;
    for (size_t k = 0; s == ST_OK && r->bad_n > 0 && k < r->batch.n; k++) {
        if (!r->bad[k])
            continue;
        if (x->options.reject == NULL) {
            explain_row(r, k, e);
            return ST_DATA;
        }
        struct error why = {0};
        i18n_off = true;
        explain_row(r, k, &why);
        i18n_off = false;
        s = held_hand_on(&r->held, r->batch.line[k], e);
        if (s == ST_OK)
            s = hand_on(x, r->batch.raw[k], &why, e);
    }
    return s == ST_OK ? held_hand_on(&r->held, UINT64_MAX, e) : s;
}

static bool blank_column(struct rows *r, size_t i)
{
    const struct column *c = &r->table->columns[i];
    enum type type = column_expr_type(c->type);
    struct vec *v = &r->values[i];
    if (!vec_new(v, &r->scratch, type, type == T_TEXT ? VEC_TEXT : VEC_WHOLE, 1, true))
        return false;
    if (type == T_TEXT) {
        v->text[0] = SLICE("");
        return true;
    }
    v->whole[0] = 0;
    if (!vec_need_why(v, &r->scratch))
        return false;
    v->why[0] = r->blank[i];
    return true;
}

static enum status decode(struct rows *r, struct error *e)
{
    size_t n = r->batch.n;
    for (size_t i = 0; i < r->table->column_count; i++) {
        if (!r->needed[i])
            continue;
        size_t bad_n = 0, bare = 0;
        uint8_t *cells = r->bad_cells + i * BATCH_ROWS;
        bool good =
            r->slot_of[i] < 0
                ? blank_column(r, i)
                : decode_column(r->money, &r->table->columns[i], r->batch.cells[r->slot_of[i]], n,
                                r->blank[i], &r->scratch, &r->values[i], cells, &bad_n, &bare);
        if (!good)
            return error_memory(e);
        if (bare > 0 && !r->bare_told[i]) {
            r->bare_told[i] = true;
            engine_warn(
                r->engine,
                _("%s: column '%s' is a percentage and holds numbers above 1 without %%: they are "
                  "taken as they stand (1 is 100%%)"),
                r->feed->path, r->table->columns[i].name);
        }
        if (bad_n == 0)
            continue;
        if (r->bad_n == 0)
            memset(r->bad, 0, n);
        r->bad_n += bad_n;
        for (size_t k = 0; k < n; k++)
            r->bad[k] |= cells[k];
    }
    return ST_OK;
}

enum status rows_next(struct rows *r, struct error *e)
{
    struct engine *x = r->engine;
    arena_reset(&r->scratch);
    r->known_n = 0;
    r->bad_n = 0;
    /* Its reasons for a reject go into a file. */
    if (x->options.reject != NULL)
        i18n_off = true;
    enum status s = reader_next(r->feed->reader, &r->batch, e);
    if (x->options.reject != NULL)
        i18n_off = false;
    r->eval.n = r->batch.n;
    bool sources = s == ST_OK && r->source_slot >= 0;
    r->source_text = sources ? r->batch.cells[r->source_slot] : NULL;
    if (s == ST_OK && r->batch.n > 0)
        s = decode(r, e);
    if (s == ST_OK && (r->bad_n > 0 || r->held.n > 0))
        s = refuse_rows(r, e);
    x->rows += x->rehearsal ? 0 : r->batch.n;
    if (s == ST_OK && x->options.progress != NULL)
        x->options.progress(x->options.context, reader_progress(r->feed->reader), x->rows);
    return s;
}

enum status rows_value(struct rows *r, const struct expr *x, struct slice text, struct vec **out,
                       struct error *e)
{
    for (size_t i = 0; i < r->known_n; i++)
        if (slice_eq(r->known[i].text, text)) {
            *out = &r->known[i].v;
            return ST_OK;
        }
    struct vec v;
    enum status s = eval(&r->eval, x, &v, e);
    if (s != ST_OK)
        return s;
    if (!grow(&r->known, &r->known_size, r->known_n + 1, sizeof *r->known))
        return error_memory(e);
    r->known[r->known_n] = (struct known){text, v};
    *out = &r->known[r->known_n++].v;
    return ST_OK;
}

enum status rows_digest(void *context, size_t k, char out[ALERT_ID_SIZE], struct error *e)
{
    struct rows *r = context;
    struct slice *cells;
    if (r->under != NULL)
        return rows_digest(r->under, k, out, e);
    if (r->name != NULL) {
        r->name(r->named, k, out);
        return ST_OK;
    }
    enum status s = reader_split(r->feed->reader, r->batch.raw[k], &cells, e);
    if (s == ST_OK)
        record_digest(cells, reader_columns(r->feed->reader),
                      r->feed->source_column < 0 ? SIZE_MAX : (size_t)r->feed->source_column, out);
    return s;
}

/* That of the cells with commas between them: as most records stand. */
static enum status mark_record(struct rows *r, struct slice raw, uint64_t *out, struct error *e)
{
    struct reader *reader = r->feed->reader;
    struct slice *cells;
    if (r->feed->source_column < 0 && reader_plain(reader, raw)) {
        *out = slice_mark(raw);
        return ST_OK;
    }
    enum status s = reader_split(reader, raw, &cells, e);
    struct buffer joined = {0};
    for (size_t i = 0; s == ST_OK && i < reader_columns(reader); i++) {
        if (i == (size_t)r->feed->source_column)
            continue;
        buffer_text(&joined, joined.n > 0 || i > 0 ? "," : "");
        buffer_slice(&joined, cells[i]);
    }
    *out = slice_mark(buffer_view(&joined));
    if (s == ST_OK && joined.failed)
        s = error_memory(e);
    buffer_free(&joined);
    return s;
}

enum status rows_mark(struct rows *r, size_t k, uint64_t *out, struct error *e)
{
    if (r->under != NULL)
        return rows_mark(r->under, k, out, e);
    if (r->mark == NULL)
        return mark_record(r, r->batch.raw[k], out, e);
    *out = r->mark(r->named, k);
    return ST_OK;
}

const struct places *rows_place(const struct rows *r, size_t k, struct one_place *one)
{
    if (r->places != NULL)
        return &r->places[k];
    return place_one(one, r->batch.line[k], r->source,
                     r->source_text == NULL ? SLICE("") : r->source_text[k]);
}

struct slice rows_group(const struct rows *r, size_t k)
{
    const struct grouping *g = r->made->view->check.grouping;
    return g->keys.keys[group_head(group_at(g, r->made->groups[k]))->subject];
}

bool rows_name(const struct rows *r, size_t k, struct buffer *out)
{
    r = rows_bottom(r);
    bool made = r->made != NULL;
    uint64_t at = made ? r->made_before + k : r->batch.line[k];
    buffer_append(out, &r->table_index, sizeof r->table_index);
    if (made && r->made->groups != NULL)
        return buffer_slice(out, rows_group(r, k));
    buffer_append(out, &r->source, sizeof r->source);
    return buffer_append(out, &at, sizeof at);
}

void rows_end(struct rows *r)
{
    free(r->known);
    held_free(&r->held);
    arena_free(&r->memory);
    arena_free(&r->scratch);
}
