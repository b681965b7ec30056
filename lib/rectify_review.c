/* What people's verdicts do to issues. */
#include <stdio.h>
#include <stdlib.h>

#include "date.h"
#include "i18n.h"
#include "rectify_int.h"

/* The error gets the place of the cell, if the verdict came from a file. */
static enum status at_cell(const struct review *v, uint64_t column, struct error *e)
{
    return v->file == NULL ? e->status : error_place(e, v->file, v->line, column);
}

static enum status find_issue(struct review *v, struct rectify *r, struct error *e)
{
    struct issue *of_alert = NULL;
    if (v->issue_id.n > 0 && rectify_find(r, false, v->issue_id, &v->issue, e) != ST_OK)
        return at_cell(v, v->issue_column, e);
    if (v->alert_id.n > 0 && rectify_find(r, true, v->alert_id, &of_alert, e) != ST_OK)
        return at_cell(v, v->alert_column, e);
    char q[QUOTE_SIZE];
    if (v->issue != NULL && of_alert != NULL && v->issue != of_alert) {
        error_set(e, ST_DATA, _("this alert belongs to another issue: '%s'"),
                  quote(q, of_alert->id));
        return at_cell(v, v->alert_column, e);
    }
    v->issue = v->issue != NULL ? v->issue : of_alert;
    return ST_OK;
}

static int by_issue(const void *left, const void *right)
{
    const struct review *a = left, *b = right;
    int c = (a->issue > b->issue) - (a->issue < b->issue);
    c = c != 0 ? c : (a->on > b->on) - (a->on < b->on);
    c = c != 0 ? c : (a->result > b->result) - (a->result < b->result);
    c = c != 0 ? c : slice_cmp(a->by, b->by);
    return c != 0 ? c : slice_cmp(a->reason, b->reason);
}

/* Of two days the later verdict goes before the earlier one; of one day neither does. */
static enum status check_agreement(const struct reviews *all, struct error *e)
{
    for (size_t i = 1; i < all->n; i++) {
        const struct review *a = &all->list[i - 1], *b = &all->list[i];
        if (a->issue != b->issue || a->on != b->on || a->result == b->result)
            continue;
        if (a->line > b->line) {
            const struct review *later = a;
            a = b;
            b = later;
        }
        char q[QUOTE_SIZE];
        return error_at(e, ST_DATA, b->file, b->line, 0,
                        _("issue '%s' is '%s' here and '%s' in %s:%llu: give one verdict for each"),
                        quote(q, b->issue->id), review_result_name(b->result),
                        review_result_name(a->result), a->file, (unsigned long long)a->line);
    }
    return ST_OK;
}

/* What a verdict given before the latest alert came in says of that alert is nothing. */
static enum status check_day(const struct review *v, const struct signature *last, struct error *e)
{
    char given[DATE_TEXT_MAX] = "", alerted[DATE_TEXT_MAX] = "";
    if (v->on >= last->alerted_on)
        return ST_OK;
    int n = (int)date_text(v->on, SPAN_DAY, given);
    int m = (int)date_text(last->alerted_on, SPAN_DAY, alerted);
    error_set(e, ST_DATA,
              _("a verdict of %.*s, but the issue has an alert that came in on %.*s: it must be "
                "reviewed again"),
              n, given, m, alerted);
    return at_cell(v, v->on_column, e);
}

/* The events of a review: at most two. */
struct review_events {
    size_t n;
    struct ledger_event list[2];
    char due[DATE_TEXT_MAX], on[DATE_TEXT_MAX], change[40];
};

static struct ledger_event *add_event(const struct review *v, int64_t today, enum ledger_kind kind,
                                      struct review_events *to)
{
    struct ledger_event *event = &to->list[to->n++];
    *event = (struct ledger_event){.on = today, .kind = kind};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        event->cell[c] = SLICE("");
    event->cell[LEDGER_ISSUE] = v->issue->id;
    event->cell[LEDGER_BY] = v->by;
    return event;
}

static struct slice day_cell(int64_t day, char out[DATE_TEXT_MAX])
{
    return (struct slice){out, day == INT64_MIN ? 0 : date_text(day, SPAN_DAY, out)};
}

static void events_of(const struct review *v, int64_t today, struct review_events *to)
{
    const char *now = review_result_name(v->result);
    to->n = 0;
    if (v->effect == REVIEW_KNOWN)
        return;
    if (v->effect == REVIEW_OTHER) {
        int n = snprintf(to->change, sizeof to->change, "%s -> %s",
                         review_result_name(v->before.result), now);
        add_event(v, today, EVENT_REOPEN, to)->cell[LEDGER_REASON] =
            (struct slice){to->change, n > 0 ? (size_t)n : 0};
    }
    bool second = v->effect == REVIEW_SECOND;
    struct ledger_event *event = add_event(v, today, second ? EVENT_NOTE : EVENT_REVIEW, to);
    event->cell[LEDGER_RESULT] = slice_of(now);
    event->cell[LEDGER_REASON] = v->reason;
    event->cell[LEDGER_DUE] = day_cell(v->due, to->due);
    if (second || v->on != today)
        event->cell[LEDGER_TEXT] = day_cell(v->on, to->on);
}

/* The issue's verdict can be changed until a plan is there; from then on the state machine
 * refuses. */
static void decide_effect(struct review *v, int64_t plan_days)
{
    const struct issue *x = v->issue;
    bool judged =
        x->state == ISSUE_FALSE || x->state == ISSUE_EXPLAINED || x->state == ISSUE_CONFIRMED;
    v->effect = !judged                                              ? REVIEW_NEW
                : v->before.result != v->result || x->unreviewed > 0 ? REVIEW_OTHER
                                                                     : REVIEW_SECOND;
    v->due = INT64_MIN;
    if (v->result != REVIEW_CONFIRMED || v->effect == REVIEW_SECOND)
        return;
    v->due = v->on + plan_days;
    /* Confirming it again gives no more time. */
    if (x->state == ISSUE_CONFIRMED && x->due != INT64_MIN && x->due < v->due)
        v->due = x->due;
}

static enum status plan_one(struct review *v, struct rectify *r, int64_t plan_days, struct error *e)
{
    bool said;
    struct review_events events;
    enum status s = rectify_said(r, v, &said, e);
    v->before = *rectify_signature(r, v->issue);
    v->effect = REVIEW_KNOWN;
    if (s != ST_OK || said)
        return s;
    s = check_day(v, &v->before, e);
    if (s != ST_OK)
        return s;
    decide_effect(v, plan_days);
    events_of(v, r->today, &events);
    if (v->due != INT64_MIN && events.list[events.n - 1].cell[LEDGER_DUE].n == 0)
        return error_set(e, ST_DATA, _("a plan would be due after the year 9999"));
    for (size_t i = 0; i < events.n && s == ST_OK; i++)
        s = rectify_take(r, &events.list[i], e);
    return s == ST_OK ? s : at_cell(v, 0, e);
}

enum status reviews_plan(struct reviews *all, struct rectify *r, int64_t plan_days, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; i < all->n && s == ST_OK; i++)
        s = find_issue(&all->list[i], r, e);
    if (s == ST_OK && all->n > 0)
        qsort(all->list, all->n, sizeof *all->list, by_issue);
    if (s == ST_OK)
        s = check_agreement(all, e);
    for (size_t i = 0; i < all->n && s == ST_OK; i++)
        s = plan_one(&all->list[i], r, plan_days, e);
    return s;
}

enum status reviews_write(const struct reviews *all, struct rectify *r, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; i < all->n && s == ST_OK; i++) {
        struct review_events events;
        events_of(&all->list[i], r->today, &events);
        for (size_t k = 0; k < events.n && s == ST_OK; k++)
            s = ledger_append(r->ledger, &events.list[k], e);
    }
    return s == ST_OK ? ledger_commit(r->ledger, e) : s;
}

void reviews_free(struct reviews *all)
{
    arena_free(&all->arena);
    free(all->list);
    *all = (struct reviews){0};
}
