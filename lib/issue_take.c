/* What each event does to its issue. */
#include "buffer.h"
#include "date.h"
#include "i18n.h"
#include "issue_int.h"

/* ---- what an event leaves behind ---- */

static bool set_cell(struct issues *all, struct issue *x, int c, struct slice v)
{
    if (slice_eq(x->cell[c], v)) /* most alerts of a run repeat most cells */
        return true;
    struct slice copy = arena_copy(&all->arena, v);
    if (copy.p == NULL)
        return false;
    x->cell[c] = copy;
    return true;
}

static bool set_alert_cells(struct issues *all, struct issue *x, const struct ledger_event *event)
{
    if (slice_cmp(event->cell[LEDGER_PERIOD], x->cell[LEDGER_PERIOD]) < 0)
        return true;
    for (int c = LEDGER_ALERT_ID; c <= LEDGER_CASE_ID; c++)
        if (!(c == LEDGER_HANDLER && x->transferred) && !set_cell(all, x, c, event->cell[c]))
            return false;
    return true;
}

static bool set_other_cells(struct issues *all, struct issue *x, const struct ledger_event *event)
{
    for (int c = LEDGER_RESULT; c < LEDGER_CHAIN; c++)
        if (event->cell[c].n > 0 && !set_cell(all, x, c, event->cell[c]))
            return false;
    return event->kind != EVENT_TRANSFER ||
           set_cell(all, x, LEDGER_HANDLER, event->cell[LEDGER_HANDLER]);
}

static void enter(struct issue *x, enum issue_state state, const struct ledger_event *event)
{
    x->state = state;
    x->changed_on = event->on;
    x->due = INT64_MIN;
}

/* The day that the event names, or the one by which a plan must be there. */
static int64_t due_of(const struct ledger_event *event)
{
    int64_t day;
    if (date_parse(event->cell[LEDGER_DUE], SPAN_DAY, &day, NULL))
        return day;
    return event->on + ISSUE_PLAN_DAYS;
}

static void count_alert(struct issue *x, const struct ledger_event *event)
{
    x->alerts++;
    x->unreviewed++;
    if (x->state == ISSUE_FALSE || x->state == ISSUE_EXPLAINED || x->state == ISSUE_CLOSED) {
        x->rebound = x->rebound || x->state == ISSUE_CLOSED;
        enter(x, ISSUE_TO_REVIEW, event);
    }
}

static void take_verdict(struct issue *x, const struct ledger_event *event)
{
    enum issue_state verdict = ISSUE_TO_REVIEW;
    issue_verdict(event->cell[LEDGER_RESULT], &verdict);
    enter(x, verdict, event);
    x->verdict_on = event->on;
    x->unreviewed = 0;
    if (verdict == ISSUE_CONFIRMED) {
        x->confirmed = true;
        x->due = due_of(event);
    }
}

static void reopen(struct issue *x, const struct ledger_event *event)
{
    if (x->state == ISSUE_CLOSED)
        x->rebound = true;
    else if (x->state >= ISSUE_CONFIRMED)
        x->confirmed = x->rebound; /* what was confirmed before it was closed stands */
    enter(x, ISSUE_TO_REVIEW, event);
}

static void evaluate(struct issue *x, const struct ledger_event *event)
{
    bool effective;
    issue_effective(event->cell[LEDGER_RESULT], &effective);
    enter(x, effective ? ISSUE_EVALUATED : ISSUE_CONFIRMED, event);
    if (!effective)
        x->due = due_of(event);
}

static void change_state(struct issue *x, const struct ledger_event *event)
{
    switch (event->kind) {
    case EVENT_OPEN:
    case EVENT_ALERT:
        count_alert(x, event);
        break;
    case EVENT_REVIEW:
        take_verdict(x, event);
        break;
    case EVENT_PLAN:
        enter(x, ISSUE_PLANNED, event);
        x->due = due_of(event);
        break;
    case EVENT_EXTEND:
        x->due = due_of(event);
        break;
    case EVENT_COMPLETE:
        enter(x, ISSUE_COMPLETED, event);
        break;
    case EVENT_EVALUATE:
        evaluate(x, event);
        break;
    case EVENT_CLOSE:
        enter(x, ISSUE_CLOSED, event);
        break;
    case EVENT_REOPEN:
        reopen(x, event);
        break;
    case EVENT_TRANSFER:
        x->transferred = true;
        break;
    case EVENT_REGRADE:
    case EVENT_PROGRESS:
    case EVENT_EVIDENCE:
    case EVENT_NOTE:
    case EVENT_KINDS:
        break;
    }
}

/* ---- alerts ---- */

static bool is_alert(enum ledger_kind k)
{
    return k == EVENT_OPEN || k == EVENT_ALERT || k == EVENT_REGRADE;
}

static enum status check_alert(const struct issues *all, const struct ledger_event *event,
                               struct error *e)
{
    char id[ALERT_ID_SIZE], q[QUOTE_SIZE], p[QUOTE_SIZE];
    const struct slice *cell = event->cell;
    issue_id(cell[LEDGER_INDICATOR], cell[LEDGER_SUBJECT_KIND], cell[LEDGER_SUBJECT],
             cell[LEDGER_SINCE], cell[LEDGER_PERIOD], id);
    /* A regrade may come when later rows have moved the beginning of the run. */
    if (event->kind != EVENT_REGRADE && !slice_eq(cell[LEDGER_ISSUE], slice_of(id)))
        return error_set(e, ST_DATA,
                         _("issue: '%s' is not the id of this indicator, subject and run, '%s'"),
                         quote(q, cell[LEDGER_ISSUE]), id);
    uint32_t at = keytab_find(&all->alerts, cell[LEDGER_ALERT_ID]);
    if (event->kind != EVENT_REGRADE && at != KEYTAB_NONE)
        return error_set(e, ST_DATA, _("alert_id: '%s' is known already, as one of issue '%s'"),
                         quote(q, cell[LEDGER_ALERT_ID]),
                         quote(p, all->ids.keys[all->known[at].issue]));
    if (event->kind == EVENT_REGRADE &&
        (at == KEYTAB_NONE || !slice_eq(all->ids.keys[all->known[at].issue], cell[LEDGER_ISSUE])))
        return error_set(e, ST_DATA, _("alert_id: '%s' is not known as one of issue '%s'"),
                         quote(q, cell[LEDGER_ALERT_ID]), quote(p, cell[LEDGER_ISSUE]));
    return ST_OK;
}

static bool know_alert(struct issues *all, uint32_t issue, const struct ledger_event *event)
{
    char key[DIGEST_SIZE];
    issue_routed(event->cell, key);
    uint32_t at = keytab_add(&all->alerts, event->cell[LEDGER_ALERT_ID]);
    uint32_t routed = keytab_add(&all->routed, slice_of(key));
    if (at == KEYTAB_NONE || routed == KEYTAB_NONE ||
        !grow(&all->known, &all->known_size, (size_t)at + 1, sizeof *all->known))
        return false;
    all->known[at] = (struct known_alert){issue, routed};
    return true;
}

/* ---- taking events ---- */

static struct issue *make_issue(struct issues *all, const struct ledger_event *event)
{
    char key[DIGEST_SIZE];
    issue_fact(event->cell[LEDGER_INDICATOR], event->cell[LEDGER_SUBJECT_KIND],
               event->cell[LEDGER_SUBJECT], key);
    uint32_t facts = all->facts.n, fact = keytab_add(&all->facts, slice_of(key));
    if (fact == KEYTAB_NONE ||
        !grow(&all->list, &all->size, (size_t)all->ids.n + 1, sizeof *all->list) ||
        !grow(&all->first_same, &all->same_size, (size_t)fact + 1, sizeof *all->first_same))
        return NULL;
    uint32_t at = keytab_add(&all->ids, event->cell[LEDGER_ISSUE]);
    if (at == KEYTAB_NONE)
        return NULL;
    struct issue *x = &all->list[at];
    *x = (struct issue){.id = all->ids.keys[at],
                        .state = ISSUE_TO_REVIEW,
                        .opened_on = event->on,
                        .changed_on = event->on,
                        .verdict_on = INT64_MIN,
                        .due = INT64_MIN,
                        .first_seq = event->seq,
                        .next_same = fact == facts ? UINT32_MAX : all->first_same[fact]};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        x->cell[c] = SLICE("");
    all->first_same[fact] = at;
    return x;
}

enum status issues_take(struct issues *all, const struct ledger_event *event, struct error *e)
{
    struct issue *x = issues_find(all, event->cell[LEDGER_ISSUE]);
    enum status s = issue_may(x, event, e);
    if (s == ST_OK && is_alert(event->kind))
        s = check_alert(all, event, e);
    if (s != ST_OK)
        return s;
    if (x == NULL)
        x = make_issue(all, event);
    if (x == NULL)
        return error_memory(e);
    bool good = is_alert(event->kind) ? set_alert_cells(all, x, event) &&
                                            know_alert(all, (uint32_t)(x - all->list), event)
                                      : set_other_cells(all, x, event);
    if (!good)
        return error_memory(e);
    x->last_seq = event->seq;
    change_state(x, event);
    return ST_OK;
}
