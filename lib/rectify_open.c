/* Graded alerts into issues. */
#include <stdlib.h>

#include "i18n.h"
#include "rectify_int.h"

/* Where the cells of an event come from. */
static const enum alert_column kept[KEPT_CELLS] = {
    ALERT_ID,        ALERT_INDICATOR, ALERT_INDICATOR_NAME, ALERT_STATUS,  ALERT_DEPARTMENT,
    ALERT_FIELD,     ALERT_SCENARIO,  ALERT_SUBJECT_KIND,   ALERT_SUBJECT, ALERT_SUBJECT_NAME,
    ALERT_REGION,    ALERT_PERIOD,    ALERT_SINCE,          ALERT_LEVEL,   ALERT_VALUE,
    ALERT_THRESHOLD, ALERT_EVIDENCE,  ALERT_PACK,           ALERT_GRADE,   ALERT_SCORE,
    ALERT_ACTION,    ALERT_HANDLER,   ALERT_COPIES,         ALERT_CASE_ID,
};

static struct slice cell_of(const struct kept_alert *a, enum ledger_column c)
{
    size_t i = (size_t)(c - LEDGER_ALERT_ID);
    uint32_t from = i == 0 ? 0 : a->end[i - 1];
    return (struct slice){a->bytes + from, a->end[i] - from};
}

static bool keep(struct intake *in, const struct alert_row *row)
{
    if (!grow(&in->alerts, &in->size, in->n + 1, sizeof *in->alerts))
        return false;
    struct kept_alert *a = &in->alerts[in->n];
    size_t n = 0;
    for (size_t i = 0; i < KEPT_CELLS; i++)
        n += row->cell[kept[i]].n;
    char *to = arena_alloc(&in->arena, n + 1);
    if (to == NULL)
        return false;
    *a = (struct kept_alert){.bytes = to, .file = (uint32_t)(in->file_n - 1), .line = row->line};
    n = 0;
    for (size_t i = 0; i < KEPT_CELLS; i++) {
        struct slice v = row->cell[kept[i]];
        if (v.n > 0)
            memcpy(to + n, v.p, v.n);
        n += v.n;
        a->end[i] = (uint32_t)n;
    }
    in->n++;
    return true;
}

/* Says what to do about columns that riskgrade would have appended. */
static enum status open_graded(const char *path, const struct reader_options *options,
                               struct alert_in *table, struct error *e)
{
    enum status s = alert_in_open(path, options, false, table, e);
    for (int c = ALERT_GRADE; s == ST_OK && c <= ALERT_CASE_ID; c++)
        if (!columns_has(&table->columns, (size_t)c)) {
            s = error_at(e, ST_DATA, reader_name(table->columns.reader), 1, 0,
                         _("missing column '%s': these alerts are not graded; run riskgrade first"),
                         alert_column_name((enum alert_column)c));
            alert_in_close(table);
        }
    return s;
}

enum status intake_read(struct intake *in, const char *path, const struct reader_options *options,
                        struct error *e)
{
    if (!grow(&in->files, &in->file_size, in->file_n + 1, sizeof *in->files))
        return error_memory(e);
    in->files[in->file_n++] = path;
    struct alert_in table;
    enum status s = open_graded(path, options, &table, e);
    if (s != ST_OK)
        return s;
    struct alert_row row;
    for (bool more; (s = alert_in_next(&table, &row, &more, e)) == ST_OK && more;)
        if (!keep(in, &row)) {
            s = error_memory(e);
            break;
        }
    alert_in_close(&table);
    return s;
}

static int by_fact(const void *left, const void *right)
{
    static const enum ledger_column order[] = {LEDGER_INDICATOR, LEDGER_SUBJECT_KIND,
                                               LEDGER_SUBJECT, LEDGER_PERIOD};
    const struct kept_alert *a = left, *b = right;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        int c = slice_cmp(cell_of(a, order[i]), cell_of(b, order[i]));
        if (c != 0)
            return c;
    }
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* The column in which two rows of one alert differ, or LEDGER_COLUMNS. Where its rows stand may
 * have changed from one day to the next. */
static enum ledger_column difference(const struct kept_alert *a, const struct kept_alert *b)
{
    for (int c = LEDGER_ALERT_ID; c <= LEDGER_CASE_ID; c++)
        if (c != LEDGER_EVIDENCE &&
            !slice_eq(cell_of(a, (enum ledger_column)c), cell_of(b, (enum ledger_column)c)))
            return (enum ledger_column)c;
    return LEDGER_COLUMNS;
}

static bool one_alert(const struct kept_alert *a, const struct kept_alert *b)
{
    return slice_eq(cell_of(a, LEDGER_ALERT_ID), cell_of(b, LEDGER_ALERT_ID));
}

enum status intake_sort(struct intake *in, struct error *e)
{
    if (in->n > 0)
        qsort(in->alerts, in->n, sizeof *in->alerts, by_fact);
    for (size_t i = 1; i < in->n; i++) {
        const struct kept_alert *a = &in->alerts[i - 1], *b = &in->alerts[i];
        enum ledger_column c = one_alert(a, b) ? difference(a, b) : LEDGER_COLUMNS;
        if (c != LEDGER_COLUMNS)
            return error_at(e, ST_DATA, in->files[b->file], b->line, 0,
                            _("the alert of %s:%llu again, with another %s: give one of them"),
                            in->files[a->file], (unsigned long long)a->line, ledger_column_name(c));
    }
    return ST_OK;
}

static void fill(const struct intake *in, const struct intake_step *step, int64_t today,
                 struct ledger_event *event)
{
    *event = (struct ledger_event){.on = today, .kind = step->kind};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        event->cell[c] = SLICE("");
    event->cell[LEDGER_ISSUE] = step->issue;
    for (int c = LEDGER_ALERT_ID; c <= LEDGER_CASE_ID; c++)
        event->cell[c] = cell_of(&in->alerts[step->alert], (enum ledger_column)c);
    event->cell[LEDGER_SINCE] = step->since;
}

/* Takes the step in memory, and keeps it to be written. */
static enum status plan_step(struct intake *in, struct rectify *r, enum ledger_kind kind,
                             uint32_t alert, struct slice issue, struct error *e)
{
    if (!grow(&in->steps, &in->step_size, in->step_n + 1, sizeof *in->steps))
        return error_memory(e);
    struct intake_step *step = &in->steps[in->step_n];
    const struct issue *x = issues_find(&r->issues, issue);
    *step = (struct intake_step){
        issue, x == NULL ? cell_of(&in->alerts[alert], LEDGER_SINCE) : x->cell[LEDGER_SINCE], alert,
        kind};
    enum issue_state before = x == NULL ? ISSUE_TO_REVIEW : x->state;
    struct ledger_event event;
    fill(in, step, r->today, &event);
    enum status s = rectify_take(r, &event, e);
    if (s != ST_OK)
        return error_place(e, in->files[in->alerts[alert].file], in->alerts[alert].line, 0);
    x = issues_find(&r->issues, issue);
    step->issue = x->id; /* ISSUE may not live on */
    in->step_n++;
    in->again += before != ISSUE_TO_REVIEW && x->state == ISSUE_TO_REVIEW;
    in->back += before == ISSUE_CLOSED && x->state != ISSUE_CLOSED;
    in->opened += kind == EVENT_OPEN;
    in->added += kind == EVENT_ALERT;
    in->regraded += kind == EVENT_REGRADE;
    return ST_OK;
}

/* Since when the run goes, or the period itself where there are no runs. */
static struct slice run_of(const struct kept_alert *a)
{
    struct slice since = cell_of(a, LEDGER_SINCE);
    return since.n > 0 ? since : cell_of(a, LEDGER_PERIOD);
}

static bool one_run(const struct kept_alert *a, const struct kept_alert *b)
{
    return slice_eq(cell_of(a, LEDGER_INDICATOR), cell_of(b, LEDGER_INDICATOR)) &&
           slice_eq(cell_of(a, LEDGER_SUBJECT_KIND), cell_of(b, LEDGER_SUBJECT_KIND)) &&
           slice_eq(cell_of(a, LEDGER_SUBJECT), cell_of(b, LEDGER_SUBJECT)) &&
           slice_eq(run_of(a), run_of(b));
}

static struct issue *known_issue(const struct intake *in, const struct rectify *r, size_t alert,
                                 bool *same)
{
    struct slice cells[LEDGER_COLUMNS];
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        cells[c] = c >= LEDGER_ALERT_ID && c <= LEDGER_CASE_ID
                       ? cell_of(&in->alerts[alert], (enum ledger_column)c)
                       : SLICE("");
    return issues_alert(&r->issues, cell_of(&in->alerts[alert], LEDGER_ALERT_ID), cells, same);
}

/* The alerts FROM to TO are of one run. Rows that came late may have moved its beginning: then it
 * goes on as the issue of those of its alerts that are known, or that it overlaps, and events bear
 * that issue's `since`. */
static enum status plan_run(struct intake *in, struct rectify *r, size_t from, size_t to,
                            struct error *e)
{
    const struct kept_alert *first = &in->alerts[from];
    char made[ALERT_ID_SIZE];
    issue_id(cell_of(first, LEDGER_INDICATOR), cell_of(first, LEDGER_SUBJECT_KIND),
             cell_of(first, LEDGER_SUBJECT), cell_of(first, LEDGER_SINCE),
             cell_of(first, LEDGER_PERIOD), made);
    struct slice home = slice_of(made);
    const struct issue *overlaps = issues_of_run(
        &r->issues, cell_of(first, LEDGER_INDICATOR), cell_of(first, LEDGER_SUBJECT_KIND),
        cell_of(first, LEDGER_SUBJECT), cell_of(first, LEDGER_SINCE),
        cell_of(&in->alerts[to - 1], LEDGER_PERIOD));
    if (overlaps != NULL)
        home = overlaps->id;
    bool same;
    for (size_t i = from; i < to; i++) {
        const struct issue *x = known_issue(in, r, i, &same);
        home = x != NULL ? x->id : home;
    }
    enum status s = ST_OK;
    for (size_t i = from; i < to && s == ST_OK; i++) {
        const struct issue *x = known_issue(in, r, i, &same);
        if (x != NULL && same)
            in->known++;
        else if (x != NULL)
            s = plan_step(in, r, EVENT_REGRADE, (uint32_t)i, x->id, e);
        else
            s = plan_step(in, r, issues_find(&r->issues, home) != NULL ? EVENT_ALERT : EVENT_OPEN,
                          (uint32_t)i, home, e);
    }
    return s;
}

enum status intake_plan(struct intake *in, struct rectify *r, struct error *e)
{
    enum status s = ST_OK;
    for (size_t from = 0, to; from < in->n && s == ST_OK; from = to) {
        for (to = from + 1; to < in->n && one_run(&in->alerts[from], &in->alerts[to]);)
            to++;
        s = plan_run(in, r, from, to, e);
    }
    return s;
}

enum status intake_write(const struct intake *in, struct rectify *r, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; i < in->step_n && s == ST_OK; i++) {
        struct ledger_event event;
        fill(in, &in->steps[i], r->today, &event);
        s = ledger_append(r->ledger, &event, e);
    }
    /* Without a step too: what is known may be of a run that was killed before it got here. */
    return s == ST_OK ? ledger_commit(r->ledger, e) : s;
}

void intake_free(struct intake *in)
{
    arena_free(&in->arena);
    free(in->files);
    free(in->alerts);
    free(in->steps);
    *in = (struct intake){0};
}
