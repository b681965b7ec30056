/* People's verdicts as they come in. */
#include "columns.h"
#include "date.h"
#include "i18n.h"
#include "rectify.h"
#include "text.h"

static const char *const names[REVIEW_RESULTS] = {"confirmed", "false", "explained"};

static const struct {
    const char *word;
    enum review_result result;
} chinese[] = {
    {"属实", REVIEW_CONFIRMED},
    {"误报", REVIEW_FALSE},
    {"不属实", REVIEW_FALSE},
    {"已说明", REVIEW_EXPLAINED},
};

const char *review_result_name(enum review_result v)
{
    return names[v];
}

bool review_result_find(struct slice word, enum review_result *out)
{
    for (int v = 0; v < REVIEW_RESULTS; v++)
        if (slice_eq(word, slice_of(names[v]))) {
            *out = (enum review_result)v;
            return true;
        }
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        if (slice_eq(word, slice_of(chinese[i].word))) {
            *out = chinese[i].result;
            return true;
        }
    return false;
}

const char *review_result_words(void)
{
    return "confirmed (属实), false (误报, 不属实), explained (已说明)";
}

enum review_column { R_ISSUE, R_ALERT, R_VERDICT, R_BY, R_REASON, R_ON, R_COLUMNS };

static const struct wanted_column wanted[R_COLUMNS] = {
    [R_ISSUE] = {"issue", false}, [R_ALERT] = {"alert_id", false}, [R_VERDICT] = {"verdict", true},
    [R_BY] = {"by", true},        [R_REASON] = {"reason", false},  [R_ON] = {"on", false},
};

/* Nothing in it can be seen. */
static enum status is_blank(struct slice s, bool *blank, struct error *e)
{
    struct buffer b = {0};
    bool folded = text_normal(s, &b);
    *blank = b.n == 0;
    buffer_free(&b);
    return folded ? ST_OK : error_memory(e);
}

enum status review_lack(enum review_result v, struct slice by, struct slice reason,
                        enum review_lack *out, struct error *e)
{
    bool no_name = false, no_reason = false;
    enum status s = is_blank(by, &no_name, e);
    if (s == ST_OK && v != REVIEW_CONFIRMED)
        s = is_blank(reason, &no_reason, e);
    *out = no_name ? LACKS_NAME : no_reason ? LACKS_REASON : LACKS_NOTHING;
    return s;
}

const char *review_lack_text(enum review_lack lack)
{
    return lack == LACKS_NAME     ? _("a verdict needs the name of the person who gives it")
           : lack == LACKS_REASON ? _("the verdicts 'false' and 'explained' need a reason")
                                  : "";
}

bool reviews_add(struct reviews *all, const struct review *one)
{
    if (!grow(&all->list, &all->size, all->n + 1, sizeof *all->list))
        return false;
    all->list[all->n++] = *one;
    return true;
}

static enum status read_day(const struct columns *c, size_t row, int64_t today, struct review *v,
                            struct error *e)
{
    struct slice on = slice_trim(columns_cell(c, R_ON, row));
    char q[QUOTE_SIZE];
    v->on = today;
    if (on.n == 0)
        return ST_OK;
    if (!date_parse(on, SPAN_DAY, &v->on, NULL))
        return columns_error(c, R_ON, row, e, _("no such date: '%s' (write YYYY-MM-DD)"),
                             quote(q, on));
    v->dated = true;
    if (v->on > today)
        return columns_error(c, R_ON, row, e, _("'%s' is still to come"), quote(q, on));
    return ST_OK;
}

/* *DECIDED is false where the row leaves everything open. */
static enum status read_verdict(const struct columns *c, size_t row, struct review *v,
                                bool *decided, struct error *e)
{
    struct slice word = slice_trim(columns_cell(c, R_VERDICT, row));
    char q[QUOTE_SIZE];
    enum review_lack lack;
    v->by = slice_trim(columns_cell(c, R_BY, row));
    v->reason = slice_trim(columns_cell(c, R_REASON, row));
    *decided = word.n > 0 || v->by.n > 0 || v->reason.n > 0;
    if (!*decided)
        return ST_OK;
    if (!review_result_find(word, &v->result))
        return columns_error(c, R_VERDICT, row, e, _("no verdict: '%s' (known: %s)"),
                             quote(q, word), review_result_words());
    enum status s = review_lack(v->result, v->by, v->reason, &lack, e);
    if (s != ST_OK || lack == LACKS_NOTHING)
        return s;
    return columns_error(c,
                         lack == LACKS_NAME         ? R_BY
                         : columns_has(c, R_REASON) ? R_REASON
                                                    : R_VERDICT,
                         row, e, "%s", review_lack_text(lack));
}

static enum status read_row(struct reviews *all, const struct columns *c, size_t row, int64_t today,
                            struct error *e)
{
    struct review v = {
        .issue_id = slice_trim(columns_cell(c, R_ISSUE, row)),
        .alert_id = slice_trim(columns_cell(c, R_ALERT, row)),
        .file = reader_name(c->reader),
        .line = c->batch.line[row],
        .issue_column = c->field[R_ISSUE] + 1,
        .alert_column = c->field[R_ALERT] + 1,
        .on_column = c->field[R_ON] + 1,
    };
    bool decided;
    enum status s = read_verdict(c, row, &v, &decided, e);
    if (s == ST_OK && !decided) {
        all->undecided++;
        return ST_OK;
    }
    if (s == ST_OK)
        s = read_day(c, row, today, &v, e);
    if (s == ST_OK && v.issue_id.n == 0 && v.alert_id.n == 0)
        s = columns_error(c, columns_has(c, R_ISSUE) ? R_ISSUE : R_ALERT, row, e,
                          _("this row does not say which issue it is about"));
    if (s != ST_OK)
        return s;
    struct slice *texts[] = {&v.issue_id, &v.alert_id, &v.by, &v.reason};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = arena_copy(&all->arena, *texts[i]);
        if (texts[i]->p == NULL)
            return error_memory(e);
    }
    v.file = arena_string(&all->arena, slice_of(v.file));
    return v.file != NULL && reviews_add(all, &v) ? ST_OK : error_memory(e);
}

enum status reviews_read(struct reviews *all, const char *path,
                         const struct reader_options *options, int64_t today, struct error *e)
{
    struct columns c;
    enum status s = columns_open(path, options, wanted, R_COLUMNS, &c, e);
    if (s != ST_OK)
        return s;
    if (!columns_has(&c, R_ISSUE) && !columns_has(&c, R_ALERT))
        s = columns_missing(c.reader, "issue", e);
    while (s == ST_OK && (s = columns_next(&c, e)) == ST_OK && c.batch.n > 0)
        for (size_t row = 0; row < c.batch.n && s == ST_OK; row++)
            s = read_row(all, &c, row, today, e);
    columns_close(&c);
    return s;
}
