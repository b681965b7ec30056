/* Alerts taken in again, and what is refused; the parts of a subject. */
#include "alert_in.h"

#include <stdlib.h>
#include <unistd.h>

#include "alert.h"
#include "tap.h"

/* The id is that of the example in probity-alerts(5). */
static const char header[] = "alert_id,indicator,indicator_name,status,department,field,scenario,"
                             "level,subject_kind,subject,subject_name,region,period,since,value,"
                             "threshold,run,evidence,pack,message";
static const char *const good[ALERT_WRITTEN] = {"5c65aab6ec7c37d29536c58124b3bd83",
                                                "SG-01",
                                                "name",
                                                "on",
                                                "finance",
                                                "CZ",
                                                "CZ01",
                                                "red",
                                                "unit_id",
                                                "U1",
                                                "Unit 1",
                                                "320100",
                                                "2024-04",
                                                "2024-02",
                                                "0.31",
                                                "0.3",
                                                "3",
                                                "s.csv:2-4",
                                                "p@1:0",
                                                "\"a, b\""};
static char path[] = "/tmp/alert_in-XXXXXX";
static struct alert_in in;
static struct alert_row row;
static struct error error;

static enum status open_text(const char *text, bool graded)
{
    FILE *f = fopen(path, "w");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
        exit(99);
    error = (struct error){0};
    return alert_in_open(path, &(struct reader_options){0}, graded, &in, &error);
}

static void add_row(struct buffer *b, const char *const *cells, const char *more)
{
    for (size_t i = 0; i < ALERT_WRITTEN; i++)
        buffer_printf(b, "%s%s", i > 0 ? "," : "", cells[i]);
    buffer_printf(b, "%s\n", more);
}

static void is_error(enum status got, const char *text, const char *name)
{
    char shown[2048];
    error_render(&error, shown, sizeof shown);
    const char *rest = strncmp(shown, path, sizeof path - 1) == 0 ? shown + sizeof path - 1 : shown;
    if (!ok(got == ST_DATA && strcmp(rest, text) == 0, "%s", name))
        printf("#  got: %d %s\n# want: %s\n", (int)got, rest, text);
}

/* Reads a good alert, and one with CELL in its place; says what is wrong with the second. */
static void refuses(enum alert_column c, const char *cell, const char *grade, const char *want)
{
    const char *cells[ALERT_WRITTEN];
    struct buffer b = {0};
    bool more;
    memcpy(cells, good, sizeof cells);
    if (c < ALERT_WRITTEN)
        cells[c] = cell;
    buffer_printf(&b, "%s%s\n", header, grade == NULL ? "" : ",grade");
    add_row(&b, good, grade == NULL ? "" : ",red");
    buffer_text(&b, "");
    add_row(&b, cells, grade == NULL ? "" : grade);
    enum status s = open_text(b.p, false);
    if (s == ST_OK)
        s = alert_in_next(&in, &row, &more, &error);
    ok(s == ST_OK && more && row.line == 2, "the good one before it");
    is_error(alert_in_next(&in, &row, &more, &error), want, want);
    alert_in_close(&in);
    buffer_free(&b);
}

static void test_good(void)
{
    struct buffer b = {0};
    bool more = false;
    char name[64];
    buffer_printf(&b, "%s\n", header);
    add_row(&b, good, "");
    ok(open_text(b.p, false) == ST_OK && !in.graded, "alerts as riskscan writes them");
    ok(alert_in_next(&in, &row, &more, &error) == ST_OK && more, "the first");
    for (int c = 0; c < ALERT_WRITTEN; c++) {
        snprintf(name, sizeof name, "%s", alert_column_name((enum alert_column)c));
        is_text(row.cell[c].p, row.cell[c].n, c == ALERT_MESSAGE ? "a, b" : good[c], name);
    }
    ok(row.level == LEVEL_RED && row.grade == LEVEL_NONE && !row.trial && row.run == 3 &&
           row.line == 2,
       "what was read of it");
    is_int((int64_t)row.cell[ALERT_CASE_ID].n, 0, "not graded: blank");
    ok(row.raw.n + 1 == b.n - sizeof header &&
           memcmp(row.raw.p, b.p + sizeof header, row.raw.n) == 0,
       "the record as it stood");
    ok(alert_in_next(&in, &row, &more, &error) == ST_OK && !more, "and no more");
    ok(alert_in_next(&in, &row, &more, &error) == ST_OK && !more, "however often one asks");
    alert_in_close(&in);
    buffer_free(&b);
}

static void test_graded(void)
{
    struct buffer b = {0};
    bool more = false;
    buffer_printf(&b, "%s", header);
    for (int c = ALERT_WRITTEN; c < ALERT_COLUMNS; c++)
        buffer_printf(&b, ",%s", alert_column_name((enum alert_column)c));
    buffer_char(&b, '\n');
    add_row(&b, good, ",yellow,3,why,do,H,A|B,case,2024-06-01");
    ok(open_text(b.p, true) == ST_OK && in.graded, "graded alerts");
    ok(alert_in_next(&in, &row, &more, &error) == ST_OK && more && row.grade == LEVEL_YELLOW,
       "the grade");
    is_text(row.cell[ALERT_COPIES].p, row.cell[ALERT_COPIES].n, "A|B", "copies");
    is_text(row.cell[ALERT_PLAN_DUE].p, row.cell[ALERT_PLAN_DUE].n, "2024-06-01", "plan_due");
    is_error(alert_in_error(&in, ALERT_PLAN_DUE, &error, "late by %d", 3),
             ":2:28: plan_due: late by 3", "an error at its cell");
    alert_in_close(&in);
    buffer_free(&b);
    buffer_printf(&b, "%s\n", header);
    is_error(open_text(b.p, true),
             ":1: missing column 'grade' (the header has alert_id, indicator, indicator_name, "
             "status, department, field, scenario, level, subject_kind, subject, subject_name, "
             "region, period, since, value, threshold, run, evidence, pack, message)",
             "not graded yet");
    buffer_free(&b);
}

/* More alerts than a batch holds, each with its own cells and line. */
static void test_many(void)
{
    enum { MANY = 2 * BATCH_ROWS + 3 };
    struct buffer b = {0};
    bool more = true;
    size_t n = 0, wrong = 0;
    char id[ALERT_ID_SIZE], subject[16], run[16];
    const char *cells[ALERT_WRITTEN];
    memcpy(cells, good, sizeof cells);
    buffer_printf(&b, "%s\n", header);
    for (int i = 1; i <= MANY; i++) {
        snprintf(subject, sizeof subject, "U%d", i);
        snprintf(run, sizeof run, "%d", i);
        alert_id("SG-01", SLICE("unit_id"), slice_of(subject), SLICE("2024-04"), id);
        cells[ALERT_ID] = id;
        cells[ALERT_SUBJECT] = subject;
        cells[ALERT_RUN] = run;
        cells[ALERT_STATUS] = i % 2 == 0 ? "trial" : "on";
        add_row(&b, cells, "");
    }
    ok(open_text(b.p, false) == ST_OK, "many alerts");
    while (alert_in_next(&in, &row, &more, &error) == ST_OK && more) {
        n++;
        wrong += row.run != n || row.line != n + 1 || row.trial != (n % 2 == 0);
    }
    is_int((int64_t)n, MANY, "are all read");
    is_int((int64_t)wrong, 0, "each with its own run, line and status");
    alert_in_close(&in);
    buffer_free(&b);
}

static void test_refused(void)
{
    refuses(ALERT_LEVEL, "green", NULL, ":3:8: level: not blue, yellow or red: 'green'");
    refuses(ALERT_LEVEL, "", NULL, ":3:8: level: not blue, yellow or red: ''");
    refuses(ALERT_STATUS, "off", NULL, ":3:4: status: not on or trial: 'off'");
    refuses(ALERT_RUN, "0", NULL, ":3:17: run: not a number of periods from 1 on: '0'");
    refuses(ALERT_RUN, "", NULL, ":3:17: run: not a number of periods from 1 on: ''");
    refuses(ALERT_RUN, "-3", NULL, ":3:17: run: not a number of periods from 1 on: '-3'");
    refuses(ALERT_RUN, "4294967296", NULL,
            ":3:17: run: not a number of periods from 1 on: '4294967296'");
    refuses(ALERT_RUN, "99999999999999999999999", NULL,
            ":3:17: run: not a number of periods from 1 on: '99999999999999999999999'");
    refuses(ALERT_RUN, "18446744073709551617", NULL,
            ":3:17: run: not a number of periods from 1 on: '18446744073709551617'");
    refuses(ALERT_INDICATOR, "", NULL, ":3:2: indicator: this must not be blank");
    refuses(ALERT_SUBJECT_KIND, "", NULL, ":3:9: subject_kind: this must not be blank");
    refuses(ALERT_SUBJECT, "", NULL, ":3:10: subject: this must not be blank");
    refuses(ALERT_COLUMNS, "", ",none", ":3:21: grade: not blue, yellow or red: 'none'");
    refuses(ALERT_COLUMNS, "", ",", ":3:21: grade: not blue, yellow or red: ''");
    static const struct {
        enum alert_column c;
        const char *cell;
    } changed[] = {{ALERT_INDICATOR, "SG-02"},
                   {ALERT_SUBJECT_KIND, "official_id"},
                   {ALERT_SUBJECT, "U2"},
                   {ALERT_PERIOD, "2024-05"},
                   {ALERT_PERIOD, ""}};
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        refuses(changed[i].c, changed[i].cell, NULL,
                ":3:1: alert_id: not the id of this indicator, subject and period: the alert was "
                "changed: '5c65aab6ec7c37d29536c58124b3bd83'");
    refuses(ALERT_ID, "5C65AAB6EC7C37D29536C58124B3BD83", NULL,
            ":3:1: alert_id: not the id of this indicator, subject and period: the alert was "
            "changed: '5C65AAB6EC7C37D29536C58124B3BD83'");
    refuses(ALERT_ID, "", NULL,
            ":3:1: alert_id: not the id of this indicator, subject and period: the alert was "
            "changed: ''");
    char longest[300];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    refuses(ALERT_INDICATOR, longest, NULL,
            ":3:2: indicator: too long: "
            "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'");
}

/* All parts as `name=value`. */
static void parts(const char *kind, const char *subject, size_t count, const char *want)
{
    struct buffer b = {0}, spare = {0};
    struct subject_part p;
    for (size_t i = 0; subject_part(slice_of(kind), slice_of(subject), i, &spare, &p); i++) {
        buffer_text(&b, i > 0 ? ";" : "");
        buffer_slice(&b, p.name);
        buffer_char(&b, '=');
        buffer_slice(&b, p.value);
    }
    is_text(buffer_view(&b).p, b.n, want, want);
    is_int((int64_t)subject_parts(slice_of(kind), slice_of(subject)), (int64_t)count, "how many");
    buffer_free(&b);
    buffer_free(&spare);
}

static void test_parts(void)
{
    parts("unit_id", "D1", 1, "unit_id=D1");
    parts("unit_id", "D 1", 1, "unit_id=D 1");
    parts("a b", "1|2", 2, "a=1;b=2");
    parts("a b", "|", 2, "a=;b=");
    parts("a b", "1|", 2, "a=1;b=");
    parts("a", "x\\|y", 1, "a=x|y");
    parts("a b c", "x\\|y|\\\\|\\|", 3, "a=x|y;b=\\;c=|");
    parts("a", "x\\", 1, "a=x\\");
    parts("a b", "1", 0, "a=1");
    parts("a", "1|2", 0, "a=1");
    parts("a", "", 1, "a=");
    parts("days(a, b) unit_id", "3|D1", 2, "days(a, b)=3;unit_id=D1");
    parts("length(d) + 1 u", "2|D1", 2, "length(d) + 1=2;u=D1");
    parts("u = 'a b' u", "no|D1", 2, "u = 'a b'=no;u=D1");
    parts("u = 'it''s ) (' u", "no|D1", 2, "u = 'it''s ) ('=no;u=D1");
    parts("`a (b` u", "1|D1", 2, "`a (b`=1;u=D1");
    parts("u not in ('a', 'b') d", "yes|x", 2, "u not in ('a', 'b')=yes;d=x");
    parts("u v not between 1 and 9 if(v > 1, v, 2) w", "1|2|3|4", 4,
          "u=1;v not between 1 and 9=2;if(v > 1, v, 2)=3;w=4");
    parts("not blank(u) w", "yes|1", 2, "not blank(u)=yes;w=1");
    parts("a ~ 'x y' and not b or c d", "yes|1", 2, "a ~ 'x y' and not b or c=yes;d=1");
}

static void test_value(void)
{
    struct buffer spare = {0};
    struct slice v;
    ok(subject_value(SLICE("a unit_id"), SLICE("1|D\\|2"), SLICE("unit_id"), &spare, &v),
       "a part by its name");
    is_text(v.p, v.n, "D|2", "its value");
    ok(!subject_value(SLICE("a unit_id"), SLICE("1|D2"), SLICE("unit"), &spare, &v),
       "not by half of it");
    ok(!subject_value(SLICE("a.unit_id"), SLICE("1"), SLICE("unit_id"), &spare, &v), "nor its end");
    buffer_free(&spare);
}

int main(void)
{
    int fd = mkstemp(path);
    if (fd < 0)
        return 99;
    close(fd);
    test_good();
    test_graded();
    test_many();
    test_refused();
    test_parts();
    test_value();
    unlink(path);
    return done_testing();
}
