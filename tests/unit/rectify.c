/* What rectify does with issues that are further than its actions can bring them today: planned,
 * closed; and what no command line shows. */
#include <stdlib.h>
#include <unistd.h>

#include "date.h"
#include "rectify.h"
#include "tap.h"

static struct error error;
static char ledger_path_text[] = "/tmp/rectify-XXXXXX/ledger.csv";
static char table_path[] = "/tmp/rectify-XXXXXX/table.csv";
enum { DIRECTORY = sizeof "/tmp/rectify-XXXXXX" - 1 };

static void no_warning(void *context, const char *text)
{
    (void)context;
    ok(false, "warned: %s", text);
}

static int64_t day(const char *text)
{
    int64_t d = 0;
    date_parse(slice_of(text), SPAN_DAY, &d, NULL);
    return d;
}

static void write_table(const char *text)
{
    FILE *f = fopen(table_path, "w");
    ok(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0, "a table");
}

/* An alert of subject A in a month, graded. */
static void alert_of(const char *month, const char *since, const char *handler)
{
    char id[ALERT_ID_SIZE], text[1024];
    alert_id("S", SLICE("u"), SLICE("A"), slice_of(month), id);
    snprintf(text, sizeof text,
             "alert_id,indicator,indicator_name,status,department,field,scenario,level,"
             "subject_kind,subject,subject_name,region,period,since,value,threshold,run,evidence,"
             "pack,message,grade,score,reasons,action,handler,copies,case_id,plan_due\n"
             "%s,S,,on,,,,blue,u,A,,,%s,%s,1,0,1,t.csv:2,p@1:0,,blue,1,,talk,%s,,,\n",
             id, month, since, handler);
    write_table(text);
}

static enum status open_on(const char *today, struct intake *in)
{
    const struct reader_options options = {.format = READER_CSV};
    struct rectify r = {.today = 0};
    enum status s = intake_read(in, table_path, &options, &error);
    if (s == ST_OK)
        s = intake_sort(in, &error);
    if (s == ST_OK)
        s = rectify_begin(&r, ledger_path_text, LEDGER_WRITE, true, day(today), no_warning, NULL,
                          &error);
    if (s == ST_OK)
        s = intake_plan(in, &r, &error);
    if (s == ST_OK)
        s = intake_write(in, &r, &error);
    rectify_free(&r);
    return s;
}

static enum status review_on(const char *today, const char *rows, struct reviews *all)
{
    const struct reader_options options = {.format = READER_CSV};
    struct rectify r = {.today = 0};
    write_table(rows);
    enum status s = reviews_read(all, table_path, &options, day(today), &error);
    if (s == ST_OK)
        s = rectify_begin(&r, ledger_path_text, LEDGER_WRITE, false, day(today), no_warning, NULL,
                          &error);
    if (s == ST_OK)
        s = reviews_plan(all, &r, ISSUE_PLAN_DAYS, &error);
    if (s == ST_OK)
        s = reviews_write(all, &r, &error);
    rectify_free(&r);
    return s;
}

/* An event that no action writes yet. */
static void add(const char *today, enum ledger_kind kind, const char *id, const char *result,
                const char *due)
{
    struct rectify r = {.today = 0};
    struct ledger_event event = {.on = day(today), .kind = kind};
    for (int c = 0; c < LEDGER_COLUMNS; c++)
        event.cell[c] = SLICE("");
    event.cell[LEDGER_ISSUE] = slice_of(id);
    event.cell[LEDGER_BY] = SLICE("unit 1");
    event.cell[LEDGER_RESULT] = slice_of(result);
    event.cell[LEDGER_DUE] = slice_of(due);
    ok(rectify_begin(&r, ledger_path_text, LEDGER_WRITE, false, day(today), no_warning, NULL,
                     &error) == ST_OK &&
           rectify_take(&r, &event, &error) == ST_OK &&
           ledger_append(r.ledger, &event, &error) == ST_OK &&
           ledger_commit(r.ledger, &error) == ST_OK,
       "%s", ledger_kind_name(kind));
    rectify_free(&r);
}

static void is_row(const char *today, const char *id, const char *want, const char *name)
{
    struct rectify r = {.today = 0};
    struct issue *x = NULL;
    char got[200] = "", due[DATE_TEXT_MAX] = "";
    if (rectify_begin(&r, ledger_path_text, LEDGER_READ, false, day(today), no_warning, NULL,
                      &error) == ST_OK &&
        rectify_find(&r, false, slice_of(id), &x, &error) == ST_OK) {
        int n = x->due == INT64_MIN ? 0 : (int)date_text(x->due, SPAN_DAY, due);
        snprintf(got, sizeof got, "%s alerts %u unreviewed %u due %.*s late %d%s",
                 issue_state_name(x->state), (unsigned)x->alerts, (unsigned)x->unreviewed, n, due,
                 (int)issue_overdue(x, day(today)), x->rebound ? " rebound" : "");
    }
    is_text(got, strlen(got), want, name);
    rectify_free(&r);
}

static void test_words(void)
{
    enum review_result v = REVIEW_FALSE;
    enum review_lack lack;
    ok(review_result_find(SLICE("confirmed"), &v) && v == REVIEW_CONFIRMED, "confirmed");
    ok(review_result_find(SLICE("已说明"), &v) && v == REVIEW_EXPLAINED, "已说明");
    ok(!review_result_find(SLICE("Confirmed"), &v) && !review_result_find(SLICE(""), &v),
       "no other words");
    ok(review_lack(REVIEW_CONFIRMED, SLICE("x"), SLICE(""), &lack, &error) == ST_OK &&
           lack == LACKS_NOTHING,
       "confirmed needs no reason");
    ok(review_lack(REVIEW_FALSE, SLICE("x"), SLICE("\xe2\x80\x8b"), &lack, &error) == ST_OK &&
           lack == LACKS_REASON,
       "a reason of zero width is none");
    ok(review_lack(REVIEW_FALSE, SLICE(" "), SLICE(""), &lack, &error) == ST_OK &&
           lack == LACKS_NAME,
       "a blank name is none");
}

static void test_life(void)
{
    char id[ALERT_ID_SIZE], rows[200], place[400], text[3000];
    struct intake in = {.n = 0};
    struct reviews all = {.n = 0};
    issue_id(SLICE("S"), SLICE("u"), SLICE("A"), SLICE("2024-01"), SLICE("2024-01"), id);
    alert_of("2024-01", "2024-01", "H");
    ok(open_on("2025-01-01", &in) == ST_OK && in.opened == 1, "an issue");
    intake_free(&in);
    snprintf(rows, sizeof rows, "issue,verdict,by\n%.6s,confirmed,x\n", id);
    ok(review_on("2025-01-02", rows, &all) == ST_OK && all.n == 1 &&
           all.list[0].effect == REVIEW_NEW,
       "confirmed");
    reviews_free(&all);
    is_row("2025-02-02", id, "confirmed alerts 1 unreviewed 0 due 2025-02-01 late 1",
           "a plan is due");
    add("2025-02-02", EVENT_PLAN, id, "", "2025-06-30");
    is_row("2025-06-30", id, "planned alerts 1 unreviewed 0 due 2025-06-30 late 0",
           "a rectification is due");
    ok(review_on("2025-02-03", rows, &all) == ST_OK && all.list[0].effect == REVIEW_KNOWN,
       "the verdict again, when there is a plan: known");
    reviews_free(&all);
    snprintf(rows, sizeof rows, "issue,verdict,by,reason\n%.6s,false,x,y\n", id);
    ok(review_on("2025-02-03", rows, &all) == ST_DATA, "another verdict then: refused");
    error_render(&error, text, sizeof text);
    snprintf(place, sizeof place,
             "%s:2: 'review' cannot come now: issue '%s' is in the state 'planned'", table_path,
             id);
    is_text(text, strlen(place) < strlen(text) ? strlen(place) : strlen(text), place,
            "with its place and the state");
    reviews_free(&all);
    add("2025-06-01", EVENT_COMPLETE, id, "", "");
    add("2025-06-10", EVENT_EVALUATE, id, "effective", "");
    add("2025-06-11", EVENT_CLOSE, id, "", "");
    alert_of("2024-01", "2024-01", "H");
    ok(open_on("2025-06-12", &in) == ST_OK && in.known == 1 && in.step_n == 0,
       "the alert that was closed is known");
    intake_free(&in);
    is_row("2025-06-12", id, "closed alerts 1 unreviewed 0 due  late 0", "and opens nothing");
    alert_of("2024-02", "2024-01", "H");
    ok(open_on("2025-06-13", &in) == ST_OK && in.added == 1 && in.again == 1 && in.back == 1,
       "another alert of that run");
    intake_free(&in);
    is_row("2025-06-13", id, "to review alerts 2 unreviewed 1 due  late 0 rebound", "comes back");
}

/* The run of a known alert begins earlier now; a new one of that run comes with it. */
static void test_since(void)
{
    struct intake in = {.n = 0};
    struct rectify r = {.today = 0};
    struct buffer both = {0};
    char line[1024];
    alert_of("2024-02", "2023-12", "H");
    FILE *f = fopen(table_path, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        buffer_text(&both, line);
    fclose(f);
    alert_of("2024-03", "2023-12", "H");
    f = fopen(table_path, "r");
    for (int i = 0; f != NULL && fgets(line, sizeof line, f) != NULL; i++)
        if (i > 0)
            buffer_text(&both, line);
    fclose(f);
    buffer_char(&both, '\0');
    write_table(both.p);
    ok(open_on("2025-06-14", &in) == ST_OK && in.known == 1 && in.added == 1 && in.opened == 0,
       "a run that begins earlier goes on as its issue");
    intake_free(&in);
    ok(rectify_begin(&r, ledger_path_text, LEDGER_READ, false, day("2025-06-14"), no_warning, NULL,
                     &error) == ST_OK &&
           r.issues.ids.n == 1 && slice_eq(r.issues.list[0].cell[LEDGER_SINCE], SLICE("2024-01")) &&
           slice_eq(r.issues.list[0].cell[LEDGER_PERIOD], SLICE("2024-03")),
       "with the since of the issue");
    rectify_free(&r);
    buffer_free(&both);
}

int main(void)
{
    ledger_path_text[DIRECTORY] = '\0';
    if (mkdtemp(ledger_path_text) == NULL)
        return 1;
    memcpy(table_path, ledger_path_text, DIRECTORY);
    ledger_path_text[DIRECTORY] = '/';
    test_words();
    test_life();
    test_since();
    unlink(ledger_path_text);
    unlink(table_path);
    table_path[DIRECTORY] = '\0';
    ok(rmdir(table_path) == 0, "nothing else is left");
    return done_testing();
}
