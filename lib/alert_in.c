#include "alert_in.h"

#include <stdio.h>

#include "alert.h"
#include "i18n.h"

static const char *const appended[] = {
    "grade", "score", "reasons", "action", "handler", "copies", "case_id", "plan_due",
};

const char *alert_column_name(enum alert_column c)
{
    return c < ALERT_WRITTEN ? alert_columns[c] : appended[c - ALERT_WRITTEN];
}

enum status alert_in_open(const char *path, const struct reader_options *options, bool graded,
                          struct alert_in *in, struct error *e)
{
    *in = (struct alert_in){.row = 0};
    for (size_t i = 0; i < ALERT_COLUMNS; i++)
        in->wanted[i] = (struct wanted_column){alert_column_name((enum alert_column)i),
                                               i < ALERT_WRITTEN || graded};
    enum status s = columns_open(path, options, in->wanted, ALERT_COLUMNS, &in->columns, e);
    if (s == ST_OK)
        in->graded = columns_has(&in->columns, ALERT_GRADE);
    return s;
}

static bool find_level(struct slice s, enum level *out)
{
    for (int l = LEVEL_BLUE; l <= LEVEL_RED; l++)
        if (slice_eq(s, slice_of(level_name((enum level)l)))) {
            *out = (enum level)l;
            return true;
        }
    return false;
}

static bool find_run(struct slice s, uint64_t *out)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || n > UINT32_MAX)
            return false;
        n = n * 10 + (uint64_t)(s.p[i] - '0');
    }
    *out = n;
    return n > 0 && n <= UINT32_MAX;
}

static enum status wrong(const struct alert_in *in, enum alert_column c, struct slice cell,
                         const char *what, struct error *e)
{
    char q[QUOTE_SIZE];
    return alert_in_error(in, c, e, "%s: '%s'", what, quote(q, cell));
}

/* The cells that make the id, and the id. */
static enum status check_fact(const struct alert_in *in, const struct alert_row *row,
                              struct error *e)
{
    static const enum alert_column needed[] = {ALERT_INDICATOR, ALERT_SUBJECT_KIND, ALERT_SUBJECT};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (row->cell[needed[i]].n == 0)
            return alert_in_error(in, needed[i], e, "%s", _("this must not be blank"));
    char indicator[256], id[ALERT_ID_SIZE];
    struct slice name = row->cell[ALERT_INDICATOR];
    if (name.n >= sizeof indicator || memchr(name.p, '\0', name.n) != NULL)
        return wrong(in, ALERT_INDICATOR, name, _("too long"), e);
    memcpy(indicator, name.p, name.n);
    indicator[name.n] = '\0';
    alert_id(indicator, row->cell[ALERT_SUBJECT_KIND], row->cell[ALERT_SUBJECT],
             row->cell[ALERT_PERIOD], id);
    if (!slice_eq(row->cell[ALERT_ID], slice_of(id)))
        return wrong(in, ALERT_ID, row->cell[ALERT_ID],
                     _("not the id of this indicator, subject and period: the alert was changed"),
                     e);
    return ST_OK;
}

static enum status read_row(const struct alert_in *in, struct alert_row *row, struct error *e)
{
    struct slice status = row->cell[ALERT_STATUS], grade = row->cell[ALERT_GRADE];
    row->trial = slice_eq(status, SLICE("trial"));
    if (!row->trial && !slice_eq(status, SLICE("on")))
        return wrong(in, ALERT_STATUS, status, _("not on or trial"), e);
    if (!find_level(row->cell[ALERT_LEVEL], &row->level))
        return wrong(in, ALERT_LEVEL, row->cell[ALERT_LEVEL], _("not blue, yellow or red"), e);
    row->grade = LEVEL_NONE;
    if (in->graded && !find_level(grade, &row->grade))
        return wrong(in, ALERT_GRADE, grade, _("not blue, yellow or red"), e);
    if (!find_run(row->cell[ALERT_RUN], &row->run))
        return wrong(in, ALERT_RUN, row->cell[ALERT_RUN], _("not a number of periods from 1 on"),
                     e);
    return check_fact(in, row, e);
}

enum status alert_in_next(struct alert_in *in, struct alert_row *row, bool *more, struct error *e)
{
    struct columns *c = &in->columns;
    if (in->row == c->batch.n) {
        enum status s = columns_next(c, e);
        in->row = 0;
        if (s != ST_OK || c->batch.n == 0) {
            *more = false;
            return s;
        }
    }
    *more = true;
    for (size_t i = 0; i < ALERT_COLUMNS; i++)
        row->cell[i] = columns_cell(c, i, in->row);
    row->line = c->batch.line[in->row];
    row->raw = c->batch.raw[in->row];
    in->row++;
    return read_row(in, row, e);
}

enum status alert_in_error(const struct alert_in *in, enum alert_column c, struct error *e,
                           const char *format, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    return columns_error(&in->columns, c, in->row - 1, e, "%s", text);
}

void alert_in_close(struct alert_in *in)
{
    columns_close(&in->columns);
}

/* Takes what stands before the next '|' off *REST, unescaped. */
static bool next_value(struct slice *rest, struct buffer *buffer, struct slice *out)
{
    if (rest->p == NULL)
        return false;
    size_t i = 0;
    bool escaped = false;
    buffer->n = 0;
    for (; i < rest->n && rest->p[i] != '|'; i++) {
        if (rest->p[i] == '\\' && i + 1 < rest->n) {
            if (!escaped)
                buffer_append(buffer, rest->p, i);
            escaped = true;
            i++;
        }
        if (escaped)
            buffer_char(buffer, rest->p[i]);
    }
    *out = escaped ? buffer_view(buffer) : (struct slice){rest->p, i};
    *rest =
        i < rest->n ? (struct slice){rest->p + i + 1, rest->n - i - 1} : (struct slice){NULL, 0};
    return !buffer->failed;
}

/* Takes what stands before the next blank that is in no text and no parentheses off *REST. */
static struct slice next_word(struct slice *rest)
{
    char quoted = '\0';
    size_t i = 0, depth = 0;
    for (; i < rest->n && (rest->p[i] != ' ' || quoted != '\0' || depth > 0); i++) {
        char c = rest->p[i];
        if (quoted != '\0')
            quoted = c == quoted ? '\0' : quoted;
        else if (c == '\'' || c == '`')
            quoted = c;
        else if (c == '(')
            depth++;
        else if (c == ')' && depth > 0)
            depth--;
    }
    struct slice word = {rest->p, i};
    *rest =
        i < rest->n ? (struct slice){rest->p + i + 1, rest->n - i - 1} : (struct slice){NULL, 0};
    return word;
}

static bool is_operator(struct slice word)
{
    static const char *const all[] = {"+", "-",  "*", "/",  "=",   "!=", "<>", "<",      "<=",
                                      ">", ">=", "~", "!~", "and", "or", "in", "between"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (slice_eq(word, slice_of(all[i])))
            return true;
    return false;
}

/* Whether the expression before REST goes on there. */
static bool goes_on(struct slice rest)
{
    struct slice word = next_word(&rest);
    if (slice_eq(word, SLICE("not")) && rest.p != NULL)
        word = next_word(&rest); /* not in, not between; else another name begins here */
    return is_operator(word);
}

/* Takes one expression, in its canonical spelling, off *REST: `days(a, b)` and `a + 1` are a name
 * each. */
static struct slice next_name(struct slice *rest)
{
    struct slice name = {rest->p, 0};
    for (bool more = true; more;) {
        struct slice word = next_word(rest);
        name.n = (size_t)(word.p + word.n - name.p);
        more = rest->p != NULL &&
               (is_operator(word) || slice_eq(word, SLICE("not")) || goes_on(*rest));
    }
    return name;
}

bool subject_part(struct slice kind, struct slice subject, size_t i, struct buffer *buffer,
                  struct subject_part *out)
{
    for (size_t k = 0; kind.p != NULL && subject.p != NULL; k++) {
        out->name = next_name(&kind);
        if (!next_value(&subject, buffer, &out->value))
            return false;
        if (k == i)
            return true;
    }
    return false;
}

size_t subject_parts(struct slice kind, struct slice subject)
{
    size_t names = 0, values = subject.p != NULL;
    for (; kind.p != NULL; names++)
        next_name(&kind);
    for (size_t i = 0; i < subject.n; i++) {
        values += subject.p[i] == '|';
        i += subject.p[i] == '\\';
    }
    return names == values ? names : 0;
}

bool subject_value(struct slice kind, struct slice subject, struct slice name,
                   struct buffer *buffer, struct slice *out)
{
    struct subject_part part;
    for (size_t i = 0; subject_part(kind, subject, i, buffer, &part); i++)
        if (slice_eq(part.name, name)) {
            *out = part.value;
            return true;
        }
    return false;
}
