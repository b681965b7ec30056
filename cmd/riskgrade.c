/* riskgrade: alerts get a grade, a score, an action, a handler, and a day. */
#include <inttypes.h>
#include <stdlib.h>

#include "front.h"
#include "grading.h"

enum { OPT_LEDGER = FRONT_OWN, OPT_OFFICIALS, OPT_RECUSALS, OPT_ANY_PACK, OPT_CHUNK };

static const struct front_option rows[] = {
    FRONT_GROUP(N_("What to grade by")),
    FRONT_ROW_PACK,
    {OPT_LEDGER, 'l', "ledger", "FILE", N_("a ledger of issues: repeats, days that are due")},
    {OPT_OFFICIALS, 0, "officials", "FILE", N_("ranks and units of officials")},
    {OPT_RECUSALS, 0, "recusals", "FILE", N_("which handlers step aside from whom")},
    {OPT_ANY_PACK, 0, "any-pack", NULL, N_("take alerts that another pack judged too")},
    FRONT_ROW_TODAY,
    FRONT_GROUP(N_("Input")),
    FRONT_ROW_TSV,
    FRONT_ROW_TSV_ESCAPED,
    FRONT_ROW_REJECTS,
    {OPT_CHUNK, 0, "chunk", "BYTES", N_("bytes a read asks for; results do not depend on it")},
    FRONT_GROUP(N_("Output")),
    FRONT_ROW_OUTPUT,
    FRONT_ROW_EXIT_CODE(N_("exit with 1 if an alert is graded red")),
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "riskgrade",
    .summary = N_("grade alerts, and say who handles each by when"),
    .usage = "-p PACK [OPTION]... [FILE]...",
    .options = rows,
    .examples = N_("riskscan -p kit/jiangsu land.csv | riskgrade -p kit/jiangsu >graded.csv\n"
                   "riskgrade -p kit/jiangsu -l ledger.csv -o graded.csv alerts.csv\n"
                   "riskgrade -p kit/jiangsu --recusals recusals.csv --exit-code alerts.csv"),
};

struct job {
    struct front front;
    struct grading_options grading;
    const char **ledgers, **files;
    struct pack *pack;
    struct grading *work;
    struct front_rejects rejects;
    struct sink *out;
    struct writer writer;
};

static enum status options(struct job *j, int argc, char **argv, struct error *e)
{
    struct front *f = &j->front;
    front_begin(f, &command, argc, argv);
    j->ledgers = calloc((size_t)argc + 1, sizeof *j->ledgers);
    j->files = calloc((size_t)argc + 1, sizeof *j->files);
    if (j->ledgers == NULL || j->files == NULL)
        return error_memory(e);
    for (int o; (o = front_next(f)) != 0;)
        switch (o) {
        case OPT_LEDGER:
            j->ledgers[j->grading.ledger_n++] = f->argument;
            break;
        case OPT_OFFICIALS:
            j->grading.officials = f->argument;
            break;
        case OPT_RECUSALS:
            j->grading.recusals = f->argument;
            break;
        case OPT_ANY_PACK:
            j->grading.any_pack = true;
            break;
        case OPT_CHUNK:
            if (!front_size(f, "--chunk", f->argument, &j->grading.reader.chunk))
                return ST_OK;
            break;
        }
    return ST_OK;
}

static enum status reject(void *context, struct slice raw, const struct error *why, struct error *e)
{
    struct job *j = context;
    (void)e;
    return front_reject(&j->rejects, raw, why);
}

static void summary(const struct job *j)
{
    const struct grading_counts *n = grading_counts(j->work);
    if (n->unruled > 0)
        front_warn(_("alerts for which no rule of grades.csv holds: %" PRIu64
                     "; they keep their own level (add a rule)"),
                   n->unruled);
    if (n->doubtful > 0)
        front_warn(
            _("alerts whose grade is in doubt: %" PRIu64 "; their reasons name what is not known"),
            n->doubtful);
    if (n->unhandled > 0)
        front_warn(_("alerts without a handler: %" PRIu64
                     "; their reasons say why (add a route to routes.csv)"),
                   n->unhandled);
    if (n->rejected > 0)
        front_warn(_("records rejected: %" PRIu64
                     ", see %s; grades, scores and cases are those of the rest"),
                   n->rejected, j->front.rejects);
    front_note(_("alerts: %" PRIu64 " (red: %" PRIu64 ", yellow: %" PRIu64 ", blue: %" PRIu64
                 "), joint cases: %" PRIu64 ", without rule: %" PRIu64
                 ", without handler: %" PRIu64),
               n->alerts, n->grade[LEVEL_RED], n->grade[LEVEL_YELLOW], n->grade[LEVEL_BLUE],
               n->cases, n->unruled, n->unhandled);
}

static enum status work(struct job *j, struct error *e)
{
    struct front *f = &j->front;
    struct grading_options *o = &j->grading;
    j->files[0] = "-";
    for (size_t i = 0; i < f->operand_count; i++)
        j->files[i] = f->operands[i];
    o->file_n = f->operand_count == 0 ? 1 : f->operand_count;
    o->files = j->files;
    o->ledgers = j->ledgers;
    o->reader.format = f->format;
    o->today = f->today;
    o->warn = front_on_warning;
    o->progress = front_on_progress;
    o->context = j;
    enum status s = front_pack(f, &j->pack, e);
    if (s == ST_OK)
        s = front_rejects_open(&j->front, &j->rejects, e);
    if (j->rejects.sink != NULL)
        o->reject = reject;
    if (s == ST_OK)
        s = grading_open(j->pack, o, &j->work, e);
    if (s == ST_OK)
        s = grading_run(j->work, &j->writer, e);
    front_progress(-1, 0);
    return s;
}

static void clean_up(struct job *j)
{
    grading_close(j->work);
    pack_free(j->pack);
    free(j->ledgers);
    free(j->files);
}

static enum status run(struct job *j, struct error *e)
{
    enum status s = sink_open(j->front.output, &j->out, e);
    if (s != ST_OK)
        return s;
    writer_init(&j->writer, j->out, j->front.format);
    s = work(j, e);
    s = front_rejects_close(&j->rejects, s, e);
    return front_close(j->out, s, e);
}

int main(int argc, char **argv)
{
    struct job j = {.grading = {.reader = {.format = READER_CSV}}};
    struct error e = {0};
    enum status s = options(&j, argc, argv, &e);
    bool over = s == ST_OK && j.front.over;
    if (s == ST_OK)
        s = over ? j.front.status : run(&j, &e);
    if (s == ST_OK && !over) { /* what was found is told when it has been written */
        summary(&j);
        if (j.front.exit_code && grading_counts(j.work)->grade[LEVEL_RED] > 0)
            s = ST_FAILED;
    } else if (!over) {
        front_fail(&e);
    }
    clean_up(&j);
    return front_end(s);
}
