#include "grading.h"

#include <stdlib.h>

#include "date.h"
#include "grading_int.h"
#include "i18n.h"
#include "ledger.h"

static enum status read_ledger(struct grading *g, const char *path, struct error *e)
{
    const struct grading_options *o = &g->options;
    struct ledger *l;
    enum status s = ledger_open(path, LEDGER_READ, o->warn, o->context, &l, e);
    if (s != ST_OK)
        return s;
    s = issues_read(&g->issues, l, e);
    char today[DATE_TEXT_MAX], last[DATE_TEXT_MAX];
    if (s == ST_OK && ledger_last_day(l) > o->today) {
        int n = (int)date_text(o->today, SPAN_DAY, today);
        int k = (int)date_text(ledger_last_day(l), SPAN_DAY, last);
        s = error_at(e, ST_DATA, path, 0, 0,
                     _("its last event is of %.*s, and today is %.*s: is the clock right? (or "
                       "say the day with --today)"),
                     k, last, n, today);
    }
    ledger_close(l);
    return s;
}

static enum status begin(struct grading *g, struct error *e)
{
    const struct grading_options *o = &g->options;
    char due[DATE_TEXT_MAX];
    struct buffer says = {0};
    if (pack_says(g->pack, &says))
        g->pack_says = arena_string(&g->arena, buffer_view(&says));
    buffer_free(&says);
    if (g->pack_says == NULL || !regions_init(&g->regions, g->pack))
        return error_memory(e);
    if (date_text(o->today + ISSUE_PLAN_DAYS, SPAN_DAY, due) == 0)
        return error_set(e, ST_USAGE, "%s",
                         _("today is too late: the day by which plans are due is beyond the year "
                           "9999"));
    enum status s = grades_load(g->pack, o->warn, o->context, &g->grades, e);
    if (s == ST_OK)
        s = routes_load(g->pack, &g->regions, o->officials, o->recusals, &g->routes, e);
    for (size_t i = 0; s == ST_OK && i < o->ledger_n; i++)
        s = read_ledger(g, o->ledgers[i], e);
    return s;
}

enum status grading_open(const struct pack *pack, const struct grading_options *options,
                         struct grading **out, struct error *e)
{
    *out = NULL;
    struct grading *g = calloc(1, sizeof *g);
    if (g == NULL)
        return error_memory(e);
    g->pack = pack;
    g->options = *options;
    enum status s = begin(g, e);
    if (s == ST_OK)
        *out = g;
    else
        grading_close(g);
    return s;
}

static void warn_of_packs(const struct grading *g)
{
    struct buffer b = {0};
    char q[QUOTE_SIZE];
    unsigned long n = (unsigned long)g->counts.of_other_packs;
    buffer_printf(&b,
                  ngettext_("%lu alert was judged by another pack than '%s', for example '%s'",
                            "%lu alerts were judged by other packs than '%s', for example '%s'", n),
                  n, g->pack_says, quote(q, g->other_pack));
    if (buffer_char(&b, '\0'))
        g->options.warn(g->options.context, b.p);
    buffer_free(&b);
}

enum status grading_run(struct grading *g, struct writer *w, struct error *e)
{
    enum status s = grading_read(g, e);
    if (s == ST_OK && g->counts.of_other_packs > 0)
        warn_of_packs(g);
    if (s == ST_OK)
        s = grading_judge(g, e);
    return s == ST_OK ? grading_write(g, w, e) : s;
}

const struct grading_counts *grading_counts(const struct grading *g)
{
    return &g->counts;
}

void grading_close(struct grading *g)
{
    if (g == NULL)
        return;
    routes_free(g->routes);
    grades_free(g->grades);
    regions_free(&g->regions);
    issues_free(&g->issues);
    keytab_free(&g->origin_keys);
    keytab_free(&g->families);
    keytab_free(&g->subject_keys);
    keytab_free(&g->accounts);
    free(g->origins);
    free(g->subjects);
    free(g->alerts);
    free(g->slots);
    free(g->amounts);
    free(g->joints);
    records_free(&g->records);
    arena_free(&g->arena);
    free(g);
}
