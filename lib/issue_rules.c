/* Which event may come in which state, and what it must bring. */
#include "buffer.h"
#include "date.h"
#include "i18n.h"
#include "issue_int.h"

#define IN(state) (1u << ISSUE_##state)
enum {
    ANYWHERE = (1u << ISSUE_STATES) - 1,
    OPEN_MATTER = IN(TO_REVIEW) | IN(CONFIRMED) | IN(PLANNED) | IN(COMPLETED) | IN(EVALUATED),
    MOST_NEEDED = 2
};

static const struct rule {
    unsigned states;                        /* in which it may come */
    bool is_signed;                         /* a person did it */
    enum ledger_column needed[MOST_NEEDED]; /* LEDGER_SEQ: no more */
} rules[EVENT_KINDS] = {
    [EVENT_OPEN] = {0, false, {LEDGER_ALERT_ID, LEDGER_INDICATOR}},
    [EVENT_ALERT] = {ANYWHERE, false, {LEDGER_ALERT_ID, LEDGER_INDICATOR}},
    [EVENT_REGRADE] = {ANYWHERE, false, {LEDGER_ALERT_ID, LEDGER_INDICATOR}},
    [EVENT_REVIEW] = {IN(TO_REVIEW), true, {LEDGER_RESULT}},
    [EVENT_PLAN] = {IN(CONFIRMED), true, {LEDGER_DUE}},
    [EVENT_PROGRESS] = {IN(CONFIRMED) | IN(PLANNED), true, {LEDGER_TEXT}},
    [EVENT_EVIDENCE] = {ANYWHERE, true, {LEDGER_FILE, LEDGER_DIGEST}},
    [EVENT_EXTEND] = {IN(CONFIRMED) | IN(PLANNED), true, {LEDGER_DUE}},
    [EVENT_COMPLETE] = {IN(PLANNED), true, {LEDGER_SEQ}},
    [EVENT_EVALUATE] = {IN(COMPLETED), true, {LEDGER_RESULT}},
    [EVENT_CLOSE] = {IN(EVALUATED), true, {LEDGER_SEQ}},
    [EVENT_REOPEN] = {ANYWHERE & ~IN(TO_REVIEW), true, {LEDGER_REASON}},
    [EVENT_TRANSFER] = {OPEN_MATTER, true, {LEDGER_HANDLER}},
    [EVENT_NOTE] = {ANYWHERE, true, {LEDGER_TEXT}},
};

static const char *const state_names[ISSUE_STATES] = {
    [ISSUE_TO_REVIEW] = "to review", [ISSUE_FALSE] = "false",     [ISSUE_EXPLAINED] = "explained",
    [ISSUE_CONFIRMED] = "confirmed", [ISSUE_PLANNED] = "planned", [ISSUE_COMPLETED] = "completed",
    [ISSUE_EVALUATED] = "evaluated", [ISSUE_CLOSED] = "closed",
};

const char *issue_state_name(enum issue_state s)
{
    return state_names[s];
}

bool issue_verdict(struct slice result, enum issue_state *out)
{
    for (int s = ISSUE_FALSE; s <= ISSUE_CONFIRMED; s++)
        if (slice_eq(result, slice_of(state_names[s]))) {
            *out = (enum issue_state)s;
            return true;
        }
    return false;
}

bool issue_effective(struct slice result, bool *out)
{
    *out = slice_eq(result, SLICE("effective"));
    return *out || slice_eq(result, SLICE("ineffective"));
}

/* The events that may come in STATE, and go through a person's hands. */
static void list_next(enum issue_state state, struct buffer *out)
{
    for (int k = 0; k < EVENT_KINDS; k++)
        if ((rules[k].states & (1u << state)) != 0 && rules[k].is_signed)
            buffer_printf(out, "%s%s", out->n > 0 ? ", " : "",
                          ledger_kind_name((enum ledger_kind)k));
    buffer_char(out, '\0');
}

static enum status cannot_come(const struct issue *x, const struct ledger_event *event,
                               struct error *e)
{
    char q[QUOTE_SIZE];
    struct buffer next = {0};
    list_next(x->state, &next);
    enum status s =
        next.failed ? error_memory(e)
                    : error_set(e, ST_DATA,
                                _("'%s' cannot come now: issue '%s' is in the state '%s', where "
                                  "there may come: %s"),
                                ledger_kind_name(event->kind), quote(q, x->id),
                                state_names[x->state], next.p);
    buffer_free(&next);
    return s;
}

static enum status check_needed(const struct ledger_event *event, struct error *e)
{
    const struct rule *rule = &rules[event->kind];
    const char *kind = ledger_kind_name(event->kind);
    if (rule->is_signed && slice_trim(event->cell[LEDGER_BY]).n == 0)
        return error_set(e, ST_DATA, _("by: '%s' is signed by a person: say who"), kind);
    for (int i = 0; i < MOST_NEEDED && rule->needed[i] != LEDGER_SEQ; i++)
        if (slice_trim(event->cell[rule->needed[i]]).n == 0)
            return error_set(e, ST_DATA, _("%s: '%s' needs it, it must not be blank"),
                             ledger_column_name(rule->needed[i]), kind);
    return ST_OK;
}

static enum status check_result(const struct ledger_event *event, struct error *e)
{
    enum issue_state verdict;
    bool effective;
    char q[QUOTE_SIZE];
    struct slice result = event->cell[LEDGER_RESULT];
    if (event->kind == EVENT_REVIEW && !issue_verdict(result, &verdict))
        return error_set(e, ST_DATA, _("result: not confirmed, false or explained: '%s'"),
                         quote(q, result));
    if (event->kind == EVENT_EVALUATE && !issue_effective(result, &effective))
        return error_set(e, ST_DATA, _("result: not effective or ineffective: '%s'"),
                         quote(q, result));
    return ST_OK;
}

static enum status check_due(const struct issue *x, const struct ledger_event *event,
                             struct error *e)
{
    char q[QUOTE_SIZE], had[DATE_TEXT_MAX];
    struct slice due = event->cell[LEDGER_DUE];
    int64_t day;
    if (due.n == 0)
        return ST_OK;
    if (!date_parse(due, SPAN_DAY, &day, NULL))
        return error_set(e, ST_DATA, _("due: not a day such as 2024-03-05: '%s'"), quote(q, due));
    if (event->kind != EVENT_EXTEND || day > x->due)
        return ST_OK;
    size_t n = date_text(x->due, SPAN_DAY, had);
    return error_set(e, ST_DATA, _("due: '%s' is no extension: it is due on '%.*s' already"),
                     quote(q, due), (int)n, had);
}

enum status issue_may(const struct issue *x, const struct ledger_event *event, struct error *e)
{
    char q[QUOTE_SIZE];
    struct slice id = event->cell[LEDGER_ISSUE];
    if (x == NULL && event->kind != EVENT_OPEN)
        return error_set(e, ST_DATA, _("no issue '%s' is known: '%s' cannot come before 'open'"),
                         quote(q, id), ledger_kind_name(event->kind));
    if (x != NULL && event->kind == EVENT_OPEN)
        return error_set(e, ST_DATA,
                         _("issue '%s' is open already; further alerts of it come as "
                           "'alert'"),
                         quote(q, id));
    if (x != NULL && (rules[event->kind].states & (1u << x->state)) == 0)
        return cannot_come(x, event, e);
    enum status s = check_needed(event, e);
    if (s == ST_OK)
        s = check_result(event, e);
    return s == ST_OK ? check_due(x, event, e) : s;
}
