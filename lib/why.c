#include "why.h"

#include <stdlib.h>

#include "i18n.h"
#include "report.h"
#include "why_int.h"

enum { ID_LEAST = 6 };

static enum status reject(void *context, struct slice raw, const struct error *why, struct error *e)
{
    struct why *w = context;
    return w->seeking ? w->question->reject(w->question->context, raw, why, e) : ST_OK;
}

static void forget_run(struct why *w)
{
    engine_close(w->engine);
    plan_free(w->plan);
    w->engine = NULL;
    w->plan = NULL;
    for (size_t i = 0; i < w->row_n; i++) {
        buffer_free(&w->rows[i].text);
        buffer_free(&w->rows[i].parts);
    }
    for (size_t i = 0; i < w->found_size; i++)
        buffer_free(&w->found[i].alerts);
    slot_free(&w->lines);
    w->lines = (struct slot){.kind = SLOT_EVIDENCE};
    free(w->rows);
    free(w->row_of);
    free(w->found);
    w->rows = NULL;
    w->row_of = NULL;
    w->found = NULL;
    w->row_n = w->row_size = w->row_of_size = w->found_size = 0;
    keytab_free(&w->seen);
    buffer_free(&w->steps);
}

static enum status run(struct why *w, const char *const *only, size_t only_n, struct error *e)
{
    const struct why_question *q = w->question;
    struct engine_options o = {.reader = q->reader,
                               .reject = q->reject == NULL ? NULL : reject,
                               .hooks = &why_hooks,
                               .context = w};
    forget_run(w);
    enum status s = plan_make(q->pack, only, only_n, q->today, SIZE_MAX, true, &w->plan, e);
    if (s != ST_OK)
        return s;
    if (!w->seeking) /* what exceptions hold back is shown as well */
        plan_warn_anyway(w->plan);
    w->check = &w->plan->checks[0];
    w->counts = arena_zero(&w->arena, (w->plan->all.table_count + 1) * sizeof *w->counts);
    w->headers = arena_zero(&w->arena, (q->n + 1) * sizeof *w->headers);
    if (w->counts == NULL || w->headers == NULL)
        return error_memory(e);
    s = engine_open(w->plan, &o, q->inputs, q->n, &w->engine, e);
    return s == ST_OK ? engine_run(w->engine, e) : s;
}

static void id_of(const struct alert *a, char out[ALERT_ID_SIZE])
{
    char period[DATE_TEXT_MAX];
    alert_id(a->check->indicator->id, alert_subject_kind(a), a->subject,
             alert_period(a, a->period, period), out);
}

/* The rows that it names. */
static enum status take_evidence(struct why *w, const struct places *p, struct error *e)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct line_range *r = &p->list[i];
        for (uint32_t k = 0; k < r->n; k++) {
            struct buffer name = {0};
            bool text = r->source == SOURCE_TEXT;
            uint64_t line = r->first + k;
            if (!text) {
                size_t table = w->engine->feeds[r->source].table;
                why_name(table, SLICE(""), &name);
                buffer_append(&name, &table, sizeof table);
                buffer_append(&name, &r->source, sizeof r->source);
                buffer_append(&name, &line, sizeof line);
            }
            bool good = !name.failed &&
                        keytab_add(text ? &w->texts : &w->evidence,
                                   text ? p->texts[r->first] : buffer_view(&name)) != KEYTAB_NONE;
            buffer_free(&name);
            if (!good)
                return error_memory(e);
        }
    }
    return ST_OK;
}

/* Those of ALL whose id begins with the one that was given: *FOUND is one of them, N how many there
 * are. */
static void look_among(struct why *w, const struct alerts *all, const struct alert **found,
                       size_t *n)
{
    const char *id = w->question->id;
    for (size_t i = 0; i < all->n; i++) {
        char text[ALERT_ID_SIZE];
        id_of(&all->list[i], text);
        if (strncmp(text, id, strlen(id)) != 0)
            continue;
        *found = &all->list[i];
        memcpy(w->id, text, sizeof w->id);
        ++*n;
    }
}

/* The one alert whose id begins with it. */
static enum status choose(struct why *w, struct error *e)
{
    const struct alert *found = NULL;
    size_t n = 0;
    char q[QUOTE_SIZE];
    quote(q, slice_of(w->question->id));
    look_among(w, &w->engine->alerts, &found, &n);
    look_among(w, &w->engine->held, &found, &n);
    if (n > 1)
        return error_set(e, ST_DATA, _("more than one alert begins with '%s': give more of it"), q);
    if (n == 0)
        return error_set(
            e, ST_DATA,
            _("no alert '%s' in these tables (are they, the pack and --today the same?)"), q);
    w->exception = found->exception;
    w->indicator = found->check->indicator->id;
    w->subject = arena_copy(&w->arena, found->subject);
    w->since = found->since;
    w->from = found->since - (int32_t)judge_reach(found->check, found->since);
    w->period = found->period;
    return w->subject.p == NULL ? error_memory(e) : take_evidence(w, found->places, e);
}

static const struct alert *find(const struct why *w)
{
    for (size_t i = 0; i < w->engine->alerts.n; i++) {
        char text[ALERT_ID_SIZE];
        id_of(&w->engine->alerts.list[i], text);
        if (strcmp(text, w->id) == 0)
            return &w->engine->alerts.list[i];
    }
    return NULL;
}

static void tell_exception(const struct exception *x, struct buffer *b)
{
    char day[DATE_TEXT_MAX];
    buffer_printf(b, _("held back: excepted until %.*s, approved by %s: %s (%s:%llu)\n"),
                  (int)date_text(x->expires, SPAN_DAY, day), day, x->approved_by, x->reason,
                  x->sheet->file, (unsigned long long)x->sheet->rows[x->row].line);
}

static bool write_head(const struct why *w, const struct alert *a, struct sink *out)
{
    struct buffer b = {0};
    const struct indicator *i = a->check->indicator;
    struct slice kind = alert_subject_kind(a);
    char period[DATE_TEXT_MAX], since[DATE_TEXT_MAX];
    struct slice in = alert_period(a, a->period, period), from = alert_period(a, a->since, since);
    buffer_printf(&b, _("alert %s\n"), w->id);
    buffer_printf(&b, "%s %s (%s)\n", i->id, i->name, level_name(a->level));
    if (w->exception != NULL)
        tell_exception(w->exception, &b);
    buffer_printf(&b, _("subject: %.*s = %.*s\n"), (int)kind.n, kind.p, (int)a->subject.n,
                  a->subject.p);
    if (in.n > 0)
        buffer_printf(&b, _("period: %.*s, run of %u since %.*s, %u needed\n"), (int)in.n, in.p,
                      a->run, (int)from.n, from.p, a->check->rule.periods);
    buffer_printf(&b, _("evidence: %.*s\n"), (int)a->evidence.n, a->evidence.p);
    sink_slice(out, buffer_view(&b));
    bool good = !b.failed;
    buffer_free(&b);
    return good;
}

static bool write_params(const struct why *w, struct sink *out)
{
    struct buffer b = {0};
    bool good = report_params(w->plan, w->check, "  ", &b);
    if (b.n > 0) {
        sink_slice(out, slice_of(_("parameters:\n")));
        sink_slice(out, buffer_view(&b));
    }
    buffer_free(&b);
    return good;
}

static bool write_all(struct why *w, const struct alert *a, struct sink *out)
{
    if (!write_head(w, a, out) || !why_write_rows(w, out) || !write_params(w, out))
        return false;
    sink_slice(out, slice_of(_("arithmetic:\n")));
    sink_slice(out, buffer_view(&w->steps));
    return true;
}

/* What is seen in one run may rest on rows that had passed by then. */
static enum status show(struct why *w, struct sink *out, struct error *e)
{
    enum status s = ST_OK;
    size_t known = SIZE_MAX;
    while (s == ST_OK && known != (size_t)w->wanted.n + w->asked.n) {
        known = (size_t)w->wanted.n + w->asked.n;
        s = run(w, &w->indicator, 1, e);
    }
    if (s == ST_OK && w->steps.failed)
        s = error_memory(e);
    const struct alert *a = s == ST_OK ? find(w) : NULL;
    if (s == ST_OK && a == NULL)
        s = error_set(e, ST_DATA, "%s", _("the tables changed while they were read"));
    return s == ST_OK && !write_all(w, a, out) ? error_memory(e) : s;
}

enum status why_show(const struct why_question *q, struct sink *out, struct error *e)
{
    struct why w = {.question = q, .seeking = true};
    enum status s = ST_OK;
    if (strlen(q->id) < ID_LEAST)
        return error_set(e, ST_USAGE, _("give at least %d characters of the alert's id"), ID_LEAST);
    for (size_t i = 0; s == ST_OK && i < q->n; i++)
        s = source_spool(q->inputs[i].path, e);
    if (s == ST_OK)
        s = run(&w, NULL, 0, e);
    if (s == ST_OK)
        s = choose(&w, e);
    w.seeking = false;
    if (s == ST_OK)
        s = show(&w, out, e);
    forget_run(&w);
    keytab_free(&w.evidence);
    keytab_free(&w.texts);
    keytab_free(&w.wanted);
    keytab_free(&w.asked);
    arena_free(&w.arena);
    return s;
}
