/* States of windows: every row's value, day and line. */
#include <stdlib.h>

#include "date.h"
#include "slot_int.h"

/* ROW is used up. */
bool window_append(struct slot *s, struct window_state *w, const struct window_row *row)
{
    if (w->n == w->size) {
        size_t size = w->size == 0 ? 1 : (size_t)w->size * 2;
        struct window_row *more = NULL;
        if (size <= UINT32_MAX &&
            hold_change(s->hold, w->size * sizeof *more, size * sizeof *more, s))
            more = realloc(w->rows, size * sizeof *more);
        if (more == NULL)
            return false;
        w->rows = more;
        w->size = (uint32_t)size;
    }
    w->rows[w->n++] = *row;
    return true;
}

/* The lines of a row that was made of others. */
static bool keep_places(struct slot *s, const struct places *p, struct window_row *row)
{
    size_t bytes = sizeof *p + p->n * sizeof *p->list;
    if (!hold_change(s->hold, 0, bytes, s) ||
        !grow(&s->places, &s->places_size, s->places_n + 1, sizeof *s->places) ||
        !places_copy(p, &s->places_arena, &s->places[s->places_n]))
        return false;
    row->line = s->places_n++;
    row->source = SOURCE_PLACES;
    return true;
}

static bool place_of(struct slot *s, const struct slot_rows *r, size_t k, struct window_row *row)
{
    if (r->places != NULL)
        return keep_places(s, &r->places[k], row);
    row->line = r->line[k];
    row->source = r->source;
    if (r->source_text == NULL || r->source_text[k].n == 0)
        return true;
    uint32_t id = keytab_add(&s->texts, r->source_text[k]);
    row->line = id;
    row->source = SOURCE_TEXT;
    return id != KEYTAB_NONE;
}

/* Why row K cannot stand in a window. */
static why_t missing(const struct slot *s, const struct vec *arg, const struct vec *day, size_t k)
{
    why_t why = arg == NULL ? 0 : vec_why(arg, k);
    if (why == 0 && arg != NULL && arg->type == T_TEXT && arg->text[vec_at(arg, k)].n == 0)
        why = s->blank;
    return why_min(why, vec_why(day, k));
}

bool window_add(struct slot *s, const struct slot_rows *r, const struct vec *arg,
                const struct vec *day)
{
    uint32_t *ids = NULL;
    if (arg != NULL && arg->type == T_TEXT && !slot_texts(s, r, arg, &ids))
        return false;
    for (size_t i = 0; i < r->picks; i++) {
        size_t k = picked(r->pick, i);
        struct window_state *w = state_at(s, r->group[k]);
        group_head(r->group[k])->owns = 1;
        why_t why = missing(s, arg, day, k);
        if (why != 0) {
            w->why = why_min(w->why, why);
            continue;
        }
        struct window_row row = {
            .day = (int32_t)date_first(day->whole[vec_at(day, k)], type_span(day->type))};
        uint32_t text = ids == NULL ? 0 : ids[k];
        if ((arg != NULL && !state_of(s, arg, k, text, &row.value)) || !place_of(s, r, k, &row) ||
            !window_append(s, w, &row))
            return false;
    }
    return true;
}

bool window_merge(struct slot *s, struct window_state *w, const struct window_state *from)
{
    w->why = why_min(w->why, from->why);
    for (uint32_t i = 0; i < from->n; i++) {
        struct window_row row = from->rows[i];
        if (!copy_value(s, &from->rows[i].value, &row.value) || !window_append(s, w, &row))
            return false;
    }
    return true;
}

void window_let_go(struct slot *s, struct window_state *w)
{
    for (uint32_t i = 0; s->wide_n > 0 && i < w->n; i++)
        wide_drop(s, &w->rows[i].value);
    hold_change(s->hold, w->size * sizeof *w->rows, 0, s);
    free(w->rows);
}

static bool add_spot(struct slot *s, struct spots *p, uint64_t line, uint32_t source,
                     const struct slice *texts)
{
    if (!grow(&p->list, &p->size, p->n + 1, sizeof *p->list))
        return false;
    if (source == SOURCE_TEXT) {
        uint32_t id = keytab_add(&s->texts, texts[line]);
        line = id;
        if (id == KEYTAB_NONE)
            return false;
    }
    p->list[p->n++] = (struct spot){line, source};
    return true;
}

static bool add_places(struct slot *s, struct spots *p, const struct places *places)
{
    uint32_t listed = 0;
    bool good = true;
    for (size_t i = 0; good && i < places->n; i++) {
        const struct line_range *r = &places->list[i];
        for (uint32_t k = 0; good && k < r->n; k++)
            good = add_spot(s, p, r->first + k, r->source, places->texts);
        listed += r->n;
    }
    p->shared = true;
    p->more = p->more || places->total > listed;
    return good;
}

bool spots_add(struct slot *s, struct spots *p, const struct slot *from,
               const struct window_row *rows, size_t n)
{
    bool good = true;
    for (size_t i = 0; good && i < n; i++)
        good = rows[i].source == SOURCE_PLACES
                   ? add_places(s, p, &from->places[rows[i].line])
                   : add_spot(s, p, rows[i].line, rows[i].source, from->texts.keys);
    return good;
}
