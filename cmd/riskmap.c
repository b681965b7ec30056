/* riskmap: alerts or past cases, and a pack; how much was found in which field of which region. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "front.h"
#include "heat_draw.h"
#include "heat_table.h"

enum {
    OPT_CASES = FRONT_OWN,
    OPT_BY,
    OPT_LEVEL,
    OPT_WEIGHTS,
    OPT_HALF_LIFE,
    OPT_EXPOSURE,
    OPT_SMOOTH,
    OPT_MIN,
    OPT_LONG,
    OPT_MATRIX,
    OPT_DRAW,
    OPT_WIDTH
};

static const struct front_option rows[] = {
    FRONT_GROUP(N_("What to map")),
    FRONT_ROW_PACK,
    {OPT_CASES, 0, "cases", "FILE", N_("past cases, whatever the header says")},
    {OPT_BY, 0, "by", "ROWS", N_("rows are the field (default) or the scenario")},
    {OPT_LEVEL, 0, "level", "LEVEL", N_("regions: county, city (default) or province")},
    FRONT_GROUP(N_("How to weigh")),
    {OPT_WEIGHTS, 0, "weights", "B,Y,R", N_("of a blue, yellow, red one (1,3,9)")},
    {OPT_HALF_LIFE, 0, "half-life", "MONTHS", N_("weight halves in MONTHS, or none (cases: 24)")},
    FRONT_ROW_TODAY,
    {OPT_EXPOSURE, 0, "exposure", "FILE", N_("compare with each region's share of this")},
    {OPT_SMOOTH, 0, "smooth", "K", N_("draw ratios towards 1 by K (1; 0 for none)")},
    {OPT_MIN, 0, "min", "N", N_("so many found, or expected, tell enough (3)")},
    FRONT_GROUP(N_("Input and output")),
    FRONT_ROW_TSV,
    FRONT_ROW_TSV_ESCAPED,
    FRONT_ROW_REJECTS,
    FRONT_ROW_OUTPUT,
    {OPT_LONG, 0, "long", NULL, N_("a row a cell (default, unless to a terminal)")},
    {OPT_MATRIX, 0, "matrix", NULL, N_("a column a region, for a spreadsheet")},
    {OPT_DRAW, 0, "draw", NULL, N_("draw it (default to a terminal)")},
    {OPT_WIDTH, 0, "width", "COLUMNS", N_("draw it so wide (the terminal's, else 80)")},
    FRONT_ROWS_END,
};

static const struct front_command command = {
    .name = "riskmap",
    .summary = N_("show where alerts, or past cases, gather: fields by regions"),
    .usage = "-p PACK [OPTION]... [FILE]...",
    .options = rows,
    .examples = N_("riskmap -p kit/jiangsu graded.csv\n"
                   "riskmap -p kit/jiangsu --by scenario --matrix cases.csv >map.csv\n"
                   "riskmap -p kit/jiangsu --exposure budgets.csv --draw cases.csv"),
};

enum form { FORM_UNSAID, FORM_LONG, FORM_MATRIX, FORM_DRAW };

struct job {
    struct front front;
    struct heat_options heat_options;
    struct pack *pack;
    struct heat heat;
    struct heat_in in;
    const char *cases, *exposure;
    bool smooth; /* was given */
    enum form form;
    size_t width; /* 0: unsaid */
    struct front_rejects rejects;
    struct sink *out;
};

/* A decimal of 0 or more with at most HEAT_FINE digits on either side of its point. */
static bool take_decimal(struct front *f, const char *option, struct slice given, struct num *out)
{
    char q[QUOTE_SIZE];
    struct num limit = num_decimal((int128)num_pow10(HEAT_FINE), 0);
    if (num_parse(given, out) == NUM_OK && out->n >= 0 && out->scale <= HEAT_FINE &&
        num_cmp(out, &limit) < 0)
        return true;
    front_usage(f,
                _("%s: no such number: '%s' (0 or more, at most 6 digits on either side of the "
                  "point)"),
                option, quote(q, given));
    return false;
}

static void take_weights(struct job *j)
{
    char *copy = NULL;
    const char *items[LEVELS];
    size_t n;
    struct front *f = &j->front;
    if (front_list(f, f->argument, &copy, items, LEVELS, &n)) {
        if (n < LEVELS)
            front_usage(f, _("--weights: three are needed, of blue, yellow and red: 1,3,9"));
        for (size_t i = 0; !f->over && i < n; i++)
            take_decimal(f, "--weights", slice_of(items[i]), &j->heat_options.weight[i]);
    }
    free(copy);
}

static void take_half_life(struct job *j)
{
    struct heat_options *o = &j->heat_options;
    o->fading = HEAT_FADING_NONE;
    if (strcmp(j->front.argument, "none") == 0 ||
        !take_decimal(&j->front, "--half-life", slice_of(j->front.argument), &o->half_life))
        return;
    o->fading = HEAT_FADING_GIVEN;
    if (num_is_zero(&o->half_life))
        front_usage(&j->front, _("--half-life: 0 months would leave nothing of anything (write "
                                 "none for weights that do not fade)"));
}

/* The index of the option's argument among NAMES, or -1: told. */
static int take_choice(struct front *f, const char *option, const char *const *names, size_t n)
{
    char q[QUOTE_SIZE];
    struct buffer all = {0};
    for (size_t i = 0; i < n; i++) {
        if (strcmp(f->argument, names[i]) == 0) {
            buffer_free(&all);
            return (int)i;
        }
        buffer_printf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    front_usage(f, _("%s: none of %.*s: '%s'"), option, (int)all.n, all.n > 0 ? all.p : "",
                quote(q, slice_of(f->argument)));
    buffer_free(&all);
    return -1;
}

static void take_form(struct job *j, enum form form)
{
    if (j->form != FORM_UNSAID && j->form != form)
        front_usage(&j->front, _("give one of --long, --matrix and --draw"));
    j->form = form;
}

static void take_width(struct job *j)
{
    size_t v = 0;
    const char *p = j->front.argument;
    for (; *p >= '0' && *p <= '9' && v <= HEAT_WIDTH_MOST; p++)
        v = v * 10 + (size_t)(*p - '0');
    char q[QUOTE_SIZE];
    if (*p != '\0' || v < HEAT_WIDTH_LEAST || v > HEAT_WIDTH_MOST)
        front_usage(&j->front, _("--width: not from %d to %d columns: '%s'"), HEAT_WIDTH_LEAST,
                    HEAT_WIDTH_MOST, quote(q, slice_of(j->front.argument)));
    j->width = v;
}

static void options(struct job *j, int argc, char **argv)
{
    static const char *const by[] = {"field", "scenario"};
    static const char *const levels[] = {"province", "city", "county"};
    struct front *f = &j->front;
    struct heat_options *o = &j->heat_options;
    int choice;
    front_begin(f, &command, argc, argv);
    for (int opt; !f->over && (opt = front_next(f)) != 0;)
        switch (opt) {
        case OPT_CASES:
            j->cases = f->argument;
            break;
        case OPT_BY:
            choice = take_choice(f, "--by", by, 2);
            o->by = choice == 1 ? HEAT_BY_SCENARIO : HEAT_BY_FIELD;
            break;
        case OPT_LEVEL:
            o->level = take_choice(f, "--level", levels, 3);
            break;
        case OPT_WEIGHTS:
            take_weights(j);
            break;
        case OPT_HALF_LIFE:
            take_half_life(j);
            break;
        case OPT_EXPOSURE:
            j->exposure = f->argument;
            break;
        case OPT_SMOOTH:
            j->smooth = take_decimal(f, "--smooth", slice_of(f->argument), &o->smooth);
            break;
        case OPT_MIN:
            o->least_given = take_decimal(f, "--min", slice_of(f->argument), &o->least);
            break;
        case OPT_LONG:
            take_form(j, FORM_LONG);
            break;
        case OPT_MATRIX:
            take_form(j, FORM_MATRIX);
            break;
        case OPT_DRAW:
            take_form(j, FORM_DRAW);
            break;
        case OPT_WIDTH:
            take_width(j);
            break;
        }
}

static bool to_standard_output(const struct job *j)
{
    return j->front.output == NULL || strcmp(j->front.output, "-") == 0;
}

static void choose_form(struct job *j)
{
    struct front *f = &j->front;
    if (j->smooth && j->exposure == NULL)
        front_usage(f, _("--smooth draws ratios towards 1, which only --exposure gives"));
    bool terminal = to_standard_output(j) && isatty(STDOUT_FILENO);
    if (j->form == FORM_UNSAID)
        j->form = terminal && f->format == READER_CSV ? FORM_DRAW : FORM_LONG;
    if (j->width != 0 && j->form != FORM_DRAW)
        front_usage(f, _("--width is of a drawing: add --draw"));
    if (j->width != 0)
        return;
    j->width = 80;
#ifdef TIOCGWINSZ
    struct winsize w;
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
        j->width = w.ws_col;
#endif
    if (j->width < HEAT_WIDTH_LEAST)
        j->width = HEAT_WIDTH_LEAST;
}

static enum status reject(void *context, struct slice raw, const struct error *why, struct error *e)
{
    struct job *j = context;
    (void)e;
    return front_reject(&j->rejects, raw, why);
}

static enum status read_all(struct job *j, struct error *e)
{
    const struct front *f = &j->front;
    enum status s = ST_OK;
    if (j->cases != NULL)
        s = heat_read(&j->in, j->cases, HEAT_CASES, e);
    else if (f->operand_count == 0)
        s = heat_read(&j->in, "-", HEAT_ANY, e);
    for (size_t i = 0; s == ST_OK && i < f->operand_count; i++)
        s = heat_read(&j->in, f->operands[i], HEAT_ANY, e);
    front_progress(-1, 0);
    return s;
}

static enum status write_map(struct job *j, struct error *e)
{
    struct writer w;
    writer_init(&w, j->out, j->front.format);
    bool good = true;
    if (j->form == FORM_DRAW) {
        struct heat_drawing d = {.width = j->width,
                                 .color = to_standard_output(j) && front_color(STDOUT_FILENO)};
        good = heat_draw(&j->heat, j->in.kind, &d, j->out);
    } else if (j->form == FORM_MATRIX) {
        good = heat_write_matrix(&j->heat, &w);
    } else {
        heat_write_long(&j->heat, &w);
    }
    return good ? ST_OK : error_memory(e);
}

static enum status work(struct job *j, struct error *e)
{
    enum status s = front_pack(&j->front, &j->pack, e);
    if (s == ST_OK)
        s = heat_init(&j->heat, j->pack, &j->heat_options, e);
    if (s == ST_OK && j->exposure != NULL)
        s = heat_load_exposure(&j->heat, j->exposure, e);
    if (s == ST_OK)
        s = front_rejects_open(&j->front, &j->rejects, e);
    if (j->rejects.sink != NULL)
        j->in.reject = reject;
    if (s == ST_OK)
        s = read_all(j, e);
    if (s == ST_OK)
        s = heat_in_finish(&j->in, e);
    if (s == ST_OK)
        s = heat_settle(&j->heat, e);
    return s == ST_OK ? write_map(j, e) : s;
}

static void summary(const struct job *j)
{
    const struct heat_in *in = &j->in;
    const uint64_t *n = j->heat.states;
    if (j->rejects.n > 0)
        front_note(_("records rejected: %" PRIu64 ", see %s; the map lacks what they tell of"),
                   j->rejects.n, j->front.rejects);
    if (in->trial > 0)
        front_note(_("alerts on trial, counted as blue: %" PRIu64), in->trial);
    if (in->undated > 0 && j->heat.options.fading == HEAT_FADING_GIVEN)
        front_note(_("alerts without a period, counted as of today: %" PRIu64), in->undated);
    if (in->no_field > 0)
        front_note(_("without field and scenario: %" PRIu64 ", in the row '?'"), in->no_field);
    if (in->no_scenario > 0)
        front_note(_("without scenario: %" PRIu64 ", in a row '?' of their field"),
                   in->no_scenario);
    if (in->unknown_region > 0)
        front_note(_("in regions that regions.csv does not have: %" PRIu64 ", in the column '?'; "
                     "the first is '%s' in %s:%" PRIu64),
                   in->unknown_region, in->first_unknown, in->first_file, in->first_line);
    if (in->kind == HEAT_ALERTS)
        front_note(_("alerts: %" PRIu64 ", runs of them: %" PRIu32 " (a run counts once)"),
                   in->rows, in->facts.n);
    front_note(_("rows: %" PRIu64 ", region unknown: %" PRIu64 "; cells known: %" PRIu64
                 ", few: %" PRIu64 ", none: %" PRIu64 ", unknown: %" PRIu64),
               in->rows, in->no_region + in->unknown_region, n[HEAT_KNOWN], n[HEAT_FEW],
               n[HEAT_NONE], n[HEAT_UNKNOWN]);
}

int main(int argc, char **argv)
{
    struct job j = {
        .heat_options = {.level = REGION_CITY,
                         .weight = {num_decimal(1, 0), num_decimal(3, 0), num_decimal(9, 0)},
                         .smooth = num_decimal(1, 0)}};
    struct error e = {0};
    options(&j, argc, argv);
    if (!j.front.over)
        choose_form(&j);
    if (j.front.over)
        return front_end(j.front.status);
    j.heat_options.today = j.front.today;
    j.in = (struct heat_in){.heat = &j.heat,
                            .reader = {.format = j.front.format},
                            .progress = front_on_progress,
                            .context = &j};
    enum status s = sink_open(j.front.output, &j.out, &e);
    if (s == ST_OK) {
        s = work(&j, &e);
        s = front_rejects_close(&j.rejects, s, &e);
        s = front_close(j.out, s, &e);
    }
    if (s == ST_OK)
        summary(&j);
    heat_free(&j.heat);
    heat_in_free(&j.in);
    pack_free(j.pack);
    return front_end(s == ST_OK ? ST_OK : front_fail(&e));
}
