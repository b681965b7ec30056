/* The table of issues. */
#include "date.h"
#include "rectify.h"

static const char *const heads[] = {
    "issue",     "state",        "indicator",  "indicator_name", "status",     "subject_kind",
    "subject",   "subject_name", "region",     "since",          "period",     "grade",
    "score",     "action",       "handler",    "copies",         "case_id",    "alert_id",
    "opened_on", "alerts",       "unreviewed", "verdict_on",     "verdict_by", "due",
    "days_left", "rebound",      "repeats",    "last_seq",
};

/* What the latest alert of the issue says, in the order of HEADS. */
static const enum ledger_column said[] = {
    LEDGER_INDICATOR, LEDGER_INDICATOR_NAME, LEDGER_STATUS,  LEDGER_SUBJECT_KIND,
    LEDGER_SUBJECT,   LEDGER_SUBJECT_NAME,   LEDGER_REGION,  LEDGER_SINCE,
    LEDGER_PERIOD,    LEDGER_GRADE,          LEDGER_SCORE,   LEDGER_ACTION,
    LEDGER_HANDLER,   LEDGER_COPIES,         LEDGER_CASE_ID, LEDGER_ALERT_ID,
};

static void write_day(struct writer *w, int64_t day)
{
    char text[DATE_TEXT_MAX];
    size_t n = day == INT64_MIN ? 0 : date_text(day, SPAN_DAY, text);
    writer_cell(w, (struct slice){text, n});
}

/* Something is due that has not come yet. */
static bool awaited(const struct issue *x)
{
    return x->due != INT64_MIN && (x->state == ISSUE_CONFIRMED || x->state == ISSUE_PLANNED);
}

static void write_issue(const struct rectify *r, const struct issue *x, struct writer *w)
{
    const struct signature *by = rectify_signature(r, x);
    writer_cell(w, x->id);
    writer_text(w, issue_state_name(x->state));
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        writer_cell(w, x->cell[said[i]]);
    write_day(w, x->opened_on);
    writer_int(w, x->alerts);
    writer_int(w, x->unreviewed);
    write_day(w, by->by.n > 0 ? by->on : INT64_MIN);
    writer_cell(w, by->by);
    write_day(w, awaited(x) ? x->due : INT64_MIN);
    if (awaited(x))
        writer_int(w, x->due - r->today);
    else
        writer_text(w, "");
    writer_text(w, x->rebound ? "yes" : "no");
    writer_int(w, issues_repeats(&r->issues, x->cell[LEDGER_INDICATOR],
                                 x->cell[LEDGER_SUBJECT_KIND], x->cell[LEDGER_SUBJECT], x->id));
    writer_int(w, (int64_t)x->last_seq);
    writer_end(w);
}

void issue_table(const struct rectify *r, const struct issue_filter *filter, struct writer *w,
                 struct issue_counts *counts)
{
    *counts = (struct issue_counts){.all = r->issues.ids.n};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        writer_text(w, heads[i]);
    writer_end(w);
    for (uint32_t i = 0; i < r->issues.ids.n; i++) {
        const struct issue *x = &r->issues.list[i];
        bool late = issue_overdue(x, r->today) > 0;
        counts->states[x->state]++;
        counts->overdue += late;
        if (!filter->states[x->state] || (filter->overdue && !late))
            continue;
        counts->shown++;
        counts->shown_overdue += late;
        write_issue(r, x, w);
    }
}
