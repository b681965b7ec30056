/* rectify-track: graded alerts become issues in a ledger; people's verdicts on them, and what is
 * due. */
#include <inttypes.h>
#include <stdlib.h>

#include "date.h"
#include "front.h"
#include "rectify.h"
#include "text.h"

enum {
    OPT_LEDGER = FRONT_OWN,
    OPT_ISSUE,
    OPT_ALERT,
    OPT_VERDICT,
    OPT_BY,
    OPT_REASON,
    OPT_PLAN_DAYS,
    OPT_OVERDUE,
    OPT_STATE
};

static const struct front_option rows[] = {
    FRONT_GROUP(N_("Ledger")),
    {OPT_LEDGER, 'l', "ledger", "FILE", N_("the ledger; 'open' makes it if it is not there")},
    FRONT_ROW_TODAY,
    FRONT_GROUP(N_("Review")),
    {OPT_ISSUE, 0, "issue", "ID", N_("the issue, or its first 6 characters or more")},
    {OPT_ALERT, 0, "alert", "ID", N_("the issue of this alert")},
    {OPT_VERDICT, 0, "verdict", "WORD", N_("confirmed, false or explained")},
    {OPT_BY, 0, "by", "NAME", N_("who says so")},
    {OPT_REASON, 0, "reason", "TEXT", N_("why; needed for false and explained")},
    {OPT_PLAN_DAYS, 0, "plan-days", "N", N_("a plan is due N days after confirmation (30)")},
    FRONT_GROUP(N_("Status")),
    {OPT_OVERDUE, 0, "overdue", NULL, N_("only issues that are late")},
    {OPT_STATE, 0, "state", "STATES", N_("only these states, separated by commas")},
    FRONT_ROW_EXIT_CODE(N_("exit with 1 if an issue shown is late")),
    FRONT_ROW_OUTPUT,
    FRONT_GROUP(N_("Tables")),
    FRONT_ROW_TSV,
    FRONT_ROW_TSV_ESCAPED,
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "rectify-track",
    .summary = N_("keep a ledger of issues until each is put right"),
    .usage = "open -l LEDGER [OPTION]... [GRADED]...\n"
             "review -l LEDGER (--issue | --alert) ID --verdict WORD --by NAME\n"
             "review -l LEDGER [OPTION]... [VERDICTS]...\n"
             "status -l LEDGER [OPTION]...",
    .options = rows,
    .examples = N_("rectify-track open -l ledger.csv <graded.csv\n"
                   "rectify-track review -l ledger.csv --issue 5f0c27 --verdict explained \\\n"
                   "    --by 'reviewer 7' --reason 'the June invoice was booked twice'\n"
                   "rectify-track status -l ledger.csv --overdue --exit-code"),
};

enum action { ACTION_OPEN, ACTION_REVIEW, ACTION_STATUS, ACTIONS };
static const char *const action_names[ACTIONS] = {"open", "review", "status"};

enum { STATES_MAX = 16, PLAN_DAYS_MAX = 3650 };

struct job {
    struct front front;
    enum action action;
    const char *ledger, *issue, *alert, *verdict, *by, *reason, *plan_days_text, *states_text;
    bool overdue;
    int64_t plan_days;
    char *states_copy;
    struct issue_filter filter;
    struct reader_options reader;
    struct rectify rectify;
    struct intake intake;
    struct reviews reviews;
    struct issue_counts counts;
    struct sink *out;
};

static void take_option(struct job *j, int option)
{
    const char *argument = j->front.argument;
    switch (option) {
    case OPT_LEDGER:
        j->ledger = argument;
        break;
    case OPT_ISSUE:
        j->issue = argument;
        break;
    case OPT_ALERT:
        j->alert = argument;
        break;
    case OPT_VERDICT:
        j->verdict = argument;
        break;
    case OPT_BY:
        j->by = argument;
        break;
    case OPT_REASON:
        j->reason = argument;
        break;
    case OPT_PLAN_DAYS:
        j->plan_days_text = argument;
        break;
    case OPT_OVERDUE:
        j->overdue = true;
        break;
    case OPT_STATE:
        j->states_text = argument;
        break;
    }
}

static bool find_action(const char *word, enum action *out)
{
    for (int a = 0; a < ACTIONS; a++)
        if (strcmp(word, action_names[a]) == 0) {
            *out = (enum action)a;
            return true;
        }
    return false;
}

/* The first operand is the action, the rest are files. */
static void choose_action(struct job *j)
{
    struct front *f = &j->front;
    char q[QUOTE_SIZE];
    if (f->operand_count == 0) {
        front_usage(f, "%s", _("no action: say open, review or status"));
        return;
    }
    const char *word = f->operands[0];
    if (!find_action(word, &j->action)) {
        const char *near = slice_nearest(slice_of(word), action_names, ACTIONS);
        if (near != NULL)
            front_usage(f, _("unknown action '%s' (nearest: '%s'; known: open, review, status)"),
                        quote(q, slice_of(word)), near);
        else
            front_usage(f, _("unknown action '%s' (known: open, review, status)"),
                        quote(q, slice_of(word)));
        return;
    }
    enum action other;
    for (size_t i = 1; i < f->operand_count; i++)
        if (find_action(f->operands[i], &other)) {
            front_usage(f, _("two actions, '%s' and '%s': give one (a file of that name is ./%s)"),
                        word, f->operands[i], f->operands[i]);
            return;
        }
    f->operands++;
    f->operand_count--;
}

/* Options that say something to one action only. */
static void check_belonging(struct job *j)
{
    struct front *f = &j->front;
    const struct {
        bool given;
        const char *name;
        enum action of;
    } own[] = {
        {j->issue != NULL, "issue", ACTION_REVIEW},
        {j->alert != NULL, "alert", ACTION_REVIEW},
        {j->verdict != NULL, "verdict", ACTION_REVIEW},
        {j->by != NULL, "by", ACTION_REVIEW},
        {j->reason != NULL, "reason", ACTION_REVIEW},
        {j->plan_days_text != NULL, "plan-days", ACTION_REVIEW},
        {j->overdue, "overdue", ACTION_STATUS},
        {j->states_text != NULL, "state", ACTION_STATUS},
        {f->exit_code, "exit-code", ACTION_STATUS},
        {f->output != NULL, "output", ACTION_STATUS},
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i].given && own[i].of != j->action) {
            front_usage(f, _("option '--%s' belongs to '%s', not to '%s'"), own[i].name,
                        action_names[own[i].of], action_names[j->action]);
            return;
        }
    if (j->ledger == NULL)
        front_usage(f, "%s", _("no ledger: say which with -l FILE"));
    else if (strcmp(j->ledger, "-") == 0)
        front_usage(f, "%s", _("-l: a ledger is a file, not a pipe"));
    else if (j->action == ACTION_STATUS && f->operand_count > 0)
        front_usage(f, _("'status' reads the ledger only, no '%s'"), f->operands[0]);
}

/* A state of two words may be written with a hyphen, which needs no quotes. */
static bool is_state(const char *item, const char *name)
{
    for (; *item != '\0' && (*item == *name || (*item == '-' && *name == ' ')); item++)
        name++;
    return *item == '\0' && *name == '\0';
}

static void choose_states(struct job *j)
{
    struct front *f = &j->front;
    const char *names[ISSUE_STATES], *items[STATES_MAX];
    struct buffer all = {0};
    size_t n = 0;
    for (int s = 0; s < ISSUE_STATES; s++) {
        names[s] = issue_state_name((enum issue_state)s);
        j->filter.states[s] = j->states_text == NULL;
        buffer_printf(&all, "%s%s", s > 0 ? ", " : "", names[s]);
    }
    if (j->states_text != NULL &&
        front_list(f, j->states_text, &j->states_copy, items, STATES_MAX, &n))
        for (size_t i = 0; i < n && !f->over; i++) {
            char q[QUOTE_SIZE];
            int s = 0;
            while (s < ISSUE_STATES && !is_state(items[i], names[s]))
                s++;
            const char *near = slice_nearest(slice_of(items[i]), names, ISSUE_STATES);
            if (s < ISSUE_STATES)
                j->filter.states[s] = true;
            else
                front_usage(f, _("unknown state '%s' (nearest: '%s'; known: %.*s)"),
                            quote(q, slice_of(items[i])), near == NULL ? "-" : near, (int)all.n,
                            all.n > 0 ? all.p : "");
        }
    buffer_free(&all);
    j->filter.overdue = j->overdue;
}

static void choose_plan_days(struct job *j)
{
    int64_t n = 0;
    const char *p = j->plan_days_text;
    j->plan_days = ISSUE_PLAN_DAYS;
    if (p == NULL)
        return;
    for (; *p >= '0' && *p <= '9' && n <= PLAN_DAYS_MAX; p++)
        n = n * 10 + (*p - '0');
    char q[QUOTE_SIZE];
    if (*p != '\0' || n == 0 || n > PLAN_DAYS_MAX)
        front_usage(&j->front, _("--plan-days: no number of days from 1 to %d: '%s'"),
                    PLAN_DAYS_MAX, quote(q, slice_of(j->plan_days_text)));
    j->plan_days = n;
}

/* What is typed goes into the ledger, which is UTF-8. */
static void check_text(struct job *j, const char *option, const char *text)
{
    char q[QUOTE_SIZE];
    struct slice s = text == NULL ? SLICE("") : slice_of(text);
    if (utf8_check(s) != s.n)
        front_usage(&j->front, _("--%s: not UTF-8: '%s'"), option, quote(q, s));
}

/* One verdict on the command line. */
static void choose_verdict(struct job *j)
{
    struct front *f = &j->front;
    char q[QUOTE_SIZE];
    struct review v = {.on = f->today};
    struct error e;
    check_text(j, "by", j->by);
    check_text(j, "reason", j->reason);
    if (f->operand_count > 0)
        front_usage(f, "%s", _("give one verdict by options, or many in a file, not both"));
    else if ((j->issue == NULL) == (j->alert == NULL))
        front_usage(f, "%s", _("say what the verdict is about: --issue ID or --alert ID"));
    else if (j->verdict == NULL)
        front_usage(f, _("no verdict: say --verdict WORD (known: %s)"), review_result_words());
    else if (!review_result_find(slice_of(j->verdict), &v.result))
        front_usage(f, _("no verdict: '%s' (known: %s)"), quote(q, slice_of(j->verdict)),
                    review_result_words());
    if (f->over)
        return;
    v.by = slice_trim(j->by == NULL ? SLICE("") : slice_of(j->by));
    v.reason = slice_trim(j->reason == NULL ? SLICE("") : slice_of(j->reason));
    v.issue_id = j->issue == NULL ? SLICE("") : slice_of(j->issue);
    v.alert_id = j->alert == NULL ? SLICE("") : slice_of(j->alert);
    enum review_lack lack = LACKS_NOTHING;
    enum status s = review_lack(v.result, v.by, v.reason, &lack, &e);
    if (s == ST_OK && lack != LACKS_NOTHING)
        front_usage(f, "%s: %s", lack == LACKS_NAME ? "--by" : "--reason", review_lack_text(lack));
    else if (s != ST_OK || !reviews_add(&j->reviews, &v)) {
        error_memory(&e);
        f->status = front_fail(&e);
        f->over = true;
    }
}

static bool by_options(const struct job *j)
{
    return j->issue != NULL || j->alert != NULL || j->verdict != NULL || j->by != NULL ||
           j->reason != NULL;
}

static void options(struct job *j, int argc, char **argv)
{
    struct front *f = &j->front;
    front_begin(f, &command, argc, argv);
    for (int o; (o = front_next(f)) != 0;)
        take_option(j, o);
    j->reader.format = f->format;
    if (!f->over)
        choose_action(j);
    if (!f->over)
        check_belonging(j);
    if (!f->over)
        choose_states(j);
    if (!f->over)
        choose_plan_days(j);
    if (!f->over && j->action == ACTION_REVIEW && by_options(j))
        choose_verdict(j);
}

static void warn(void *context, const char *text)
{
    (void)context;
    front_warn("%s", text);
}

static enum status begin(struct job *j, enum ledger_mode mode, struct error *e)
{
    return rectify_begin(&j->rectify, j->ledger, mode, j->action == ACTION_OPEN, j->front.today,
                         warn, NULL, e);
}

static enum status open_issues(struct job *j, struct error *e)
{
    const struct front *f = &j->front;
    enum status s = f->operand_count > 0 ? ST_OK : intake_read(&j->intake, "-", &j->reader, e);
    for (size_t i = 0; i < f->operand_count && s == ST_OK; i++)
        s = intake_read(&j->intake, f->operands[i], &j->reader, e);
    if (s == ST_OK)
        s = intake_sort(&j->intake, e);
    if (s == ST_OK)
        s = begin(j, LEDGER_WRITE, e);
    if (s == ST_OK)
        s = intake_plan(&j->intake, &j->rectify, e);
    return s == ST_OK ? intake_write(&j->intake, &j->rectify, e) : s;
}

static void tell_opened(const struct job *j)
{
    const struct intake *in = &j->intake;
    if (in->again > 0)
        front_note(_("issues to review again, for they have new alerts: %" PRIu64
                     ", of them closed before: %" PRIu64),
                   in->again, in->back);
    front_note(_("alerts: %zu, new issues: %" PRIu64 ", added to an issue: %" PRIu64
                 ", graded otherwise: %" PRIu64 ", known: %" PRIu64),
               in->n, in->opened, in->added, in->regraded, in->known);
}

static enum status review_issues(struct job *j, struct error *e)
{
    const struct front *f = &j->front;
    enum status s = ST_OK;
    if (!by_options(j) && f->operand_count == 0)
        s = reviews_read(&j->reviews, "-", &j->reader, f->today, e);
    for (size_t i = 0; i < f->operand_count && s == ST_OK; i++)
        s = reviews_read(&j->reviews, f->operands[i], &j->reader, f->today, e);
    if (s == ST_OK)
        s = begin(j, LEDGER_WRITE, e);
    if (s == ST_OK)
        s = reviews_plan(&j->reviews, &j->rectify, j->plan_days, e);
    return s == ST_OK ? reviews_write(&j->reviews, &j->rectify, e) : s;
}

static void tell_review(const struct review *v)
{
    char id[QUOTE_SIZE], before[QUOTE_SIZE];
    const char *now = review_result_name(v->result);
    quote(id, v->issue->id);
    quote(before, v->before.by);
    if (v->effect == REVIEW_KNOWN && v->file == NULL) /* those of a table are counted */
        front_note(_("issue %s: that it is '%s' was recorded before"), id, now);
    else if (v->effect == REVIEW_OTHER && v->before.result != v->result)
        front_note(_("issue %s: '%s' now, in place of '%s' by '%s'"), id, now,
                   review_result_name(v->before.result), before);
    else if (v->effect == REVIEW_SECOND)
        front_note(_("issue %s: '%s' by '%s' already, now seconded"), id, now, before);
}

static void tell_reviewed(const struct job *j)
{
    const struct reviews *all = &j->reviews;
    uint64_t results[REVIEW_RESULTS] = {0}, known = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct review *v = &all->list[i];
        tell_review(v);
        known += v->effect == REVIEW_KNOWN;
        results[v->result] += v->effect != REVIEW_KNOWN;
    }
    if (all->undecided > 0)
        front_note(_("rows without a verdict, passed over: %" PRIu64), all->undecided);
    front_note(_("verdicts: %zu (confirmed: %" PRIu64 ", false: %" PRIu64 ", explained: %" PRIu64
                 ", recorded before: %" PRIu64 ")"),
               all->n, results[REVIEW_CONFIRMED], results[REVIEW_FALSE], results[REVIEW_EXPLAINED],
               known);
}

static enum status show_status(struct job *j, struct error *e)
{
    struct writer w;
    enum status s = sink_open(j->front.output, &j->out, e);
    if (s == ST_OK)
        s = begin(j, LEDGER_READ, e);
    if (s == ST_OK) {
        writer_init(&w, j->out, j->front.format);
        issue_table(&j->rectify, &j->filter, &w, &j->counts);
    }
    return front_close(j->out, s, e);
}

static void tell_status(const struct job *j)
{
    const struct issue_counts *c = &j->counts;
    struct buffer states = {0};
    for (int s = 0; s < ISSUE_STATES; s++)
        if (c->states[s] > 0)
            buffer_printf(&states, "%s%s: %" PRIu64, states.n > 0 ? ", " : "",
                          issue_state_name((enum issue_state)s), c->states[s]);
    if (c->shown < c->all)
        front_note(_("issues shown: %" PRIu64 " of %" PRIu64), c->shown, c->all);
    front_note(_("issues: %" PRIu64 "%s%.*s%s, overdue: %" PRIu64), c->all,
               states.n > 0 ? " (" : "", (int)states.n, states.n > 0 ? states.p : "",
               states.n > 0 ? ")" : "", c->overdue);
    buffer_free(&states);
}

static enum status work(struct job *j, struct error *e)
{
    switch (j->action) {
    case ACTION_OPEN:
        return open_issues(j, e);
    case ACTION_REVIEW:
        return review_issues(j, e);
    default:
        return show_status(j, e);
    }
}

/* What was done is told when it has been written. */
static void tell(const struct job *j)
{
    switch (j->action) {
    case ACTION_OPEN:
        tell_opened(j);
        break;
    case ACTION_REVIEW:
        tell_reviewed(j);
        break;
    default:
        tell_status(j);
        break;
    }
}

static void clean_up(struct job *j)
{
    rectify_free(&j->rectify);
    intake_free(&j->intake);
    reviews_free(&j->reviews);
    free(j->states_copy);
}

int main(int argc, char **argv)
{
    struct job j = {.reader = {.format = READER_CSV}};
    struct error e = {0};
    options(&j, argc, argv);
    if (j.front.over) {
        clean_up(&j);
        return front_end(j.front.status);
    }
    enum status s = work(&j, &e);
    if (s == ST_OK)
        tell(&j);
    bool late = s == ST_OK && j.front.exit_code && j.counts.shown_overdue > 0;
    clean_up(&j);
    if (s != ST_OK)
        return front_end(front_fail(&e));
    return front_end(late ? ST_FAILED : s);
}
