/* exists and lookup: which key was asked for, and where it was found. Tables that others look into
 * are read before those, so what is asked in one run is noted in the next. */
#include "i18n.h"
#include "why_int.h"

enum { ALERTS_SHOWN = 5 };

/* The name of a key of O among all that is asked. */
static bool name_key(const struct why *w, const struct other *o, const struct vec *keys, size_t k,
                     struct buffer *name, bool *known)
{
    struct buffer spare = {0};
    struct slice key;
    size_t number = (size_t)(o - w->plan->others);
    *known = vec_key(keys, o->column_n, k, &spare, &key);
    name->n = 0;
    bool good = buffer_append(name, &number, sizeof number) && (!*known || buffer_slice(name, key));
    good = good && !spare.failed;
    buffer_free(&spare);
    return good;
}

/* `official_id = O1, domain = works` */
static void tell_key(struct look *l, const struct expr *x, const struct vec *keys, size_t k,
                     struct buffer *note)
{
    const struct table *t = &l->w->plan->pack->tables[x->other_table];
    for (size_t i = 0; i < x->arg_count; i++) {
        buffer_printf(note, "%s%s = ", i > 0 ? ", " : "", t->columns[x->key_columns[i]].name);
        size_t n = note->n;
        why_value(l, &keys[i], k, NULL, 0, note);
        buffer_text(note, note->n == n ? "''" : "");
    }
}

static void tell_found(struct why *w, const struct why_found *f, struct buffer *note)
{
    if (f == NULL || f->lines.total + f->alert_n == 0)
        buffer_text(note, _("no match"));
    else if (f->lines.total > 0)
        evidence_text(&w->lines, &f->lines, w->engine->sources, note);
    else
        buffer_slice(note, buffer_view(&f->alerts));
    if (f != NULL && f->alert_n > ALERTS_SHOWN)
        buffer_printf(note, _(" and %zu more"), f->alert_n - ALERTS_SHOWN);
}

void look_other(struct look *l, const struct expr *x, struct buffer *note)
{
    struct why *w = l->w;
    const struct other *o = plan_other(w->plan, x);
    struct vec *keys = arena_alloc(&w->arena, (x->arg_count + 1) * sizeof *keys);
    struct buffer name = {0};
    bool known = false;
    size_t k = 0;
    if (keys == NULL) {
        look_failed(l);
        return;
    }
    for (size_t i = 0; i < x->arg_count; i++)
        if (!look_value(l, x->args[i], &keys[i], &k))
            return;
    tell_key(l, x, keys, k, note);
    if (!name_key(w, o, keys, k, &name, &known)) {
        buffer_free(&name);
        look_failed(l);
        return;
    }
    uint32_t id = known ? keytab_add(&w->asked, buffer_view(&name)) : KEYTAB_NONE;
    buffer_free(&name);
    if (known && id == KEYTAB_NONE) {
        look_failed(l);
        return;
    }
    buffer_text(note, ": ");
    if (known)
        tell_found(w, id < w->found_size ? &w->found[id] : NULL, note);
    else
        buffer_text(note, _("a blank key has no match"));
}

static struct why_found *found_at(struct why *w, uint32_t id)
{
    size_t old = w->found_size;
    if (!grow(&w->found, &w->found_size, (size_t)id + 1, sizeof *w->found))
        return NULL;
    if (w->found_size > old)
        memset(w->found + old, 0, (w->found_size - old) * sizeof *w->found);
    return &w->found[id];
}

static bool find_asked(struct why *w, const struct other *o, const struct vec *keys, size_t k,
                       struct buffer *name, uint32_t *id)
{
    bool known;
    *id = KEYTAB_NONE;
    if (!name_key(w, o, keys, k, name, &known))
        return false;
    if (known)
        *id = keytab_find(&w->asked, buffer_view(name));
    return true;
}

enum status why_offered(void *context, const struct other *o, struct rows *r,
                        const struct vec *keys, const struct vec *kept, struct error *e)
{
    struct why *w = context;
    struct buffer name = {0};
    enum status s = ST_OK;
    for (size_t k = 0; s == ST_OK && w->asked.n > 0 && k < r->batch.n; k++) {
        struct why_found *f;
        struct one_place one;
        struct why_row *row;
        uint32_t id;
        if ((r->bad_n > 0 && r->bad[k]) || (kept != NULL && !vec_true(kept, k)))
            continue;
        if (!find_asked(w, o, keys, k, &name, &id))
            s = error_memory(e);
        if (s != ST_OK || id == KEYTAB_NONE)
            continue;
        if ((f = found_at(w, id)) == NULL ||
            !evidence_add_places(&w->lines, &f->lines, rows_place(r, k, &one)))
            s = error_memory(e);
        if (s == ST_OK)
            s = why_take(w, r, k, WHY_LOOKED_UP, &row, e);
    }
    buffer_free(&name);
    return s;
}

/* `alert 5f0c27... (2024-03, yellow)` */
static bool note_alert(const struct alert *a, struct why_found *f)
{
    char id[ALERT_ID_SIZE], period[DATE_TEXT_MAX];
    struct slice in = alert_period(a, a->period, period);
    if (f == NULL || f->alert_n++ >= ALERTS_SHOWN)
        return f != NULL;
    alert_id(a->check->indicator->id, alert_subject_kind(a), a->subject, in, id);
    buffer_text(&f->alerts, f->alert_n > 1 ? "; " : "");
    buffer_printf(&f->alerts, _("alert %s"), id);
    return buffer_printf(&f->alerts, " (%.*s%s%s)", (int)in.n, in.p, in.n > 0 ? ", " : "",
                         level_name(a->level));
}

enum status why_offered_alerts(void *context, const struct other *o, struct alert *const *alerts,
                               size_t n, const struct vec *keys, struct error *e)
{
    struct why *w = context;
    struct buffer name = {0};
    bool good = true;
    uint32_t id;
    for (size_t k = 0; good && k < n; k++)
        good = find_asked(w, o, keys, k, &name, &id) &&
               (id == KEYTAB_NONE || note_alert(alerts[k], found_at(w, id)));
    buffer_free(&name);
    return good ? ST_OK : error_memory(e);
}
