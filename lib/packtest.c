#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "packtest_int.h"

static const char *const case_columns[CASE_COLUMNS] = {
    "case", "indicator", "file", "today", "subject", "outcome", "level", "value", "run", "period"};

static struct slice cell(const struct packtest *t, size_t row, int column)
{
    return sheet_cell(&t->sheet, row, t->map[column]);
}

static void say(struct packtest *t, bool good, size_t row, const char *format, ...)
    RISK_PRINTF(4, 5);

static void say(struct packtest *t, bool good, size_t row, const char *format, ...)
{
    char text[2048];
    struct slice id = cell(t, row, INDICATOR), subject = cell(t, row, SUBJECT),
                 name = cell(t, row, CASE);
    int n = snprintf(text, sizeof text, "%s %zu - %.*s %.*s: ", good ? "ok" : "not ok",
                     t->passed + t->failed + 1, (int)id.n, id.p, (int)subject.n, subject.p);
    va_list ap;
    va_start(ap, format);
    if (n > 0 && (size_t)n < sizeof text)
        vsnprintf(text + n, sizeof text - (size_t)n, format, ap);
    va_end(ap);
    sink_slice(t->out, slice_of(text));
    if (name.n > 0) {
        sink_slice(t->out, SLICE(" # "));
        sink_slice(t->out, name);
    }
    sink_slice(t->out, SLICE("\n"));
    t->passed += good;
    t->failed += !good;
}

/* Where the small table FILE is; one that is a workbook's sheet is given out under that name. */
static enum status find_file(struct packtest *t, struct slice file, const char **path,
                             struct error *e)
{
    struct buffer raw = {0};
    const uint64_t *lines;
    bool missing;
    char *name = arena_printf(&t->arena, "tests/%.*s", (int)file.n, file.p);
    if (name == NULL)
        return error_memory(e);
    enum status s = pack_place_read(t->place, name, &t->arena, path, &raw, &lines, &missing, e);
    /* A missing file is told when it is opened. */
    if (s == ST_OK && pack_place_is_book(t->place) && !missing)
        s = source_give(buffer_view(&raw), *path, e);
    buffer_free(&raw);
    return s;
}

static enum status find_files(struct packtest *t, size_t row, struct error *e)
{
    struct slice rest = cell(t, row, FILES), word;
    t->input_n = 0;
    t->inputs = arena_alloc(&t->arena, (rest.n + 1) * sizeof *t->inputs);
    while (t->inputs != NULL && rest.p != NULL) {
        word = slice_split(&rest, ' ');
        if (word.n == 0)
            continue;
        const char *at = memchr(word.p, '=', word.n);
        struct slice name = {word.p, at == NULL ? 0 : (size_t)(at - word.p)};
        const struct table *table = at == NULL ? NULL : pack_table(t->pack, name);
        if (table == NULL)
            return sheet_error(&t->sheet, row, t->map[FILES], e,
                               _("a case's file is given as TABLE=FILE, not '%.*s'"), (int)word.n,
                               word.p);
        struct input *in = &t->inputs[t->input_n];
        struct slice file = {at + 1, (size_t)(word.p + word.n - at - 1)};
        in->table = table->name;
        enum status s = find_file(t, file, &in->path, e);
        if (s != ST_OK)
            return s;
        t->input_n++;
    }
    return t->inputs == NULL ? error_memory(e) : ST_OK;
}

static bool same_run(const struct packtest *t, size_t a, size_t b)
{
    return slice_eq(cell(t, a, INDICATOR), cell(t, b, INDICATOR)) &&
           slice_eq(cell(t, a, FILES), cell(t, b, FILES)) &&
           slice_eq(cell(t, a, TODAY), cell(t, b, TODAY));
}

static void check_alert(struct packtest *t, size_t row, uint32_t subject)
{
    struct slice period = cell(t, row, PERIOD);
    const struct alert *a = packtest_alert(t, subject, period);
    if (a == NULL) {
        say(t, false, row, _("expected an alert in '%.*s', found none"), (int)period.n, period.p);
        return;
    }
    char run[16];
    snprintf(run, sizeof run, "%u", a->run);
    struct slice got[] = {slice_of(level_name(a->level)), a->value, slice_of(run)};
    static const int columns[] = {LEVEL, VALUE, RUN};
    for (int i = 0; i < 3; i++) {
        struct slice want = cell(t, row, columns[i]);
        if (want.n > 0 && !slice_eq(want, got[i])) {
            say(t, false, row, _("%s: expected '%.*s', found '%.*s'"), case_columns[columns[i]],
                (int)want.n, want.p, (int)got[i].n, got[i].p);
            return;
        }
    }
    say(t, true, row, "%s %.*s", level_name(a->level), (int)a->value.n, a->value.p);
}

static void check_case(struct packtest *t, size_t row)
{
    struct slice subject = cell(t, row, SUBJECT), want = cell(t, row, OUTCOME);
    uint32_t id = keytab_find(&t->subjects, subject);
    if (id == KEYTAB_NONE) {
        say(t, false, row, "%s", _("no such subject in the file"));
        return;
    }
    struct tested *x = &t->tested[id];
    const char *got = outcome_name(x->outcome);
    x->listed = true;
    if (!slice_eq(want, slice_of(got)))
        say(t, false, row, _("expected '%.*s', found '%s'"), (int)want.n, want.p, got);
    else if (x->outcome == OUTCOME_TRIGGERED)
        check_alert(t, row, id);
    else
        say(t, true, row, "%s", got);
}

/* Alerts and subjects that no case of the run tells of. */
static void check_rest(struct packtest *t, size_t row)
{
    size_t expected = 0;
    for (size_t i = 0; i < t->engine->alerts.n; i++)
        expected += t->matched[i];
    if (expected != t->engine->alerts.n)
        say(t, false, row, _("%zu alerts are listed, %zu were found"), expected,
            t->engine->alerts.n);
    for (uint32_t i = 0; i < t->subjects.n; i++)
        if (!t->tested[i].listed)
            say(t, false, row, _("subject '%.*s' of the file is in no case"),
                (int)t->subjects.keys[i].n, t->subjects.keys[i].p);
}

static enum status run_cases(struct packtest *t, size_t row, struct error *e)
{
    int64_t today = t->today;
    bool zoned;
    struct slice day = cell(t, row, TODAY);
    if (day.n > 0 && !date_parse(day, SPAN_DAY, &today, &zoned))
        return sheet_error(&t->sheet, row, t->map[TODAY], e, _("not a date: '%.*s'"), (int)day.n,
                           day.p);
    const char *id = arena_string(&t->arena, cell(t, row, INDICATOR));
    if (id == NULL)
        return error_memory(e);
    enum status s = find_files(t, row, e);
    if (s == ST_OK)
        s = plan_make(t->pack, &id, 1, today, (size_t)32 << 20, false, &t->plan, e);
    if (s == ST_OK && t->plan->check_n == 0)
        return sheet_error(&t->sheet, row, t->map[INDICATOR], e,
                           _("the pack has no indicator '%s' in force"), id);
    struct engine_options o = {.hooks = &packtest_hooks, .context = t};
    if (s == ST_OK)
        s = engine_open(t->plan, &o, t->inputs, t->input_n, &t->engine, e);
    if (s == ST_OK)
        s = engine_run(t->engine, e);
    if (s == ST_OK && !packtest_end(t))
        s = error_memory(e);
    for (size_t i = row; s == ST_OK && i < t->sheet.n; i++)
        if (same_run(t, row, i)) {
            t->done[i] = true;
            check_case(t, i);
        }
    if (s == ST_OK)
        check_rest(t, row);
    return s;
}

static void end_run(struct packtest *t)
{
    engine_close(t->engine);
    plan_free(t->plan);
    keytab_free(&t->subjects);
    for (size_t i = 0; i < t->input_n && pack_place_is_book(t->place); i++)
        source_withdraw(t->inputs[i].path);
    t->input_n = 0;
    free(t->matched);
    t->matched = NULL;
    t->engine = NULL;
    t->plan = NULL;
}

enum status packtest_run(const struct pack *pack, int64_t today, struct sink *out, struct error *e)
{
    struct packtest t = {.pack = pack, .today = today, .out = out};
    struct buffer raw = {0};
    const char *path;
    const uint64_t *lines;
    enum status s = pack_place_open(pack->directory, &t.place, e);
    if (s == ST_OK)
        s = pack_place_read(t.place, "tests/cases.csv", &t.arena, &path, &raw, &lines, NULL, e);
    if (s == ST_OK)
        s = sheet_parse(path, buffer_view(&raw), lines, &t.arena, &t.sheet, e);
    buffer_free(&raw);
    if (s == ST_OK)
        s = sheet_map(&t.sheet, case_columns, CASE_COLUMNS, CASE_COLUMNS, t.map, e);
    t.done = s == ST_OK ? arena_zero(&t.arena, t.sheet.n + 1) : NULL;
    if (s == ST_OK && t.done == NULL)
        s = error_memory(e);
    for (size_t row = 0; s == ST_OK && row < t.sheet.n; row++) {
        if (t.done[row])
            continue;
        s = run_cases(&t, row, e);
        end_run(&t);
    }
    if (s == ST_OK) {
        char sum[128];
        snprintf(sum, sizeof sum, "1..%zu\n# %zu passed, %zu failed\n", t.passed + t.failed,
                 t.passed, t.failed);
        sink_slice(out, slice_of(sum));
        s = t.failed > 0 ? ST_FAILED : ST_OK;
    }
    pack_place_close(t.place);
    free(t.tested);
    arena_free(&t.arena);
    return s;
}
