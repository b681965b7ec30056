/* prev, growth, monthly: what an expression was in the subject's period before. Groups are judged
 * in order of subject and period, so one value a subject is enough to remember. */
#include <stdlib.h>

#include "check_int.h"
#include "judge_int.h"

struct earlier_value {
    struct num number;
    int64_t whole; /* not of numbers; a text by its number in texts */
    int32_t period;
    why_t why;
    bool set;
};

static bool is_january(int32_t month)
{
    return month % 12 == 0;
}

bool judge_looks_back(const struct expr *x, int32_t period)
{
    return x->earlier != EARLIER_MONTHLY || !is_january(period);
}

/* How many periods before PERIOD X looks at; MOST: in whichever it does so furthest. */
static uint32_t reach_of(const struct expr *x, int32_t period, bool most)
{
    uint32_t reach = 0, one;
    bool own = x->kind == EXPR_EARLIER && x->earlier != EARLIER_PREV;
    bool before = x->kind == EXPR_EARLIER && (most || judge_looks_back(x, period));
    for (size_t i = 0; x->kind != EXPR_AGGREGATE && i < x->arg_count; i++) {
        if ((!before || own) && (one = reach_of(x->args[i], period, most)) > reach)
            reach = one;
        if (before && (one = reach_of(x->args[i], period - 1, most) + 1) > reach)
            reach = one;
    }
    return reach;
}

static uint32_t reach(const struct check *c, int32_t period, bool most)
{
    uint32_t having = c->having == NULL ? 0 : reach_of(c->having, period, most);
    uint32_t value = reach_of(c->value, period, most);
    return having > value ? having : value;
}

uint32_t judge_reach(const struct check *c, int32_t period)
{
    return c->reach == 0 ? 0 : reach(c, period, false);
}

struct remembering {
    struct check *check;
    bool failed;
};

static void remember(struct expr *x, void *context)
{
    struct remembering *r = context;
    struct check *c = r->check;
    if (x->kind != EXPR_EARLIER || r->failed)
        return;
    for (size_t i = 0; i < c->lookback_n; i++)
        if (c->lookback[i].x == x) /* `between` shares what it compares */
            return;
    if (!grow(&c->lookback, &c->lookback_size, c->lookback_n + 1, sizeof *c->lookback)) {
        r->failed = true;
        return;
    }
    x->slot = c->lookback_n;
    c->lookback[c->lookback_n++] = (struct lookback){.x = x};
}

enum status check_remember(struct check *c, struct error *e)
{
    struct remembering r = {c, false};
    expr_walk(c->having, remember, &r);
    expr_walk(c->value, remember, &r);
    c->reach = c->rule.before = reach(c, 0, true);
    return r.failed ? error_memory(e) : ST_OK;
}

static bool hold_value(struct lookback *m, struct earlier_value *to, const struct vec *v, size_t k)
{
    if (to->why != 0)
        return true;
    if (v->type == T_NUMBER) {
        to->number = vec_num(v, k);
    } else if (v->type == T_TEXT) {
        uint32_t id = keytab_add(&m->texts, v->text[vec_at(v, k)]);
        to->whole = id;
        return id != KEYTAB_NONE;
    } else {
        to->whole = v->whole[vec_at(v, k)];
    }
    return true;
}

static void tell_value(const struct lookback *m, const struct earlier_value *from, size_t k)
{
    const struct vec *v = &m->before;
    v->why[k] = from->why;
    if (v->form == VEC_NUM)
        v->num[k] = from->why == 0 ? from->number : num_decimal(0, 0);
    else if (v->form == VEC_TEXT)
        v->text[k] = from->why == 0 ? m->texts.keys[from->whole] : SLICE("");
    else
        v->whole[k] = from->why == 0 ? from->whole : 0;
}

/* What is known of a group's rows comes before what they say. */
static why_t odd(const struct check *c, const char *row)
{
    const struct group_head *head = (const void *)row;
    why_t why;
    group_counts(c->grouping, &c->counting, row, &why);
    return why_min(head->why, why);
}

/* NOW is what M's argument is of the groups of ALL: it tells of each what was before, and remembers
 * what is now. */
static bool go_through(struct check *c, struct lookback *m, const struct judged_groups *all,
                       const struct vec *now, why_t missing)
{
    static const struct earlier_value zero = {.number = {.kind = NUM_DECIMAL}};
    const struct earlier_value none = {.why = missing};
    for (size_t k = 0; k < all->n; k++) {
        int32_t period = all->periods[k];
        struct earlier_value *last = &m->last[all->subjects[k]];
        bool known = last->set && last->period == period - 1;
        tell_value(m, !judge_looks_back(m->x, period) ? &zero : known ? last : &none, k);
        *last = (struct earlier_value){
            .set = true, .period = period, .why = why_min(odd(c, all->own[k]), vec_why(now, k))};
        if (!hold_value(m, last, now, k))
            return false;
    }
    return true;
}

static bool make_room(struct lookback *m, size_t subjects)
{
    size_t old = m->last_size;
    if (!grow(&m->last, &m->last_size, subjects, sizeof *m->last))
        return false;
    if (m->last_size > old)
        memset(m->last + old, 0, (m->last_size - old) * sizeof *m->last);
    return true;
}

enum status judge_look_back(struct judge *j, struct check *c, struct judged_groups *all,
                            struct eval *v, struct error *e)
{
    why_t missing = reason_make(&j->plan->reasons, REASON_BEFORE, SLICE(""));
    enum status s = missing == 0 ? error_memory(e) : ST_OK;
    for (size_t i = c->lookback_n; s == ST_OK && i-- > 0;) {
        struct lookback *m = &c->lookback[i];
        struct vec now;
        enum type type = m->x->args[0]->type;
        enum vec_form form = type == T_NUMBER ? VEC_NUM : type == T_TEXT ? VEC_TEXT : VEC_WHOLE;
        m->groups = all->groups;
        m->n = all->n;
        s = eval(v, m->x->args[0], &now, e);
        if (s == ST_OK &&
            (!make_room(m, c->grouping->keys.n) ||
             !vec_new(&m->before, &j->scratch, type, form, all->n, false) ||
             !vec_need_why(&m->before, &j->scratch) || !go_through(c, m, all, &now, missing)))
            s = error_memory(e);
    }
    return s;
}

static void take(struct vec *out, size_t k, const struct vec *from, size_t at)
{
    out->why[k] = from->why[at];
    if (out->form == VEC_NUM)
        out->num[k] = from->num[at];
    else if (out->form == VEC_TEXT)
        out->text[k] = from->text[at];
    else
        out->whole[k] = from->whole[at];
}

enum status judge_before(void *context, const struct expr *x, struct vec *out, struct error *e)
{
    const struct seen_groups *g = context;
    const struct lookback *m = &g->c->lookback[x->slot];
    struct arena *scratch = &g->j->scratch;
    if (g->groups == m->groups) {
        *out = m->before;
        return ST_OK;
    }
    if (!vec_new(out, scratch, m->before.type, m->before.form, g->n, false) ||
        !vec_need_why(out, scratch))
        return error_memory(e);
    /* Some of the groups at hand, in their order. */
    for (size_t k = 0, at = 0; k < g->n; k++) {
        for (size_t tried = 0; m->groups[at] != g->groups[k] && tried < m->n; tried++)
            at = at + 1 < m->n ? at + 1 : 0;
        take(out, k, &m->before, at);
    }
    return ST_OK;
}

/* Lines */

static struct period_lines *lines_at(const struct check *c, uint32_t subject, int32_t period)
{
    uint32_t at = (uint32_t)(((int64_t)period - INT32_MIN) % c->reach);
    return &c->period_lines[(size_t)subject * c->reach + at];
}

bool judge_take_earlier_lines(struct check *c, struct evidence_state *to, uint32_t subject,
                              int32_t period)
{
    struct slot *slot = &c->grouping->slots[c->counting.lines];
    for (uint32_t back = judge_reach(c, period); back > 0; back--) {
        const struct period_lines *l = lines_at(c, subject, period - (int32_t)back);
        if (l->period == period - (int32_t)back && !evidence_merge(slot, to, &l->lines))
            return false;
    }
    return true;
}

enum status judge_keep_lines(struct check *c, const struct judged_groups *all, size_t k,
                             struct error *e)
{
    struct slot *slot = &c->grouping->slots[c->counting.lines];
    struct period_lines *l = lines_at(c, all->subjects[k], all->periods[k]);
    evidence_clear(slot, &l->lines);
    l->period = all->periods[k];
    return judge_take_lines(c, &l->lines, all->own[k], e);
}

bool judge_grow_earlier(struct check *c)
{
    size_t old = c->period_lines_size, n = (size_t)c->grouping->keys.n * c->reach;
    if (n == 0)
        return true;
    if (!grow(&c->period_lines, &c->period_lines_size, n, sizeof *c->period_lines))
        return false;
    if (c->period_lines_size > old)
        memset(c->period_lines + old, 0, (c->period_lines_size - old) * sizeof *c->period_lines);
    return true;
}

void judge_forget_earlier(struct check *c)
{
    for (size_t i = 0; i < c->lookback_n; i++)
        if (c->lookback[i].last != NULL)
            memset(c->lookback[i].last, 0, c->lookback[i].last_size * sizeof *c->lookback[i].last);
    for (size_t i = 0; i < c->period_lines_size; i++)
        evidence_clear(&c->grouping->slots[c->counting.lines], &c->period_lines[i].lines);
    if (c->period_lines != NULL)
        memset(c->period_lines, 0, c->period_lines_size * sizeof *c->period_lines);
}

void judge_free_earlier(struct check *c)
{
    for (size_t i = 0; i < c->lookback_n; i++) {
        keytab_free(&c->lookback[i].texts);
        free(c->lookback[i].last);
    }
    free(c->lookback);
    free(c->period_lines);
}
