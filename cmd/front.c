/* Options: getopt_long over a command's one table, the common ones taken care of. */
#include "front.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <string.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "date.h"
#include "front_int.h"

/* Values that getopt_long returns: a letter, or LONG + the row. */
enum { LONG = 256 };

/* getopt itself keeps its place in static storage; its tables live beside it. */
static struct option longs[FRONT_OPTIONS_MAX + 1];
static char shorts[2 * FRONT_OPTIONS_MAX + 2];

static const struct front_option closing[] = {
    FRONT_GROUP(N_("Other")),
    {FRONT_LANG, 0, "lang", "CODE", N_("speak this language: en, zh_CN")},
    {FRONT_HELP, 'h', "help", NULL, N_("show this help")},
    {FRONT_VERSION, 'V', "version", NULL, N_("show the version and what it was built with")},
    {FRONT_COMPLETION, 0, "completion", "SHELL", NULL}, /* without help text: not shown */
};

/* A descriptor that was closed would be given to the next file opened, and messages would land in
 * it. What stands in fails every read or write, as a closed one does. */
static void hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) < 0)
            _exit(ST_SYSTEM);
}

static void add_row(struct front *f, const struct front_option *row)
{
    if (f->row_count == FRONT_OPTIONS_MAX)
        abort(); /* a table in the source is too long */
    f->rows[f->row_count++] = *row;
}

static void build_tables(const struct front *f)
{
    size_t n = 0, s = 0;
    shorts[s++] = ':';
    for (size_t i = 0; i < f->row_count; i++) {
        const struct front_option *row = &f->rows[i];
        if (row->name == NULL)
            continue;
        int takes = row->argument != NULL ? required_argument : no_argument;
        longs[n++] = (struct option){row->name, takes, NULL, LONG + (int)i};
        if (row->letter == 0)
            continue;
        shorts[s++] = row->letter;
        if (row->argument != NULL)
            shorts[s++] = ':';
    }
    longs[n] = (struct option){NULL, 0, NULL, 0};
    shorts[s] = '\0';
}

/* --lang is looked for first, so that a message about the other options is in that language
 * already. */
static const char *wanted_language(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

void front_begin(struct front *f, const struct front_command *command, int argc, char **argv)
{
    hold_standard_streams();
    *f = (struct front){.command = command, .argc = argc, .argv = argv, .format = READER_CSV};
    front_name(command->name);
    front_language(wanted_language(argc, argv));
    const struct front_option *row = command->options;
    for (; row->name != NULL || row->help != NULL; row++)
        add_row(f, row);
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        add_row(f, &closing[i]);
    build_tables(f);
    opterr = 0;
    optind = 1;
}

static const struct front_option *row_of(const struct front *f, int value)
{
    if (value >= LONG)
        return &f->rows[value - LONG];
    for (size_t i = 0; i < f->row_count; i++)
        if (f->rows[i].letter == value)
            return &f->rows[i];
    return NULL;
}

static void unknown_long(struct front *f, const char *word)
{
    const char *names[FRONT_OPTIONS_MAX];
    size_t n = 0, starts = 0;
    struct slice name = slice_of(word + (strncmp(word, "--", 2) == 0 ? 2 : 0)), rest = name;
    name = slice_split(&rest, '=');
    for (size_t i = 0; i < f->row_count; i++) {
        const struct front_option *row = &f->rows[i];
        if (row->name == NULL || row->help == NULL)
            continue;
        names[n++] = row->name;
        starts += name.n > 0 && strncmp(row->name, name.p, name.n) == 0;
    }
    const char *nearest = slice_nearest(name, names, n);
    char q[QUOTE_SIZE];
    quote(q, name);
    if (starts > 1)
        front_usage(f, _("option '--%s' could be several: write it out"), q);
    else if (nearest != NULL)
        front_usage(f, _("unknown option '--%s' (nearest: '--%s')"), q, nearest);
    else
        front_usage(f, _("unknown option '--%s'"), q);
}

/* getopt_long answers ':' for an argument that is missing and '?' for the rest; optopt tells
 * which. */
static void misused(struct front *f, int answer)
{
    const struct front_option *row = optopt != 0 ? row_of(f, optopt) : NULL;
    char q[QUOTE_SIZE], letter = (char)optopt;
    if (answer == ':' && row != NULL)
        front_usage(f, _("option '--%s' needs an argument: %s"), row->name, row->argument);
    else if (row != NULL)
        front_usage(f, _("option '--%s' takes no argument"), row->name);
    else if (optopt != 0)
        front_usage(f, _("unknown option '-%s'"), quote(q, (struct slice){&letter, 1}));
    else
        unknown_long(f, f->argv[optind - 1]);
}

static void set_format(struct front *f, enum reader_format format)
{
    if (f->format != READER_CSV && f->format != format)
        front_usage(f, "%s", _("give either --tsv or --tsv-escaped, not both"));
    f->format = format;
}

static void add_pack(struct front *f)
{
    if (f->pack_count == FRONT_PACKS_MAX)
        front_usage(f, _("too many packs: at most %d layers"), FRONT_PACKS_MAX);
    else
        f->packs[f->pack_count++] = f->argument;
}

/* False if ID is the command's own. */
static bool common(struct front *f, int id)
{
    switch (id) {
    case FRONT_PACK: add_pack(f); return true;
    case FRONT_OUTPUT: f->output = f->argument; return true;
    case FRONT_TSV: set_format(f, READER_TSV); return true;
    case FRONT_TSV_ESCAPED: set_format(f, READER_TSV_ESCAPED); return true;
    case FRONT_TODAY: f->today_text = f->argument; return true;
    case FRONT_REJECTS: f->rejects = f->argument; return true;
    case FRONT_EXIT_CODE: f->exit_code = true; return true;
    case FRONT_LANG: front_language(f->argument); return true;
    case FRONT_HELP:
        front_help(f);
        f->over = true;
        return true;
    case FRONT_VERSION:
        front_version(f->command->name);
        f->over = true;
        return true;
    case FRONT_COMPLETION:
        f->over = true;
        if (!front_completion(f, f->argument))
            front_usage(f, "%s", _("completion is known for bash only"));
        return true;
    default: return false;
    }
}

static bool has_option(const struct front *f, int id)
{
    for (size_t i = 0; i < f->row_count; i++)
        if (f->rows[i].name != NULL && f->rows[i].id == id)
            return true;
    return false;
}

/* Seconds since the epoch, up to the end of the year 9999; -1 if S is no such number. */
static int64_t epoch_seconds(struct slice s)
{
    int64_t v = 0;
    if (s.n == 0 || s.n > 12)
        return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        v = v * 10 + (s.p[i] - '0');
    }
    return v <= INT64_C(253402300799) ? v : -1;
}

/* --today, else SOURCE_DATE_EPOCH (in UTC), else the date on this machine's clock (in its zone).
 * */
static void find_today(struct front *f)
{
    char q[QUOTE_SIZE];
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (f->today_text != NULL) {
        struct slice given = slice_of(f->today_text);
        bool zoned;
        if (!date_parse(given, SPAN_DAY, &f->today, &zoned))
            front_usage(f, _("--today: no such date: '%s' (write YYYY-MM-DD)"), quote(q, given));
    } else if (epoch != NULL && *epoch != '\0') {
        int64_t seconds = epoch_seconds(slice_of(epoch));
        f->today = seconds / 86400;
        if (seconds < 0)
            front_usage(f, _("SOURCE_DATE_EPOCH is no number of seconds: '%s'"),
                        quote(q, slice_of(epoch)));
    } else {
        time_t now = time(NULL);
        struct tm t;
        if (now == (time_t)-1 || localtime_r(&now, &t) == NULL)
            front_usage(f, "%s", _("the clock cannot be read: give --today"));
        else
            f->today = date_of(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
    }
}

static void options_end(struct front *f)
{
    f->operands = f->argv + optind;
    f->operand_count = (size_t)(f->argc - optind);
    if (has_option(f, FRONT_TODAY))
        find_today(f);
}

int front_next(struct front *f)
{
    while (!f->over) {
        int answer = getopt_long(f->argc, f->argv, shorts, longs, NULL);
        if (answer == -1) {
            options_end(f);
            return 0;
        }
        if (answer == '?' || answer == ':') {
            misused(f, answer);
            return 0;
        }
        const struct front_option *row = row_of(f, answer);
        f->argument = optarg;
        if (optarg != NULL && *optarg == '\0' && row->argument != NULL) {
            front_usage(f, _("option '--%s' needs an argument: %s"), row->name, row->argument);
            return 0;
        }
        if (!common(f, row->id))
            return row->id;
    }
    return 0;
}
