/* Issues: every event in every state, what it leaves, and what is asked of them. */
#include "issue.h"

#include <stdlib.h>
#include <unistd.h>

#include "date.h"
#include "tap.h"

static struct issues all;
static struct error e;
static uint64_t seq;
static int64_t today;
static char ids[8][ALERT_ID_SIZE];

/* An event of issue N: indicator CZ-01, unit U<n>, a run since 2024-01. */
static struct ledger_event event_of(unsigned n, enum ledger_kind kind)
{
    static const char *const units[] = {"U0", "U1", "U2", "U3"};
    struct ledger_event x = {.kind = kind, .seq = ++seq, .on = today};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        x.cell[c] = SLICE("");
    issue_id(SLICE("CZ-01"), SLICE("unit_id"), slice_of(units[n]), SLICE("2024-01"), SLICE("x"),
             ids[n]);
    x.cell[LEDGER_ISSUE] = slice_of(ids[n]);
    if (kind <= EVENT_REGRADE) {
        x.cell[LEDGER_INDICATOR] = SLICE("CZ-01");
        x.cell[LEDGER_SUBJECT_KIND] = SLICE("unit_id");
        x.cell[LEDGER_SUBJECT] = slice_of(units[n]);
        x.cell[LEDGER_SINCE] = SLICE("2024-01");
        x.cell[LEDGER_PERIOD] = SLICE("2024-03");
        x.cell[LEDGER_HANDLER] = SLICE("一室");
        x.cell[LEDGER_GRADE] = SLICE("yellow");
    } else {
        x.cell[LEDGER_BY] = SLICE("某科");
    }
    return x;
}

static enum status take(const struct ledger_event *x)
{
    e = (struct error){0};
    return issues_take(&all, x, &e);
}

static enum status alert(unsigned n, enum ledger_kind kind, const char *alert_id,
                         const char *period)
{
    struct ledger_event x = event_of(n, kind);
    x.cell[LEDGER_ALERT_ID] = slice_of(alert_id);
    x.cell[LEDGER_PERIOD] = slice_of(period);
    return take(&x);
}

/* An event with all that its kind needs. */
static struct ledger_event whole(unsigned n, enum ledger_kind kind, const char *result)
{
    struct ledger_event x = event_of(n, kind);
    if (kind == EVENT_PLAN || kind == EVENT_EXTEND)
        x.cell[LEDGER_DUE] = SLICE("2030-01-01");
    if (kind == EVENT_REVIEW || kind == EVENT_EVALUATE)
        x.cell[LEDGER_RESULT] = slice_of(result);
    if (kind == EVENT_PROGRESS || kind == EVENT_NOTE)
        x.cell[LEDGER_TEXT] = SLICE("说明");
    if (kind == EVENT_EVIDENCE) {
        x.cell[LEDGER_FILE] = SLICE("账.pdf");
        x.cell[LEDGER_DIGEST] = SLICE("sha256:00");
    }
    if (kind == EVENT_REOPEN)
        x.cell[LEDGER_REASON] = SLICE("复查");
    if (kind == EVENT_TRANSFER)
        x.cell[LEDGER_HANDLER] = SLICE("二室");
    return x;
}

static enum status person(unsigned n, enum ledger_kind kind, const char *result)
{
    struct ledger_event x = whole(n, kind, result);
    return take(&x);
}

static struct issue *of(unsigned n)
{
    return issues_find(&all, slice_of(ids[n]));
}

static void begin(void)
{
    issues_free(&all);
    seq = 0;
    today = date_of(2026, 1, 10);
}

/* ---- the state machine ---- */

/* Brings issue 0 into a state from nothing. */
static void bring(enum issue_state to)
{
    begin();
    alert(0, EVENT_OPEN, "first", "2024-03");
    if (to == ISSUE_FALSE || to == ISSUE_EXPLAINED)
        person(0, EVENT_REVIEW, issue_state_name(to));
    if (to >= ISSUE_CONFIRMED)
        person(0, EVENT_REVIEW, "confirmed");
    if (to >= ISSUE_PLANNED)
        person(0, EVENT_PLAN, "");
    if (to >= ISSUE_COMPLETED)
        person(0, EVENT_COMPLETE, "");
    if (to >= ISSUE_EVALUATED)
        person(0, EVENT_EVALUATE, "effective");
    if (to >= ISSUE_CLOSED)
        person(0, EVENT_CLOSE, "");
}

/* What each event makes of each state, in the order of their letters; a point: refused. */
static const char letters[] = "RFXCPDEL"; /* to Review, False, eXplained, Confirmed, Planned,
                                             completeD, Evaluated, cLosed */
static const struct {
    enum ledger_kind kind;
    const char *result, *becomes;
} transitions[] = {
    {EVENT_OPEN, "", "........"},
    {EVENT_ALERT, "", "RRRCPDER"},
    {EVENT_REGRADE, "", "RFXCPDEL"},
    {EVENT_REVIEW, "confirmed", "C......."},
    {EVENT_REVIEW, "false", "F......."},
    {EVENT_REVIEW, "explained", "X......."},
    {EVENT_PLAN, "", "...P...."},
    {EVENT_PROGRESS, "", "...CP..."},
    {EVENT_EVIDENCE, "", "RFXCPDEL"},
    {EVENT_EXTEND, "", "...CP..."},
    {EVENT_COMPLETE, "", "....D..."},
    {EVENT_EVALUATE, "effective", ".....E.."},
    {EVENT_EVALUATE, "ineffective", ".....C.."},
    {EVENT_CLOSE, "", "......L."},
    {EVENT_REOPEN, "", ".RRRRRRR"},
    {EVENT_TRANSFER, "", "R..CPDE."},
    {EVENT_NOTE, "", "RFXCPDEL"},
};

/* Sends the event of a transition to issue 0, which is in the state of letter FROM. */
static bool step(size_t t, int from)
{
    char want = transitions[t].becomes[from];
    bring((enum issue_state)from);
    if (of(0)->state != (enum issue_state)from)
        return false;
    struct issue had = *of(0);
    enum ledger_kind kind = transitions[t].kind;
    struct ledger_event x = whole(0, kind, transitions[t].result);
    x.cell[LEDGER_ALERT_ID] = kind == EVENT_REGRADE ? SLICE("first") : SLICE("second");
    if (kind == EVENT_EXTEND)
        x.cell[LEDGER_DUE] = SLICE("2031-01-01");
    if (kind <= EVENT_REGRADE)
        x.cell[LEDGER_PERIOD] = SLICE("2024-04");
    enum status s = take(&x);
    if (want == '.')
        return s == ST_DATA && memcmp(&had, of(0), sizeof had) == 0 && all.ids.n == 1 &&
               all.alerts.n == 1;
    return s == ST_OK && letters[of(0)->state] == want && of(0)->last_seq == x.seq;
}

static void machine(void)
{
    bool seen[EVENT_KINDS] = {false};
    for (size_t t = 0; t < sizeof transitions / sizeof transitions[0]; t++) {
        seen[transitions[t].kind] = true;
        for (int from = 0; from < ISSUE_STATES; from++) {
            ok(step(t, from), "%s %s: %c to %c", ledger_kind_name(transitions[t].kind),
               transitions[t].result, letters[from], transitions[t].becomes[from]);
        }
    }
    bool every = true;
    for (int k = 0; k < EVENT_KINDS; k++)
        every = every && seen[k];
    ok(every, "no kind of event is left out");
}

static void says(enum status s, const char *want)
{
    bool good = s == ST_DATA && strcmp(e.text, want) == 0;
    ok(good, "%s", want);
    if (!good)
        printf("#  got %d: '%s'\n", (int)s, e.text);
}

static void refusals(void)
{
    struct ledger_event x;
    begin();
    event_of(0, EVENT_NOTE); /* makes its id */
    says(person(0, EVENT_PLAN, ""), "no issue '3a3926b78b610c2a5c0809917e7b85ea' is known: 'plan' "
                                    "cannot come before 'open'");
    bring(ISSUE_TO_REVIEW);
    says(person(0, EVENT_COMPLETE, ""),
         "'complete' cannot come now: issue '3a3926b78b610c2a5c0809917e7b85ea' is in the state 'to "
         "review', where there may come: review, evidence, transfer, note");
    says(alert(0, EVENT_OPEN, "other", "2024-04"),
         "issue '3a3926b78b610c2a5c0809917e7b85ea' is open already; further alerts of it come as "
         "'alert'");
    says(person(0, EVENT_REVIEW, "guilty"), "result: not confirmed, false or explained: 'guilty'");
    says(person(0, EVENT_REVIEW, " "), "result: 'review' needs it, it must not be blank");
    x = whole(0, EVENT_REVIEW, "confirmed");
    x.cell[LEDGER_BY] = SLICE("  ");
    says(take(&x), "by: 'review' is signed by a person: say who");
    x = whole(0, EVENT_REVIEW, "confirmed");
    x.cell[LEDGER_DUE] = SLICE("2024/1/1");
    says(take(&x), "due: not a day such as 2024-03-05: '2024/1/1'");
    x = event_of(0, EVENT_ALERT);
    x.cell[LEDGER_ALERT_ID] = SLICE("other");
    x.cell[LEDGER_SINCE] = SLICE("2024-02");
    says(take(&x), "issue: '3a3926b78b610c2a5c0809917e7b85ea' is not the id of this indicator, "
                   "subject and run, '48a0f0ef11efbe5ad23c9408f94c66e7'");
    says(alert(0, EVENT_ALERT, "first", "2024-03"),
         "alert_id: 'first' is known already, as one of issue '3a3926b78b610c2a5c0809917e7b85ea'");
    says(alert(1, EVENT_OPEN, "first", "2024-03"),
         "alert_id: 'first' is known already, as one of issue '3a3926b78b610c2a5c0809917e7b85ea'");
    is_int(all.ids.n, 1, "and no issue is made then");
    says(alert(0, EVENT_REGRADE, "other", "2024-03"),
         "alert_id: 'other' is not known as one of issue '3a3926b78b610c2a5c0809917e7b85ea'");
    bring(ISSUE_CONFIRMED);
    x = whole(0, EVENT_EXTEND, "");
    x.cell[LEDGER_DUE] = SLICE("2026-02-09");
    says(take(&x), "due: '2026-02-09' is no extension: it is due on '2026-02-09' already");
    bring(ISSUE_COMPLETED);
    says(person(0, EVENT_EVALUATE, "fine"), "result: not effective or ineffective: 'fine'");
}

/* Whatever an event needs is missed. */
static void needed(void)
{
    static const struct {
        enum ledger_kind kind;
        enum issue_state in;
        enum ledger_column column;
    } cases[] = {
        {EVENT_REVIEW, ISSUE_TO_REVIEW, LEDGER_RESULT},
        {EVENT_PLAN, ISSUE_CONFIRMED, LEDGER_DUE},
        {EVENT_PROGRESS, ISSUE_PLANNED, LEDGER_TEXT},
        {EVENT_EVIDENCE, ISSUE_CLOSED, LEDGER_FILE},
        {EVENT_EVIDENCE, ISSUE_CLOSED, LEDGER_DIGEST},
        {EVENT_EXTEND, ISSUE_PLANNED, LEDGER_DUE},
        {EVENT_EVALUATE, ISSUE_COMPLETED, LEDGER_RESULT},
        {EVENT_REOPEN, ISSUE_CLOSED, LEDGER_REASON},
        {EVENT_TRANSFER, ISSUE_PLANNED, LEDGER_HANDLER},
        {EVENT_NOTE, ISSUE_FALSE, LEDGER_TEXT},
        {EVENT_ALERT, ISSUE_CLOSED, LEDGER_ALERT_ID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bring(cases[i].in);
        struct ledger_event x = whole(0, cases[i].kind, "confirmed");
        x.cell[cases[i].column] = SLICE("");
        char want[128];
        snprintf(want, sizeof want, "%s: '%s' needs it, it must not be blank",
                 ledger_column_name(cases[i].column), ledger_kind_name(cases[i].kind));
        says(take(&x), want);
    }
    for (int k = EVENT_REVIEW; k < EVENT_KINDS; k++) {
        static const enum issue_state in[EVENT_KINDS] = {
            [EVENT_REVIEW] = ISSUE_TO_REVIEW,   [EVENT_PLAN] = ISSUE_CONFIRMED,
            [EVENT_PROGRESS] = ISSUE_CONFIRMED, [EVENT_EVIDENCE] = ISSUE_CONFIRMED,
            [EVENT_EXTEND] = ISSUE_CONFIRMED,   [EVENT_COMPLETE] = ISSUE_PLANNED,
            [EVENT_EVALUATE] = ISSUE_COMPLETED, [EVENT_CLOSE] = ISSUE_EVALUATED,
            [EVENT_REOPEN] = ISSUE_CLOSED,      [EVENT_TRANSFER] = ISSUE_PLANNED,
            [EVENT_NOTE] = ISSUE_PLANNED,
        };
        bring(in[k]);
        struct ledger_event x =
            whole(0, (enum ledger_kind)k, k == EVENT_REVIEW ? "confirmed" : "effective");
        x.cell[LEDGER_BY] = SLICE("");
        char want[128];
        snprintf(want, sizeof want, "by: '%s' is signed by a person: say who",
                 ledger_kind_name((enum ledger_kind)k));
        says(take(&x), want);
    }
}

/* ---- what events leave ---- */

static void days(void)
{
    bring(ISSUE_TO_REVIEW);
    struct issue *x = of(0);
    is_int(x->opened_on, today, "opened today");
    ok(x->verdict_on == INT64_MIN && x->due == INT64_MIN, "no verdict yet, nothing due");
    today += 5;
    person(0, EVENT_REVIEW, "confirmed");
    is_int(x->verdict_on, today, "the day of the verdict");
    is_int(x->due, today + 30, "a plan is due 30 days from it");
    is_int(issue_overdue(x, today + 30), 0, "which is not late on that day");
    is_int(issue_overdue(x, today + 31), 1, "and late by one on the next");
    is_int(issue_overdue(x, INT64_MAX), INT64_MAX - today - 30, "or by any number");
    struct ledger_event y = whole(0, EVENT_EXTEND, "");
    y.cell[LEDGER_DUE] = SLICE("2026-03-31");
    take(&y);
    is_int(x->due, date_of(2026, 3, 31), "it may be extended");
    today += 2;
    person(0, EVENT_PLAN, "");
    is_int(x->due, date_of(2030, 1, 1), "the plan says when the rectification is due");
    is_int(x->changed_on, today, "the state has changed today");
    today += 2;
    person(0, EVENT_NOTE, "");
    is_int(x->changed_on, today - 2, "a note does not change it");
    person(0, EVENT_COMPLETE, "");
    ok(x->due == INT64_MIN && issue_overdue(x, INT64_MAX) == 0, "completed, nothing is due");
    today += 3;
    person(0, EVENT_EVALUATE, "ineffective");
    is_int(x->due, today + 30, "ineffective: another plan is due in 30 days");
    bring(ISSUE_TO_REVIEW);
    y = whole(0, EVENT_REVIEW, "confirmed");
    y.cell[LEDGER_DUE] = SLICE("2026-01-20");
    take(&y);
    is_int(of(0)->due, date_of(2026, 1, 20), "a verdict may name another day");
}

static void cells(void)
{
    bring(ISSUE_TO_REVIEW);
    struct issue *x = of(0);
    struct ledger_event y = event_of(0, EVENT_ALERT);
    is_int(x->alerts, 1, "one alert");
    y.cell[LEDGER_ALERT_ID] = SLICE("second");
    y.cell[LEDGER_PERIOD] = SLICE("2024-04");
    y.cell[LEDGER_VALUE] = SLICE("0.2");
    take(&y);
    is_text(x->cell[LEDGER_VALUE].p, x->cell[LEDGER_VALUE].n, "0.2", "the latest value");
    is_text(x->cell[LEDGER_ALERT_ID].p, x->cell[LEDGER_ALERT_ID].n, "second", "the latest alert");
    ok(x->alerts == 2 && x->unreviewed == 2, "two alerts, both without a verdict");
    y.cell[LEDGER_ALERT_ID] = SLICE("late");
    y.cell[LEDGER_PERIOD] = SLICE("2024-02");
    y.cell[LEDGER_VALUE] = SLICE("0.9");
    take(&y);
    is_text(x->cell[LEDGER_VALUE].p, x->cell[LEDGER_VALUE].n, "0.2",
            "an alert of an earlier period, come late, does not stand for the latest");
    is_int(x->alerts, 3, "but counts");
    y.kind = EVENT_REGRADE;
    y.cell[LEDGER_GRADE] = SLICE("red");
    take(&y);
    is_text(x->cell[LEDGER_GRADE].p, x->cell[LEDGER_GRADE].n, "yellow", "nor does its new grade");
    y.cell[LEDGER_ALERT_ID] = SLICE("second");
    y.cell[LEDGER_PERIOD] = SLICE("2024-04");
    take(&y);
    is_text(x->cell[LEDGER_GRADE].p, x->cell[LEDGER_GRADE].n, "red", "that of the latest does");
    is_int(x->alerts, 3, "and is no alert more");

    person(0, EVENT_TRANSFER, "");
    is_text(x->cell[LEDGER_HANDLER].p, x->cell[LEDGER_HANDLER].n, "二室", "transferred");
    alert(0, EVENT_ALERT, "next", "2024-05");
    is_text(x->cell[LEDGER_HANDLER].p, x->cell[LEDGER_HANDLER].n, "二室",
            "and tomorrow's alert does not take it back");
    is_text(x->cell[LEDGER_ALERT_ID].p, x->cell[LEDGER_ALERT_ID].n, "next", "though it is there");
    person(0, EVENT_REVIEW, "explained");
    is_text(x->cell[LEDGER_RESULT].p, x->cell[LEDGER_RESULT].n, "explained", "the verdict");
    is_int(x->unreviewed, 0, "all are reviewed");
    ok(x->first_seq == 1 && x->last_seq == seq, "first and last event");
}

static void again(void)
{
    bring(ISSUE_CLOSED);
    ok(!of(0)->rebound && of(0)->confirmed, "closed, confirmed once");
    alert(0, EVENT_ALERT, "back", "2024-09");
    ok(of(0)->rebound && of(0)->state == ISSUE_TO_REVIEW && of(0)->unreviewed == 1,
       "an alert after closing: it has come back, and is to be reviewed");
    person(0, EVENT_REVIEW, "false");
    ok(of(0)->confirmed && of(0)->rebound, "what was closed stays confirmed");
    bring(ISSUE_CLOSED);
    person(0, EVENT_REOPEN, "");
    ok(of(0)->rebound && of(0)->confirmed && of(0)->unreviewed == 0, "closed and reopened");
    person(0, EVENT_REVIEW, "confirmed");
    person(0, EVENT_REOPEN, "");
    ok(of(0)->confirmed, "what was confirmed before stands when the second verdict is taken back");
    bring(ISSUE_PLANNED);
    person(0, EVENT_REOPEN, "");
    ok(!of(0)->rebound && !of(0)->confirmed && of(0)->due == INT64_MIN,
       "a verdict taken back is none, and nothing is due");
    bring(ISSUE_FALSE);
    alert(0, EVENT_ALERT, "next", "2024-04");
    ok(!of(0)->rebound && of(0)->unreviewed == 1, "after a verdict false: not a rebound");
    bring(ISSUE_PLANNED);
    alert(0, EVENT_ALERT, "next", "2024-04");
    ok(of(0)->unreviewed == 1 && of(0)->due != INT64_MIN, "while it is rectified: counted");
}

/* ---- asking ---- */

static void same_alert(void)
{
    bool same = true;
    bring(ISSUE_TO_REVIEW);
    struct ledger_event x = event_of(0, EVENT_REGRADE);
    ok(issues_alert(&all, SLICE("none"), x.cell, &same) == NULL && !same, "an unknown alert");
    ok(issues_alert(&all, SLICE("first"), x.cell, &same) == of(0) && same, "a known one");
    x.cell[LEDGER_VALUE] = SLICE("0.5");
    x.cell[LEDGER_EVIDENCE] = SLICE("f:7");
    ok(issues_alert(&all, SLICE("first"), x.cell, &same) != NULL && same,
       "texts that change daily do not matter");
    static const enum ledger_column matter[] = {LEDGER_GRADE,   LEDGER_SCORE,  LEDGER_ACTION,
                                                LEDGER_HANDLER, LEDGER_COPIES, LEDGER_CASE_ID};
    for (size_t i = 0; i < sizeof matter / sizeof matter[0]; i++) {
        struct ledger_event y = event_of(0, EVENT_REGRADE);
        y.cell[matter[i]] = SLICE("another");
        ok(issues_alert(&all, SLICE("first"), y.cell, &same) == of(0) && !same, "another %s",
           ledger_column_name(matter[i]));
    }
    struct ledger_event y = event_of(0, EVENT_REGRADE);
    y.cell[LEDGER_GRADE] = SLICE("");
    y.cell[LEDGER_SCORE] = SLICE("yellow");
    issues_alert(&all, SLICE("first"), y.cell, &same);
    ok(!same, "a cell that moved to its neighbour");
    x.cell[LEDGER_ALERT_ID] = SLICE("first");
    x.cell[LEDGER_HANDLER] = SLICE("三室");
    take(&x);
    issues_alert(&all, SLICE("first"), x.cell, &same);
    ok(same, "after a regrade it is the new one that is known");
    person(0, EVENT_TRANSFER, "");
    issues_alert(&all, SLICE("first"), x.cell, &same);
    ok(same, "a transfer changes nothing of the alert");
}

static uint32_t repeats(const char *subject, const char *id)
{
    return issues_repeats(&all, SLICE("CZ-01"), SLICE("unit_id"), slice_of(subject), slice_of(id));
}

static bool of_run(const char *since, const char *period, const char *id)
{
    const struct issue *x = issues_of_run(&all, SLICE("CZ-01"), SLICE("unit_id"), SLICE("U0"),
                                          slice_of(since), slice_of(period));
    return id == NULL ? x == NULL : x != NULL && slice_eq(x->id, slice_of(id));
}

static void of_one_run(void)
{
    bring(ISSUE_CONFIRMED);
    const struct issue *x = issues_find(&all, slice_of(ids[0]));
    char since[16], until[16];
    snprintf(since, sizeof since, "%.*s", (int)x->cell[LEDGER_SINCE].n, x->cell[LEDGER_SINCE].p);
    snprintf(until, sizeof until, "%.*s", (int)x->cell[LEDGER_PERIOD].n,
             x->cell[LEDGER_PERIOD].p);
    ok(of_run(since, until, ids[0]), "its own run");
    ok(of_run("1990-01", until, ids[0]), "one that began earlier");
    ok(of_run(until, "2999-12", ids[0]), "one that begins in its last period");
    ok(of_run("1990-01", since, ids[0]), "one that ends in its first period");
    ok(of_run("", since, ids[0]), "without since: the period alone");
    ok(of_run("1990-01", "1990-02", NULL), "one that ended before");
    ok(of_run("2999-01", "2999-02", NULL), "one that begins later");
    ok(issues_of_run(&all, SLICE("CZ-01"), SLICE("unit_id"), SLICE("U9"), slice_of(since),
                     slice_of(until)) == NULL,
       "none of another subject");
}

static void repeated(void)
{
    static char other[ALERT_ID_SIZE];
    bring(ISSUE_PLANNED);
    is_int(repeats("U0", "x"), 1, "one confirmed issue of the subject");
    is_int(repeats("U0", ids[0]), 0, "of another run than itself");
    is_int(repeats("U1", "x"), 0, "none of another subject");
    struct ledger_event x = event_of(0, EVENT_OPEN);
    issue_id(SLICE("CZ-01"), SLICE("unit_id"), SLICE("U0"), SLICE("2025-01"), SLICE(""), other);
    x.cell[LEDGER_ISSUE] = slice_of(other);
    x.cell[LEDGER_SINCE] = SLICE("2025-01");
    x.cell[LEDGER_ALERT_ID] = SLICE("later");
    is_int(take(&x), ST_OK, "another run");
    is_int(repeats("U0", "x"), 1, "which does not count before it is confirmed");
    x = whole(0, EVENT_REVIEW, "confirmed");
    x.cell[LEDGER_ISSUE] = slice_of(other);
    take(&x);
    is_int(repeats("U0", "x"), 2, "and then does");
    is_int(repeats("U0", other), 1, "but for itself");
    alert(1, EVENT_OPEN, "u1", "2024-03");
    is_int(repeats("U0", "x"), 2, "whatever others do");
    person(0, EVENT_REOPEN, "");
    is_int(repeats("U0", "x"), 1, "a verdict taken back does not count");
}

static void by_hand(void)
{
    char id[ALERT_ID_SIZE], want[ALERT_ID_SIZE];
    struct digest d;
    digest_begin(&d);
    digest_add(&d, SLICE("issue"));
    digest_add(&d, SLICE("I"));
    digest_add(&d, SLICE("k"));
    digest_add(&d, SLICE("s"));
    digest_add(&d, SLICE("2024-03"));
    digest_end(&d, want);
    issue_id(SLICE("I"), SLICE("k"), SLICE("s"), SLICE("2024-03"), SLICE("2024-05"), id);
    is_text(id, strlen(id), want, "an id is the digest of its run");
    issue_id(SLICE("I"), SLICE("k"), SLICE("s"), SLICE(""), SLICE("2024-03"), id);
    is_text(id, strlen(id), want, "or period, where there is no run");
}

static void nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

/* A ledger whose chain holds but whose events cannot follow. */
static void from_ledger(void)
{
    char path[] = "/tmp/probity-issue-XXXXXX";
    int fd = mkstemp(path);
    struct ledger *l;
    struct error why = {0};
    if (fd < 0)
        return;
    close(fd);
    begin();
    struct ledger_event list[] = {event_of(0, EVENT_OPEN), whole(0, EVENT_NOTE, ""),
                                  whole(0, EVENT_CLOSE, "")};
    list[0].cell[LEDGER_ALERT_ID] = SLICE("first");
    list[1].cell[LEDGER_TEXT] = SLICE("two\nlines");
    for (size_t n = 2; n <= 3; n++) {
        bool good = ledger_open(path, LEDGER_WRITE, nothing, NULL, &l, &why) == ST_OK;
        for (size_t i = n == 2 ? 0 : 2; i < n; i++)
            good = ledger_append(l, &list[i], &why) == ST_OK && good;
        ledger_close(l);
        ledger_open(path, LEDGER_READ, nothing, NULL, &l, &why);
        begin();
        enum status s = issues_read(&all, l, &why);
        ledger_close(l);
        if (n == 2)
            ok(good && s == ST_OK && of(0)->last_seq == 2, "a ledger is read to its end");
        else
            ok(good && s == ST_DATA && strcmp(why.file, path) == 0 && why.line == 5 &&
                   strncmp(why.text, "'close' cannot come now", 23) == 0,
               "what cannot follow is refused with its line: %s", why.text);
    }
    unlink(path);
}

int main(void)
{
    machine();
    refusals();
    needed();
    days();
    cells();
    again();
    same_alert();
    repeated();
    of_one_run();
    by_hand();
    from_ledger();
    issues_free(&all);
    return done_testing();
}
