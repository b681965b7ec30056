/* Each record as it stood, and what was found behind it. */
#include "date.h"
#include "grading_int.h"

struct writing {
    struct grading *g;
    struct writer *w;
    struct routing routing;
    struct buffer raw, reasons;
    char due[DATE_TEXT_MAX]; /* of a plan, if the alert is confirmed today */
    size_t due_n;
};

void grading_row(const struct grading *g, const struct graded *a, struct alert_row *row)
{
    const struct origin *o = &g->origins[a->origin];
    struct slice key = g->subject_keys.keys[a->subject];
    *row = (struct alert_row){
        .level = (enum level)a->level, .trial = a->trial, .run = a->run, .line = a->line};
    for (size_t c = 0; c < ALERT_COLUMNS; c++)
        row->cell[c] = SLICE("");
    row->cell[ALERT_INDICATOR] = o->indicator;
    row->cell[ALERT_FIELD] = o->field;
    row->cell[ALERT_SCENARIO] = o->scenario;
    row->cell[ALERT_DEPARTMENT] = o->department;
    row->cell[ALERT_REGION] = o->region;
    row->cell[ALERT_SUBJECT_KIND] = subject_key_kind(key);
    row->cell[ALERT_SUBJECT] = subject_key_subject(key);
}

static void write_due(struct writing *x, const struct graded *a)
{
    char text[DATE_TEXT_MAX];
    if (!a->confirmed)
        writer_cell(x->w, (struct slice){x->due, x->due_n});
    else if (a->due == NO_DUE)
        writer_text(x->w, "");
    else
        writer_cell(x->w, (struct slice){text, date_text(a->due, SPAN_DAY, text)});
}

/* An action that is meant for a higher grade is none for an alert on trial. */
static const char *action(const struct grading *g, const struct graded *a)
{
    bool fits = a->rule >= 0 && grading_given(g, a) == (enum level)a->grade;
    return fits ? g->grades->rules[a->rule].action : "";
}

static enum status write_alert(struct writing *x, const struct graded *a, struct error *e)
{
    struct grading *g = x->g;
    const struct warned *s = &g->subjects[a->subject];
    const struct joint *joint = s->joint == NO_NUMBER ? NULL : &g->joints[s->joint];
    struct alert_row row;
    grading_row(g, a, &row);
    if (!routes_find(g->routes, &row, (enum level)a->grade, &x->routing) ||
        !grading_reasons(g, a, &x->routing, &x->reasons))
        return error_memory(e);
    const char *handler = joint == NULL ? x->routing.handler : joint->handler;
    struct slice score = g->accounts.keys[s->account];
    g->counts.unhandled += handler[0] == '\0';
    sink_slice(x->w->sink, buffer_view(&x->raw));
    x->w->begun = true;
    writer_text(x->w, level_name((enum level)a->grade));
    writer_cell(x->w, slice_split(&score, '\0'));
    writer_cell(x->w, buffer_view(&x->reasons));
    writer_text(x->w, action(g, a));
    writer_text(x->w, handler);
    writer_cell(x->w, joint == NULL ? buffer_view(&x->routing.copies) : joint->copies);
    writer_text(x->w, joint == NULL ? "" : joint->id);
    write_due(x, a);
    writer_end(x->w);
    return ST_OK;
}

static void write_header(const struct grading *g, struct writer *w)
{
    for (size_t i = 0; i < g->name_n; i++)
        writer_cell(w, g->names[i]);
    for (int c = ALERT_WRITTEN; c < ALERT_COLUMNS; c++)
        writer_text(w, alert_column_name((enum alert_column)c));
    writer_end(w);
}

enum status grading_write(struct grading *g, struct writer *w, struct error *e)
{
    const struct grading_options *o = &g->options;
    struct writing x = {.g = g, .w = w};
    x.due_n = date_text(o->today + ISSUE_PLAN_DAYS, SPAN_DAY, x.due);
    write_header(g, w);
    enum status s = records_rewind(&g->records, e);
    for (size_t i = 0; s == ST_OK && i < g->alert_n; i++) {
        s = records_take(&g->records, g->alerts[i].size, &x.raw, e);
        if (s == ST_OK)
            s = write_alert(&x, &g->alerts[i], e);
        if (o->progress != NULL && i % 4096 == 0)
            o->progress(o->context, 0.5 + (double)i / (double)g->alert_n / 2, i);
    }
    routing_free(&x.routing);
    buffer_free(&x.raw);
    buffer_free(&x.reasons);
    return s;
}
