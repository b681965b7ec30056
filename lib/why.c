#include "why.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "report.h"
#include "window.h"

enum { ROWS_SHOWN = 100, ID_LEAST = 6 };

struct why {
    const struct pack *pack;
    int64_t today;
    const struct reader_options *reader;
    const struct input *inputs;
    size_t n;
    struct sink *out;
    struct arena arena;
    /* The alert: */
    const char *indicator;
    char id[ALERT_ID_SIZE];
    struct slice subject;
    int32_t first, since, period; /* FIRST: of the rows that are shown */
    const struct exception *exception; /* that holds it back, or NULL */
    struct buffer rows;                /* as they will be shown */
    uint64_t row_n;
    struct buffer steps;
};

/* With hooks, to be shown: then alerts that exceptions hold back come as well. */
static enum status run(struct why *w, const char *const *only, size_t only_n,
                       const struct judge_hooks *hooks, struct plan **plan, struct engine **engine,
                       struct error *e)
{
    struct engine_options o = {.reader = *w->reader, .hooks = hooks, .context = w};
    enum status s = plan_make(w->pack, only, only_n, w->today, SIZE_MAX, plan, e);
    if (s == ST_OK && hooks != NULL)
        plan_warn_anyway(*plan);
    if (s == ST_OK)
        s = engine_open(*plan, &o, w->inputs, w->n, engine, e);
    return s == ST_OK ? engine_run(*engine, e) : s;
}

static void id_of(const struct alert *a, char out[ALERT_ID_SIZE])
{
    char period[DATE_TEXT_MAX];
    alert_id(a->check->indicator->id, alert_subject_kind(a), a->subject,
             alert_period(a, a->period, period), out);
}

/* Those of ALL whose id begins with ID: *FOUND is one of them, N how many there are. */
static void look_among(struct why *w, const struct alerts *all, const char *id,
                       const struct alert **found, size_t *n)
{
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

/* The one alert whose id begins with ID. */
static enum status choose(struct why *w, const struct engine *x, const char *id, struct error *e)
{
    const struct alert *found = NULL;
    size_t n = 0;
    char q[QUOTE_SIZE];
    look_among(w, &x->alerts, id, &found, &n);
    look_among(w, &x->held, id, &found, &n);
    if (n > 1)
        return error_set(e, ST_DATA, _("more than one alert begins with '%s': give more of it"),
                         quote(q, slice_of(id)));
    if (n == 0)
        return error_set(
            e, ST_DATA,
            _("no alert '%s' in these tables (are they, the pack and --today the same?)"),
            quote(q, slice_of(id)));
    w->exception = found->exception;
    w->indicator = found->check->indicator->id;
    w->subject = arena_copy(&w->arena, found->subject);
    w->since = found->since;
    w->first = found->since - (int32_t)judge_reach(found->check, found->since);
    w->period = found->period;
    return w->subject.p == NULL ? error_memory(e) : ST_OK;
}

static bool show_row(struct why *w, const char *source, uint64_t line, struct slice raw,
                     bool counts)
{
    if (w->row_n++ >= ROWS_SHOWN)
        return true;
    buffer_printf(&w->rows, "  %s:%llu: ", source, (unsigned long long)line);
    buffer_slice(&w->rows, raw);
    return buffer_text(&w->rows, counts ? "\n" : _("   (left out by where)\n"));
}

static enum status placed(void *context, const struct check *c, struct slice subject,
                          int32_t period, const char *source, uint64_t line, struct slice raw,
                          bool counts, struct error *e)
{
    struct why *w = context;
    (void)c;
    if (!slice_eq(subject, w->subject) || period < w->first || period > w->period)
        return ST_OK;
    return show_row(w, source, line, raw, counts) ? ST_OK : error_memory(e);
}

static bool show_value(struct why *w, const struct vec *v, size_t k, const struct num *against,
                       size_t n)
{
    struct buffer *b = &w->steps;
    if (vec_why(v, k) != 0)
        return buffer_text(b, _("unknown"));
    if (v->type != T_NUMBER)
        return vec_text(v, k, b);
    struct num x = vec_num(v, k);
    char text[NUM_TEXT_MAX];
    return buffer_append(b, text, num_text(&x, against, n, text));
}

/* Shows one part as `text = value`; how it is computed is the caller's affair. */
typedef enum status value_fn(void *context, const struct expr *x, struct vec *out, struct error *e);

struct group_value {
    struct judge *j;
    struct check *c;
    const uint32_t *group;
};

struct showing {
    struct why *w;
    const struct check *check;
    size_t k;
    value_fn *value;
    void *context;
    struct group_value *group; /* or NULL, where rows are subjects */
    enum status status;
    struct error *e;
    bool rows;
    bool before;        /* a period before the run, of which only what is looked back at is shown */
    struct buffer seen; /* texts shown already, a line each */
};

/* Where a window lies: from its first row to its last. */
static void show_window(struct showing *s, const struct expr *x)
{
    struct window w;
    struct buffer *b = &s->w->steps;
    char text[DATE_TEXT_MAX];
    if (x->kind != EXPR_AGGREGATE || x->day == NULL || s->group == NULL)
        return;
    struct grouping *g = s->check->grouping;
    s->status = window_find(g, x, group_at(g, *s->group->group), &w, s->e);
    if (s->status != ST_OK || w.n == 0)
        return;
    buffer_text(b, " (");
    buffer_append(b, text, date_text(w.rows[0].day, SPAN_DAY, text));
    buffer_text(b, "..");
    buffer_append(b, text, date_text(w.rows[w.n - 1].day, SPAN_DAY, text));
    buffer_printf(b, ngettext_(", %zu row)", ", %zu rows)", w.n), w.n);
}

/* Whether X, which is TEXT, has been shown; the windows of one text may be two. */
static bool seen(struct showing *s, const struct expr *x, struct slice text)
{
    char *line = arena_printf(&s->w->arena, "%d %.*s", (int)x->furthest, (int)text.n, text.p);
    struct slice rest = buffer_view(&s->seen);
    while (line != NULL && rest.p != NULL && rest.n > 0)
        if (slice_eq(slice_split(&rest, '\n'), slice_of(line)))
            return true;
    if (line == NULL || !buffer_text(&s->seen, line) || !buffer_char(&s->seen, '\n'))
        s->status = error_memory(s->e);
    return false;
}

/* Where the value of a parameter stands. */
static void show_place(struct showing *s, const struct expr *x)
{
    const struct param_row *r = x->param_row;
    struct vec row;
    if (r == NULL) {
        s->status = s->value(s->context, x->args[x->kind == EXPR_MEMBER], &row, s->e);
        if (s->status != ST_OK || vec_why(&row, s->k) != 0)
            return;
        struct num n = vec_num(&row, s->k);
        int64_t at = 0;
        num_int(&n, &at);
        r = &x->param->rows[at];
    }
    buffer_printf(&s->w->steps, " (%s:%llu)", r->sheet->file,
                  (unsigned long long)r->sheet->rows[r->row].line);
}

static void show_expr(struct showing *s, const struct expr *x, const char *indent)
{
    struct slice text;
    struct vec v;
    if (s->status != ST_OK)
        return;
    s->status = expr_text(x, &s->check->subject, &s->w->arena, &text, s->e);
    if (s->status != ST_OK || seen(s, x, text) || s->status != ST_OK)
        return;
    s->status = s->value(s->context, x, &v, s->e);
    if (s->status != ST_OK)
        return;
    buffer_text(&s->w->steps, indent);
    buffer_slice(&s->w->steps, text);
    buffer_text(&s->w->steps, " = ");
    show_value(s->w, &v, s->k, NULL, 0);
    show_window(s, x);
    if (x->param != NULL && s->status == ST_OK)
        show_place(s, x);
    if (!buffer_char(&s->w->steps, '\n') && s->status == ST_OK)
        s->status = error_memory(s->e);
}

/* What growth and monthly are made of, then they themselves. */
static void show_earlier(struct showing *s, const struct expr *x)
{
    struct expr before = *x;
    before.earlier = EARLIER_PREV;
    before.type = x->args[0]->type;
    const struct group_head *h = group_head(group_at(s->check->grouping, *s->group->group));
    if (x->earlier == EARLIER_GROWTH ||
        (x->earlier == EARLIER_MONTHLY && judge_looks_back(x, h->period)))
        show_expr(s, &before, "    ");
    show_expr(s, x, "    ");
}

static bool is_leaf(const struct showing *s, const struct expr *x)
{
    if (x->param != NULL && x->kind != EXPR_PARAM_ROW)
        return true;
    if (x->kind == EXPR_AGGREGATE) /* what finds a parameter's row is shown with the parameter */
        return !s->rows && !(x->aggregate == AGG_SAME && x->args[0]->kind == EXPR_PARAM_ROW);
    return s->rows && (x->kind == EXPR_COLUMN || x->kind == EXPR_EXISTS || x->kind == EXPR_LOOKUP);
}

/* What stands inside an aggregate has no one value. */
static void show_leaves(struct showing *s, const struct expr *x)
{
    if (x == NULL || s->status != ST_OK)
        return;
    if (x->kind == EXPR_EARLIER && !s->before)
        show_earlier(s, x);
    show_leaves(s, x->days_from);
    if (is_leaf(s, x))
        show_expr(s, x, "    ");
    for (size_t i = 0; x->kind != EXPR_AGGREGATE && i < x->arg_count; i++)
        show_leaves(s, x->args[i]);
}

/* In a period before the run: only what is looked back at. */
static void show_looked_at(struct expr *x, void *context)
{
    if (x->kind == EXPR_EARLIER)
        show_leaves(context, x->args[0]);
}

static void show_before(struct showing *s)
{
    s->before = true;
    expr_walk(s->check->having, show_looked_at, s);
    expr_walk(s->check->value, show_looked_at, s);
}

static void show_parts(struct showing *s, const struct judgement *judgement)
{
    const struct check *c = s->check;
    struct expr *parts[] = {c->having,       c->value,        c->threshold[0],
                            c->threshold[1], c->threshold[2], c->high[0],
                            c->high[1],      c->high[2],      s->rows ? c->where : NULL};
    struct buffer *b = &s->w->steps;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (c->op != OP_CONDITION || i < 2)
            show_leaves(s, parts[i]);
    if (c->having != NULL)
        show_expr(s, c->having, "    ");
    show_expr(s, c->value, "  ");
    for (int l = 0; l < LEVELS && s->status == ST_OK; l++) {
        if (c->threshold[l] == NULL)
            continue;
        buffer_printf(b, "  %s: ", level_name((enum level)(l + 1)));
        if (c->op == OP_CONDITION) {
            buffer_text(b, _("if the condition holds"));
        } else {
            struct vec low, high;
            buffer_printf(b, "%s ", op_text(c->op));
            s->status = s->value(s->context, c->threshold[l], &low, s->e);
            if (s->status == ST_OK)
                show_value(s->w, &low, s->k, NULL, 0);
            if (s->status == ST_OK && c->high[l] != NULL) {
                s->status = s->value(s->context, c->high[l], &high, s->e);
                buffer_text(b, "..");
                if (s->status == ST_OK)
                    show_value(s->w, &high, s->k, NULL, 0);
            }
        }
        bool reached = judgement->verdict == VERDICT_HOLDS && (int)judgement->level > l;
        buffer_printf(b, "  %s\n", reached ? _("reached") : _("not reached"));
    }
    if (b->failed && s->status == ST_OK)
        s->status = error_memory(s->e);
}

static enum status value_of_group(void *context, const struct expr *x, struct vec *out,
                                  struct error *e)
{
    struct group_value *g = context;
    return judge_part(g->j, g->c, g->group, 1, x, out, e);
}

static enum status groups(void *context, struct judge *j, struct check *c, const uint32_t *list,
                          size_t n, const struct judgement *all, struct error *e)
{
    struct why *w = context;
    for (size_t k = 0; k < n; k++) {
        const struct group_head *h = group_head(group_at(c->grouping, list[k]));
        if (!slice_eq(c->grouping->keys.keys[h->subject], w->subject) || h->period < w->first ||
            h->period > w->period)
            continue;
        char period[DATE_TEXT_MAX] = "";
        if (c->period != NULL) {
            size_t m = date_text(h->period, type_span(c->period->type), period);
            buffer_printf(&w->steps, "%.*s\n", (int)m, period);
        }
        struct group_value g = {j, c, &list[k]};
        struct showing s = {
            .w = w, .check = c, .value = value_of_group, .context = &g, .group = &g, .e = e};
        if (h->period < w->since)
            show_before(&s);
        else
            show_parts(&s, &all[k]);
        buffer_free(&s.seen);
        if (s.status != ST_OK)
            return s.status;
    }
    return ST_OK;
}

static enum status value_of_row(void *context, const struct expr *x, struct vec *out,
                                struct error *e)
{
    return eval(context, x, out, e);
}

static enum status row(void *context, struct judge *j, struct check *c,
                       const struct judged_rows *rows, size_t k, const struct judgement *judgement,
                       struct error *e)
{
    struct why *w = context;
    char digest[ALERT_ID_SIZE];
    if (judgement->verdict != VERDICT_HOLDS)
        return ST_OK;
    enum status st = rows->digest(rows->context, k, digest, e);
    if (st != ST_OK || !slice_eq(slice_of(digest), w->subject))
        return st;
    if (!show_row(w, j->sources[rows->source], rows->line[k], rows->raw[k], true))
        return error_memory(e);
    struct showing s = {.w = w,
                        .check = c,
                        .k = k,
                        .value = value_of_row,
                        .context = rows->eval,
                        .e = e,
                        .rows = true};
    show_parts(&s, judgement);
    buffer_free(&s.seen);
    return s.status;
}

static const struct alert *find(const struct why *w, const struct engine *x)
{
    for (size_t i = 0; i < x->alerts.n; i++) {
        char text[ALERT_ID_SIZE];
        id_of(&x->alerts.list[i], text);
        if (strcmp(text, w->id) == 0)
            return &x->alerts.list[i];
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

static bool write_all(struct why *w, const struct plan *plan, const struct alert *a)
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
    buffer_printf(&b, _("rows (%llu):\n"), (unsigned long long)w->row_n);
    sink_slice(w->out, buffer_view(&b));
    sink_slice(w->out, buffer_view(&w->rows));
    if (w->row_n > ROWS_SHOWN)
        sink_slice(w->out, slice_of(_("  ... the rest is not shown\n")));
    struct buffer set = {0};
    bool whole = report_params(plan, a->check, "  ", &set);
    if (set.n > 0) {
        sink_slice(w->out, slice_of(_("parameters:\n")));
        sink_slice(w->out, buffer_view(&set));
    }
    buffer_free(&set);
    sink_slice(w->out, slice_of(_("arithmetic:\n")));
    sink_slice(w->out, buffer_view(&w->steps));
    whole = whole && !b.failed;
    buffer_free(&b);
    return whole;
}

enum status why_show(const struct pack *pack, int64_t today, const struct reader_options *reader,
                     const struct input *inputs, size_t n, const char *id, struct sink *out,
                     struct error *e)
{
    struct why w = {
        .pack = pack, .today = today, .reader = reader, .inputs = inputs, .n = n, .out = out};
    struct plan *plan = NULL;
    struct engine *engine = NULL;
    enum status s = ST_OK;
    if (strlen(id) < ID_LEAST)
        return error_set(e, ST_USAGE, _("give at least %d characters of the alert's id"), ID_LEAST);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (strcmp(inputs[i].path, "-") == 0)
            s = source_spool_stdin(e);
    if (s == ST_OK)
        s = run(&w, NULL, 0, NULL, &plan, &engine, e);
    if (s == ST_OK)
        s = choose(&w, engine, id, e);
    engine_close(engine);
    plan_free(plan);
    engine = NULL;
    plan = NULL;
    static const struct judge_hooks hooks = {.placed = placed, .groups = groups, .row = row};
    if (s == ST_OK)
        s = run(&w, &w.indicator, 1, &hooks, &plan, &engine, e);
    if (s == ST_OK && (w.rows.failed || w.steps.failed))
        s = error_memory(e);
    const struct alert *a = s == ST_OK ? find(&w, engine) : NULL;
    if (s == ST_OK && a == NULL)
        s = error_set(e, ST_DATA, "%s", _("the tables changed while they were read"));
    if (s == ST_OK && !write_all(&w, plan, a))
        s = error_memory(e);
    engine_close(engine);
    plan_free(plan);
    buffer_free(&w.rows);
    buffer_free(&w.steps);
    arena_free(&w.arena);
    return s;
}
