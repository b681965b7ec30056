/* riskscan: the rows of tables against the indicators of a pack; alerts out. */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#if HAVE_DECL_M_TRIM_THRESHOLD
#include <malloc.h>
#endif

#include "front.h"
#include "packtest.h"
#include "report.h"
#include "why.h"

enum {
    OPT_OUTCOMES = FRONT_OWN,
    OPT_COVERAGE,
    OPT_EXPLAIN,
    OPT_WHY,
    OPT_TEST,
    OPT_ONLY,
    OPT_STREAM,
    OPT_HEADER,
    OPT_NO_HEADER,
    OPT_MEMORY,
    OPT_HOLD,
    OPT_JOBS,
    OPT_CHUNK,
    OPT_SCALAR
};

static const struct front_option rows[] = {
    FRONT_GROUP(N_("What to judge")),
    FRONT_ROW_PACK,
    {OPT_ONLY, 0, "only", "IDS", N_("only these indicators, separated by commas")},
    FRONT_ROW_TODAY,
    FRONT_GROUP(N_("Input")),
    FRONT_ROW_TSV,
    FRONT_ROW_TSV_ESCAPED,
    {OPT_HEADER, 0, "header", "NAMES", N_("these are the columns, whatever the first line says")},
    {OPT_NO_HEADER, 0, "no-header", NULL, N_("the first line is data (with --header)")},
    FRONT_ROW_REJECTS,
    {OPT_CHUNK, 0, "chunk", "BYTES", N_("bytes a read asks for; results do not depend on it")},
    {OPT_SCALAR, 0, "scalar", NULL, N_("without vector instructions; results are the same")},
    {OPT_MEMORY, 0, "memory", "SIZE", N_("put closed periods away beyond this (8M)")},
    {OPT_HOLD, 0, "hold", "SIZE", N_("what medians, windows may hold in memory (4G)")},
    {OPT_JOBS, 'j', "jobs", "N", N_("read up to N tables at a time; results are the same")},
    FRONT_GROUP(N_("Output")),
    FRONT_ROW_OUTPUT,
    {OPT_OUTCOMES, 0, "outcomes", "FILE", N_("write how many subjects ended how")},
    {OPT_STREAM, 0, "stream", NULL, N_("write each alert as soon as it is found")},
    FRONT_ROW_EXIT_CODE(N_("exit with 1 if there is an alert")),
    FRONT_GROUP(N_("Instead of alerts")),
    {OPT_COVERAGE, 0, "coverage", NULL, N_("which indicators can run on these headers")},
    {OPT_EXPLAIN, 0, "explain", "ID", N_("how an indicator is read")},
    {OPT_WHY, 0, "why", "ALERT_ID", N_("the rows and the arithmetic of an alert")},
    {OPT_TEST, 0, "test", NULL, N_("run the pack's own test cases")},
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "riskscan",
    .summary = N_("find in tables what a pack's indicators warn of"),
    .usage = "-p PACK [OPTION]... [[TABLE=]FILE]...\n-p PACK --test | --explain ID",
    .options = rows,
    .examples = N_("riskscan -p kit/jiangsu spending.csv awards.csv >alerts.csv\n"
                   "zcat land.csv.gz | riskscan -p kit/jiangsu --only TD-01 --exit-code\n"
                   "riskscan -p kit/jiangsu --why 5f0c27 spending.csv"),
};

enum { ONLY_MAX = 64, JOBS_MAX = 64 };

struct job {
    struct front front;
    struct pack *pack;
    struct plan *plan;
    struct engine *engine;
    struct input *inputs;
    size_t input_n;
    struct reader_options reader;
    const char *outcomes, *explain, *why, *memory, *hold;
    unsigned threads;
    bool coverage, test, stream;
    bool judged; /* the tables have been read and judged */
    char *only_text;
    const char *only[ONLY_MAX];
    size_t only_n;
    struct front_rejects rejects;
    struct sink *out;
    struct writer writer;
};

static void options(struct job *j, int argc, char **argv)
{
    struct front *f = &j->front;
    front_begin(f, &command, argc, argv);
    for (int o; (o = front_next(f)) != 0;)
        switch (o) {
        case OPT_OUTCOMES:
            j->outcomes = f->argument;
            break;
        case OPT_COVERAGE:
            j->coverage = true;
            break;
        case OPT_EXPLAIN:
            j->explain = f->argument;
            break;
        case OPT_WHY:
            j->why = f->argument;
            break;
        case OPT_TEST:
            j->test = true;
            break;
        case OPT_ONLY:
            if (!front_list(f, f->argument, &j->only_text, j->only, ONLY_MAX, &j->only_n))
                return;
            break;
        case OPT_STREAM:
            j->stream = true;
            break;
        case OPT_HEADER:
            j->reader.names = slice_of(f->argument);
            break;
        case OPT_NO_HEADER:
            j->reader.no_header = true;
            break;
        case OPT_MEMORY:
            j->memory = f->argument;
            break;
        case OPT_HOLD:
            j->hold = f->argument;
            break;
        case OPT_JOBS:
            if (!front_count(f, "--jobs", f->argument, JOBS_MAX, &j->threads))
                return;
            break;
        case OPT_CHUNK:
            if (!front_size(f, "--chunk", f->argument, &j->reader.chunk))
                return;
            break;
        case OPT_SCALAR:
            j->reader.plain = true;
            break;
        }
}

/* NAME=FILE where NAME is a table of the pack. */
static enum status find_inputs(struct job *j, struct error *e)
{
    struct front *f = &j->front;
    j->input_n = f->operand_count == 0 ? 1 : f->operand_count;
    j->inputs = calloc(j->input_n, sizeof *j->inputs);
    if (j->inputs == NULL)
        return error_memory(e);
    j->inputs[0].path = "-";
    for (size_t i = 0; i < f->operand_count; i++) {
        const char *operand = f->operands[i], *at = strchr(operand, '=');
        j->inputs[i].path = operand;
        const struct table *t =
            at == NULL ? NULL
                       : pack_table(j->pack, (struct slice){operand, (size_t)(at - operand)});
        if (t != NULL) {
            j->inputs[i].table = t->name;
            j->inputs[i].path = at + 1;
        }
    }
    return ST_OK;
}

static enum status reject(void *context, struct slice raw, const struct error *why, struct error *e)
{
    struct job *j = context;
    (void)e;
    return front_reject(&j->rejects, raw, why);
}

static enum status stream(void *context, const struct alert *a, struct error *e)
{
    struct job *j = context;
    if (!alert_write(&j->writer, a, j->pack))
        return error_memory(e);
    return sink_flush(j->out, e);
}

static enum status write_alerts(struct job *j, struct error *e)
{
    for (size_t i = 0; i < j->engine->alerts.n; i++)
        if (!alert_write(&j->writer, &j->engine->alerts.list[i], j->pack))
            return error_memory(e);
    return ST_OK;
}

static enum status write_outcomes(struct job *j, struct error *e)
{
    struct sink *out;
    struct writer w;
    enum status s = sink_open(j->outcomes, &out, e);
    if (s != ST_OK)
        return s;
    writer_init(&w, out, j->front.format);
    if (!report_outcomes(j->engine, &w)) {
        sink_discard(out);
        return error_memory(e);
    }
    return sink_close(out, e);
}

static void tell_held(const struct engine *x)
{
    struct buffer places = {0};
    uint64_t exceptions;
    if (x->held.n > 0 && report_held(x, &exceptions, &places))
        front_note(ngettext_("alerts held back by exceptions: %zu, of %" PRIu64 " subject (%.*s)",
                             "alerts held back by exceptions: %zu, of %" PRIu64 " subjects (%.*s)",
                             exceptions),
                   x->held.n, exceptions, (int)places.n, places.p);
    buffer_free(&places);
}

static void summary(const struct job *j)
{
    const struct engine *x = j->engine;
    uint64_t insufficient = 0, absent = 0;
    for (size_t i = 0; i < x->plan->check_n; i++) {
        const struct check *c = &x->plan->checks[i];
        uint64_t triggered, judged;
        insufficient += c->counts.subjects[OUTCOME_INSUFFICIENT];
        absent += !c->loaded;
        if (report_indiscriminate(c, &triggered, &judged))
            front_note(_("%s does not discriminate: it triggered on %" PRIu64 " of the %" PRIu64
                         " subjects that it could judge"),
                       c->indicator->id, triggered, judged);
    }
    tell_held(x);
    if (x->rejected > 0)
        front_note(_("records rejected: %" PRIu64 ", see %s"), x->rejected, j->front.rejects);
    if (x->unreadable > 0)
        front_note(_("rejected records whose subject could not be read: %" PRIu64
                     "; clear means clear among the rest"),
                   x->unreadable);
    front_note(_("rows: %" PRIu64 ", indicators: %zu (without their table: %" PRIu64
                 "), alerts: %zu, subjects "
                 "insufficient: %" PRIu64),
               x->rows, x->plan->check_n, absent, x->alerts.n, insufficient);
}

static enum status scan(struct job *j, struct error *e)
{
    struct engine_options o = {
        .reader = j->reader, .progress = front_on_progress, .warn = front_on_warning, .context = j,
        .threads = j->threads};
    if (j->rejects.sink != NULL)
        o.reject = reject;
    static const struct judge_hooks streaming = {.found = stream};
    if (j->stream)
        o.hooks = &streaming;
    enum status s = engine_open(j->plan, &o, j->inputs, j->input_n, &j->engine, e);
    if (s != ST_OK)
        return s;
    if (j->coverage)
        return report_coverage(j->engine, &j->writer) ? ST_OK : error_memory(e);
    alert_write_header(&j->writer);
    s = engine_run(j->engine, e);
    front_progress(-1, 0);
    if (s == ST_OK && !j->stream)
        s = write_alerts(j, e);
    if (s == ST_OK && j->outcomes != NULL)
        s = write_outcomes(j, e);
    j->judged = s == ST_OK;
    return s;
}

static enum status unknown_indicator(const struct job *j, const char *id, struct error *e)
{
    const char **ids = calloc(j->pack->indicator_count + 1, sizeof *ids);
    struct buffer all = {0};
    for (size_t i = 0; ids != NULL && i < j->pack->indicator_count; i++) {
        ids[i] = j->pack->indicators[i].id;
        buffer_printf(&all, "%s%s", i > 0 ? ", " : "", ids[i]);
    }
    const char *near =
        ids == NULL ? NULL : slice_nearest(slice_of(id), ids, j->pack->indicator_count);
    enum status s =
        error_set(e, ST_USAGE, _("unknown indicator '%s' (nearest: '%s'; the pack has %.*s)"), id,
                  near == NULL ? "-" : near, (int)all.n, all.n > 0 ? all.p : "");
    free(ids);
    buffer_free(&all);
    return s;
}

static const struct indicator *find_indicator(const struct job *j, const char *id)
{
    for (size_t i = 0; i < j->pack->indicator_count; i++)
        if (strcmp(j->pack->indicators[i].id, id) == 0)
            return &j->pack->indicators[i];
    return NULL;
}

static enum status check_indicator(const struct job *j, const char *id, struct error *e)
{
    const struct indicator *i = find_indicator(j, id);
    if (i == NULL)
        return unknown_indicator(j, id, e);
    return i->status != INDICATOR_OFF
               ? ST_OK
               : error_set(e, ST_USAGE, _("indicator '%s' is off in this pack"), id);
}

static enum status load_pack(struct job *j, struct error *e)
{
    enum status s = front_pack(&j->front, &j->pack, e);
    if (s == ST_OK)
        s = pack_check_exceptions(j->pack, j->front.today, e);
    for (size_t i = 0; s == ST_OK && i < j->only_n; i++)
        s = check_indicator(j, j->only[i], e);
    return s;
}

static enum status explain(struct job *j, struct error *e)
{
    return j->plan->check_n == 0
               ? error_set(e, ST_USAGE, _("indicator '%s' is not in force"), j->explain)
               : report_explain(j->plan, &j->plan->checks[0], j->out, e);
}

static enum status why(struct job *j, struct error *e)
{
    struct why_question q = {.pack = j->pack,
                             .today = j->front.today,
                             .reader = j->reader,
                             .inputs = j->inputs,
                             .n = j->input_n,
                             .id = j->why,
                             .reject = j->rejects.sink == NULL ? NULL : reject,
                             .context = j};
    return why_show(&q, j->out, e);
}

static enum status work(struct job *j, struct error *e)
{
    size_t memory = (size_t)8 << 20, hold = (size_t)4 << 30;
    if ((j->memory != NULL && !front_size(&j->front, "--memory", j->memory, &memory)) ||
        (j->hold != NULL && !front_size(&j->front, "--hold", j->hold, &hold)))
        return ST_USAGE;
    enum status s = load_pack(j, e);
    if (s == ST_OK && j->test)
        return packtest_run(j->pack, j->front.today, j->out, e);
    if (s == ST_OK && j->explain != NULL)
        s = check_indicator(j, j->explain, e);
    const char *const *only = j->explain != NULL ? &j->explain : j->only;
    if (s == ST_OK)
        s = plan_make(j->pack, only, j->explain != NULL ? 1 : j->only_n, j->front.today, memory,
                      false, &j->plan, e);
    if (s == ST_OK)
        plan_limit_hold(j->plan, hold);
    if (s == ST_OK && j->explain != NULL)
        return explain(j, e);
    if (s == ST_OK)
        s = find_inputs(j, e);
    if (s == ST_OK)
        s = front_rejects_open(&j->front, &j->rejects, e);
    if (s != ST_OK)
        return s;
    return j->why != NULL ? why(j, e) : scan(j, e);
}

static void clean_up(struct job *j)
{
    engine_close(j->engine);
    plan_free(j->plan);
    pack_free(j->pack);
    free(j->inputs);
    free(j->only_text);
}

/* Tables take much memory one after the other: what one gave back is kept for the next, for memory
 * that is touched for the first time costs as much as what is done with it. */
static void keep_memory(void)
{
#if HAVE_DECL_M_TRIM_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

int main(int argc, char **argv)
{
    struct job j = {.reader = {.format = READER_CSV}};
    struct error e = {0};
    keep_memory();
    options(&j, argc, argv);
    if (j.front.over)
        return front_end(j.front.status);
    j.reader.format = j.front.format;
    enum status s = sink_open(j.front.output, &j.out, &e);
    if (s == ST_OK) {
        writer_init(&j.writer, j.out, j.front.format);
        s = work(&j, &e);
        s = front_rejects_close(&j.rejects, s, &e);
        s = front_close(j.out, s, &e);
    }
    /* What was found is told when it has been written. */
    if (s == ST_OK && j.judged)
        summary(&j);
    bool alerts = s == ST_OK && j.engine != NULL && j.engine->alerts.n > 0;
    clean_up(&j);
    if (s != ST_OK && s != ST_FAILED && !j.front.over)
        return front_end(front_fail(&e));
    return front_end(alerts && j.front.exit_code ? ST_FAILED : s);
}
