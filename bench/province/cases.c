/* Plants what the tables of kinds say, as often as the rates say, and writes it down. */
#include "province.h"

#include <stdio.h>
#include <string.h>

static const struct planters *const groups[] = {
    &gc_bids,  &gc_awards,   &gc_tenders, &gc_split, &gq, &ms, &repairs, &cz,
    &cz_flows, &cz_payments, &cz_books,   &td,       &sp, &zf, &lz};
static const char *const scenario[] = {
    "GC01", "GC02", "GC03", "GC04", "GC05", "GQ01", "GQ02", "GQ03", "MS01", "MS02", "MS03", "CZ01",
    "CZ02", "CZ03", "CZ04", "TD01", "TD02", "SP01", "SP02", "ZF01", "ZF02", "LZ01", "LZ02"};
enum { SCENARIOS = COUNT(scenario) };
static int64_t rate[SCENARIOS], innocent_rate = 100, planted[SCENARIOS], innocent[SCENARIOS];
static bool rates_set;

static const struct planter *current;
static char case_id[24];
static enum table ledger;

static size_t place(const char *code)
{
    size_t i = 0;
    while (i < SCENARIOS && strcmp(scenario[i], code) != 0)
        i++;
    return i;
}

bool cases_rate(const char *code, int64_t hundredths)
{
    bool all = strcmp(code, "all") == 0;
    for (size_t i = 0; i < SCENARIOS && (all || !rates_set); i++)
        rate[i] = all ? hundredths : 200;
    rates_set = true;
    if (strcmp(code, "lookalikes") == 0)
        innocent_rate = hundredths;
    else if (place(code) < SCENARIOS)
        rate[place(code)] = hundredths;
    else
        return all;
    return true;
}

void subject(const char *kind, const char *key, const char *period)
{
    row(ledger, 0);
    text(case_id);
    text(current->scenario);
    text(current->kind);
    text(current->tables);
    text(kind);
    text(key);
    text(period);
    text(current->note);
    text(current->also);
    end();
}

static void plant(const struct planter *kinds, size_t count, bool guilty)
{
    for (size_t k = 0; k < count; k++) {
        current = &kinds[k];
        ledger = guilty ? TRUTH : LOOKALIKES;
        size_t at = place(current->scenario);
        int64_t cases = (guilty ? rate[at] : innocent_rate) * plan.scale / 100;
        for (int64_t i = 0; i < cases; i++) {
            snprintf(case_id, sizeof case_id, "%s-%s%05lld", current->scenario, guilty ? "" : "L",
                     (long long)(guilty ? ++planted[at] : ++innocent[at]));
            current->plant(i);
        }
    }
}

void cases_plant(void)
{
    if (!rates_set)
        cases_rate("all", 200);
    for (size_t g = 0; g < COUNT(groups); g++) {
        plant(groups[g]->cases, groups[g]->case_count, true);
        plant(groups[g]->lookalikes, groups[g]->lookalike_count, false);
    }
}
