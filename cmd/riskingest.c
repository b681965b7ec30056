/* riskingest: what offices export to clean tables. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "front.h"
#include "ingest.h"
#include "pack_export.h"
#include "receipt.h"

enum {
    OPT_FROM = FRONT_OWN,
    OPT_SEPARATOR,
    OPT_SHEET,
    OPT_HIDDEN,
    OPT_LIST,
    OPT_TABLE,
    OPT_HEADER_ROW,
    OPT_DASH,
    OPT_DATE_ORDER,
    OPT_UNKNOWN,
    OPT_DISPLAY,
    OPT_VERBOSE,
    OPT_NO_SOURCE,
    OPT_PSEUDONYMISE,
    OPT_KEY,
    OPT_SM3,
    OPT_SAFE,
    OPT_RECEIPT,
    OPT_DIRECTORY,
    OPT_EXPORT
};

static const struct front_option rows[] = {
    FRONT_GROUP(N_("Input")),
    FRONT_ROW_PACK,
    {OPT_TABLE, 't', "table", "NAME", N_("all that is read is this table; others are left")},
    {OPT_SHEET, 's', "sheet", "NAME", N_("this sheet, or its number; again: more")},
    {OPT_HIDDEN, 0, "hidden", NULL, N_("read hidden sheets too")},
    {OPT_HEADER_ROW, 0, "header-row", "N", N_("the header stands in row N")},
    {OPT_FROM, 0, "from", "ENC", N_("the encoding of a text: BIG5, UTF-8 ...")},
    {OPT_SEPARATOR, 0, "separator", "C", N_("what stands between cells: , ; or tab")},
    {OPT_DASH, 0, "dash", "zero|blank", N_("what a dash is in place of a number")},
    {OPT_DATE_ORDER, 0, "date-order", "ymd|dmy|mdy", N_("how 3/5/24 is read")},
    {OPT_UNKNOWN, 0, "unknown", "keep|drop", N_("columns that the pack does not know (keep)")},
    {OPT_DISPLAY, 0, "display", NULL, N_("texts as displayed, not as stored")},
    FRONT_GROUP(N_("Output")),
    FRONT_ROW_OUTPUT,
    {OPT_DIRECTORY, 'd', "directory", "DIR", N_("a file for each table, DIR/TABLE.csv")},
    FRONT_ROW_TSV,
    FRONT_ROW_TSV_ESCAPED,
    {OPT_NO_SOURCE, 0, "no-source", NULL, N_("without the column _source")},
    {OPT_PSEUDONYMISE, 0, "pseudonymise", "COLS", N_("put pseudonyms into these columns")},
    {OPT_KEY, 0, "key", "FILE", N_("the secret that pseudonyms are made with")},
    {OPT_SAFE, 0, "safe-cells", NULL, N_("no cell that a spreadsheet would run")},
    FRONT_ROW_REJECTS,
    {OPT_RECEIPT, 0, "receipt", "FILE", N_("write digests, counts and sums there")},
    {OPT_SM3, 0, "sm3", NULL, N_("SM3 in place of SHA-256")},
    {OPT_VERBOSE, 'v', "verbose", NULL, N_("tell of each row that is skipped, and why")},
    FRONT_GROUP(N_("Instead of a table")),
    {OPT_LIST, 'l', "list-sheets", NULL, N_("which sheets there are, and which tables")},
    {OPT_EXPORT, 0, "export-pack", "DIR", N_("the pack DIR as a workbook to edit (with -o)")},
    FRONT_ROW_TODAY,
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "riskingest",
    .summary = N_("make clean tables of what offices export"),
    .usage = "[-p PACK] [OPTION]... [[TABLE=]FILE]...\n--export-pack DIR -o FILE",
    .options = rows,
    .examples = N_("riskingest -p kit/jiangsu spending.xlsx | riskscan -p kit/jiangsu\n"
                   "riskingest -p kit/jiangsu --receipt receipt.csv -o year.csv 2024-*.xls\n"
                   "riskingest -p kit/jiangsu --pseudonymise payee_id --key key.txt -d out *.csv"),
};

enum { PSEUDONYMS_MAX = 64 };

struct job {
    struct front front;
    struct ingest_options ingest_options;
    struct pack *pack;
    struct ingest_input *inputs;
    struct ingest *ingest;
    const char **sheets;
    char *pseudonym_text;
    const char *pseudonyms[PSEUDONYMS_MAX];
    const char *key, *receipt, *directory, *export;
    struct front_rejects rejects;
    struct sink **outs; /* one for each table */
    char **paths;       /* [tables] they go to */
    struct sink *receipt_sink;
};

/* --- options */

/* The index of the option's argument among NAMES, or -1: told. */
static int take_choice(struct front *f, const char *option, const char *const *names, size_t n)
{
    char q[QUOTE_SIZE];
    for (size_t i = 0; i < n; i++)
        if (strcmp(f->argument, names[i]) == 0)
            return (int)i;
    front_usage(f, _("%s: neither %s nor %s%s%s: '%s'"), option, names[0], names[1],
                n > 2 ? _(" nor ") : "", n > 2 ? names[2] : "", quote(q, slice_of(f->argument)));
    return 0;
}

static void take_separator(struct job *j)
{
    const char *given = j->front.argument;
    char q[QUOTE_SIZE];
    if (strcmp(given, "tab") == 0 || strcmp(given, "\t") == 0)
        j->ingest_options.grid.separator = '\t';
    else if (strcmp(given, ",") == 0 || strcmp(given, ";") == 0)
        j->ingest_options.grid.separator = given[0];
    else
        front_usage(&j->front, _("--separator: none of , ; tab: '%s'"), quote(q, slice_of(given)));
}

static void take_row(struct job *j)
{
    uint64_t v = 0;
    const char *p = j->front.argument;
    char q[QUOTE_SIZE];
    for (; *p >= '0' && *p <= '9' && v < (uint64_t)1 << 40; p++)
        v = v * 10 + (uint64_t)(*p - '0');
    if (*p != '\0' || v == 0)
        front_usage(&j->front, _("--header-row: no number of a row: '%s' (they count from 1)"),
                    quote(q, slice_of(j->front.argument)));
    j->ingest_options.header_row = v;
}

static void take_option(struct job *j, int option)
{
    static const char *const dashes[] = {"zero", "blank"}, *const orders[] = {"ymd", "dmy", "mdy"},
                             *const unknown[] = {"keep", "drop"};
    struct front *f = &j->front;
    struct ingest_options *o = &j->ingest_options;
    switch (option) {
    case OPT_FROM:
        o->grid.encoding = f->argument;
        break;
    case OPT_SEPARATOR:
        take_separator(j);
        break;
    case OPT_SHEET:
        j->sheets[o->sheet_n++] = f->argument;
        break;
    case OPT_HIDDEN:
        o->hidden = true;
        break;
    case OPT_LIST:
        o->list = true;
        break;
    case OPT_TABLE:
        o->table = f->argument;
        break;
    case OPT_HEADER_ROW:
        take_row(j);
        break;
    case OPT_DASH:
        o->rules.dash = take_choice(f, "--dash", dashes, 2) == 0 ? DASH_ZERO : DASH_BLANK;
        break;
    case OPT_DATE_ORDER:
        o->rules.order = ORDER_YMD + (unsigned)take_choice(f, "--date-order", orders, 3);
        break;
    case OPT_UNKNOWN:
        o->unknown = take_choice(f, "--unknown", unknown, 2) == 0 ? UNKNOWN_KEEP : UNKNOWN_DROP;
        break;
    case OPT_DISPLAY:
        o->grid.display = true;
        break;
    case OPT_VERBOSE:
        o->verbose = true;
        break;
    case OPT_NO_SOURCE:
        o->no_source = true;
        break;
    case OPT_PSEUDONYMISE:
        front_list(f, f->argument, &j->pseudonym_text, j->pseudonyms, PSEUDONYMS_MAX,
                   &o->pseudonym_n);
        break;
    case OPT_KEY:
        j->key = f->argument;
        break;
    case OPT_SM3:
        o->digest = FINGERPRINT_SM3;
        break;
    case OPT_SAFE:
        o->safe = true;
        break;
    case OPT_RECEIPT:
        j->receipt = f->argument;
        break;
    case OPT_DIRECTORY:
        j->directory = f->argument;
        break;
    case OPT_EXPORT:
        j->export = f->argument;
        break;
    }
}

static void check_options(struct job *j)
{
    struct front *f = &j->front;
    const struct ingest_options *o = &j->ingest_options;
    if ((o->pseudonym_n > 0) != (j->key != NULL))
        front_usage(f, _("--pseudonymise and --key need each other"));
    if (j->directory != NULL && f->output != NULL)
        front_usage(f, _("give one of -o and -d"));
    if (f->pack_count == 0 && (j->directory != NULL || o->table != NULL))
        front_usage(f, _("%s names tables of a pack: give one with -p"),
                    j->directory != NULL ? "-d" : "--table");
    if (j->export != NULL && (f->output == NULL || f->operand_count > 0))
        front_usage(f, _("--export-pack writes a workbook with -o FILE, and reads no tables"));
    if (o->list && (j->directory != NULL || j->receipt != NULL || f->rejects != NULL))
        front_usage(f, _("--list-sheets writes nothing but a list of sheets"));
}

/* --- work */

static enum status reject(void *context, struct slice raw, const struct error *why, struct error *e)
{
    struct job *j = context;
    (void)e;
    return front_reject(&j->rejects, raw, why);
}

static void tell(void *context, const char *text)
{
    (void)context;
    front_note("%s", text);
}

/* TABLE=FILE where TABLE is one of the pack. */
static enum status find_inputs(struct job *j, struct error *e)
{
    const struct front *f = &j->front;
    size_t n = f->operand_count == 0 ? 1 : f->operand_count;
    j->inputs = calloc(n, sizeof *j->inputs);
    if (j->inputs == NULL)
        return error_memory(e);
    j->inputs[0].path = "-";
    for (size_t i = 0; i < f->operand_count; i++) {
        const char *operand = f->operands[i], *at = strchr(operand, '=');
        const struct table *t =
            at == NULL || j->pack == NULL
                ? NULL
                : pack_table(j->pack, (struct slice){operand, (size_t)(at - operand)});
        j->inputs[i].path = t == NULL ? operand : at + 1;
        j->inputs[i].table = t == NULL ? NULL : t->name;
    }
    return ST_OK;
}

static enum status unknown_table(const struct job *j, struct error *e)
{
    const struct pack *p = j->pack;
    char q[QUOTE_SIZE];
    struct slice given = slice_of(j->ingest_options.table);
    const char **names = calloc(p->table_count + 1, sizeof *names);
    struct buffer all = {0};
    for (size_t i = 0; names != NULL && i < p->table_count; i++) {
        names[i] = p->tables[i].name;
        buffer_printf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    const char *near = names == NULL ? NULL : slice_nearest(given, names, p->table_count);
    enum status s = error_set(
        e, ST_USAGE, _("--table: no table '%s' in the pack (nearest: '%s'; there are %.*s)"),
        quote(q, given), near == NULL ? "-" : near, (int)all.n, all.n > 0 ? all.p : "");
    free(names);
    buffer_free(&all);
    return s;
}

static enum status prepare(struct job *j, struct error *e)
{
    struct ingest_options *o = &j->ingest_options;
    enum status s = j->front.pack_count > 0 ? front_pack(&j->front, &j->pack, e) : ST_OK;
    if (s == ST_OK && o->table != NULL && pack_table(j->pack, slice_of(o->table)) == NULL)
        s = unknown_table(j, e);
    if (s == ST_OK && j->key != NULL)
        s = pseudonym_open(j->key, o->digest, &o->pseudonymiser, e);
    if (s == ST_OK)
        s = front_rejects_open(&j->front, &j->rejects, e);
    if (s == ST_OK)
        s = find_inputs(j, e);
    o->pack = j->pack;
    o->sheets = j->sheets;
    o->pseudonyms = j->pseudonyms;
    o->warn = front_on_warning;
    o->tell = tell;
    o->progress = front_on_progress;
    o->reject = j->rejects.sink == NULL ? NULL : reject;
    o->context = j;
    return s;
}

static char *path_of(const struct job *j, const struct ingest_table *t)
{
    struct buffer path = {0};
    if (j->directory != NULL)
        buffer_printf(&path, "%s/%s.%s", j->directory, t->table->name,
                      j->front.format == READER_CSV ? "csv" : "tsv");
    else
        buffer_text(&path, j->front.output == NULL ? "-" : j->front.output);
    buffer_char(&path, '\0');
    if (path.failed)
        buffer_free(&path);
    return path.p;
}

static void on_written(void *context, struct slice bytes)
{
    fingerprint_add(context, bytes);
}

static enum status open_outputs(struct job *j, size_t n, struct error *e)
{
    j->outs = calloc(n + 1, sizeof *j->outs);
    j->paths = calloc(n + 1, sizeof *j->paths);
    if (j->outs == NULL || j->paths == NULL)
        return error_memory(e);
    enum status s = j->receipt != NULL ? sink_open(j->receipt, &j->receipt_sink, e) : ST_OK;
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        struct ingest_table *t = &j->ingest->tables[i];
        j->paths[i] = path_of(j, t);
        s = j->paths[i] == NULL ? error_memory(e) : sink_open(j->paths[i], &j->outs[i], e);
        if (s != ST_OK)
            break;
        writer_init(&t->writer, j->outs[i], j->front.format);
        fingerprint_begin(&t->fingerprint, j->ingest_options.digest);
        if (j->receipt != NULL)
            sink_watch(j->outs[i], on_written, &t->fingerprint);
    }
    return s;
}

/* What can fail is done before the first file takes its name. */
static enum status flush_outputs(struct job *j, struct error *e)
{
    enum status s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < j->ingest->table_n; i++)
        s = sink_flush(j->outs[i], e);
    if (s != ST_OK || j->receipt_sink == NULL)
        return s;
    struct writer w;
    writer_init(&w, j->receipt_sink, READER_CSV);
    if (!receipt_write(j->ingest, (const char *const *)j->paths, &w))
        return error_memory(e);
    return sink_flush(j->receipt_sink, e);
}

/* A cut table must not be taken for a whole one: no reader takes this for a cell, wherever the cut
 * is. */
static struct slice broken_mark(const struct job *j)
{
    return j->front.format == READER_TSV_ESCAPED ? SLICE("\\!\\!\n")
                                                 : SLICE("\"refused\"by riskingest\n");
}

static enum status close_outputs(struct job *j, enum status s, struct error *e)
{
    for (size_t i = 0; j->outs != NULL && i < j->ingest->table_n; i++) {
        struct sink *out = j->outs[i];
        if (s == ST_OK)
            s = front_close(out, s, e);
        else
            sink_break_off(out, broken_mark(j));
    }
    return front_close(j->receipt_sink, s, e);
}

static enum status list_sheets(struct job *j, struct error *e)
{
    struct sink *out;
    struct writer w;
    enum status s = sink_open(j->front.output, &out, e);
    if (s != ST_OK)
        return s;
    writer_init(&w, out, j->front.format);
    ingest_write_list(j->ingest, &w);
    return front_close(out, ST_OK, e);
}

static enum status export_pack(const struct job *j, struct error *e)
{
    struct sink *out;
    enum status s = sink_open(j->front.output, &out, e);
    if (s != ST_OK)
        return s;
    return front_close(out, pack_export(j->export, j->front.today, out, e), e);
}

static enum status run(struct job *j, struct error *e)
{
    if (j->export != NULL)
        return export_pack(j, e);
    size_t n = j->front.operand_count == 0 ? 1 : j->front.operand_count;
    enum status s = prepare(j, e);
    if (s == ST_OK)
        s = ingest_look(&j->ingest_options, j->inputs, n, &j->ingest, e);
    if (s == ST_OK && j->ingest_options.list)
        return list_sheets(j, e);
    if (s == ST_OK)
        s = ingest_check(j->ingest, j->directory != NULL, e);
    if (s == ST_OK)
        s = open_outputs(j, j->ingest->table_n, e);
    if (s == ST_OK)
        s = ingest_run(j->ingest, e);
    front_progress(-1, 0);
    if (s == ST_OK)
        s = flush_outputs(j, e);
    s = close_outputs(j, s, e);
    return front_rejects_close(&j->rejects, s, e);
}

/* --- what was done */

static void summary(const struct job *j)
{
    ingest_say(j->ingest);
    if (j->rejects.n > 0)
        front_warn(_("records rejected: %" PRIu64 ", see %s; what is found in the table holds for "
                     "the rest"),
                   j->rejects.n, j->front.rejects);
}

static void clean_up(struct job *j)
{
    size_t tables = j->ingest == NULL || j->paths == NULL ? 0 : j->ingest->table_n;
    for (size_t i = 0; i < tables; i++)
        free(j->paths[i]);
    free(j->paths);
    free(j->outs);
    ingest_close(j->ingest);
    pseudonym_close(j->ingest_options.pseudonymiser);
    pack_free(j->pack);
    free(j->inputs);
    free(j->sheets);
    free(j->pseudonym_text);
}

int main(int argc, char **argv)
{
    struct job j = {.ingest_options = {.unknown = UNKNOWN_KEEP}};
    struct error e = {0};
    front_begin(&j.front, &command, argc, argv);
    j.sheets = calloc((size_t)argc + 1, sizeof *j.sheets);
    enum status s = j.sheets == NULL ? error_memory(&e) : ST_OK;
    for (int option; s == ST_OK && !j.front.over && (option = front_next(&j.front)) != 0;)
        take_option(&j, option);
    if (s == ST_OK && !j.front.over)
        check_options(&j);
    if (s == ST_OK && j.front.over)
        s = j.front.status;
    else if (s == ST_OK)
        s = run(&j, &e);
    if (j.front.over)
        ;
    else if (s != ST_OK)
        front_fail(&e);
    else if (j.ingest != NULL && !j.ingest_options.list)
        summary(&j); /* what was done is told when it has been written */
    clean_up(&j);
    return front_end(s);
}
