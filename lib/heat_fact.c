/* Alerts of one run are one finding, as it was last seen: a unit that stays over budget for a year
 * is not twelve units. */
#include <stdlib.h>

#include "heat_in_int.h"
#include "issue.h"

/* Of two alerts of a run the later one speaks; of the same period, the graver one. The rest only
 * keeps the order of rows from mattering. */
static bool speaks(const struct heat_fact *a, const struct heat_fact *b)
{
    int c = slice_cmp(a->period, b->period);
    if (c != 0)
        return c > 0;
    if (a->finding.grade != b->finding.grade)
        return a->finding.grade > b->finding.grade;
    return a->finding.column != b->finding.column ? a->finding.column < b->finding.column
                                                  : a->finding.row < b->finding.row;
}

enum status heat_take_fact(struct heat_in *in, const struct alert_row *a,
                           const struct heat_finding *finding, struct error *e)
{
    char id[ALERT_ID_SIZE];
    issue_id(a->cell[ALERT_INDICATOR], a->cell[ALERT_SUBJECT_KIND], a->cell[ALERT_SUBJECT],
             a->cell[ALERT_SINCE], a->cell[ALERT_PERIOD], id);
    uint32_t n = in->facts.n, at = keytab_add(&in->facts, slice_of(id)),
             period = keytab_add(&in->periods, a->cell[ALERT_PERIOD]);
    if (at == KEYTAB_NONE || period == KEYTAB_NONE ||
        !grow(&in->fact, &in->fact_size, (size_t)at + 1, sizeof *in->fact))
        return error_memory(e);
    struct heat_fact fact = {*finding, in->periods.keys[period]};
    if (at == n || speaks(&fact, &in->fact[at]))
        in->fact[at] = fact;
    return ST_OK;
}

enum status heat_in_finish(struct heat_in *in, struct error *e)
{
    enum status s = ST_OK;
    for (uint32_t i = 0; s == ST_OK && i < in->facts.n; i++)
        s = heat_count_finding(in, &in->fact[i].finding, e);
    return s;
}

void heat_in_free(struct heat_in *in)
{
    keytab_free(&in->facts);
    keytab_free(&in->periods);
    free(in->fact);
}
