#include "issue.h"

#include <stdlib.h>

#include "issue_int.h"

void issue_id(struct slice indicator, struct slice subject_kind, struct slice subject,
              struct slice since, struct slice period, char out[ALERT_ID_SIZE])
{
    struct digest d;
    digest_begin(&d);
    digest_add(&d, SLICE("issue"));
    digest_add(&d, indicator);
    digest_add(&d, subject_kind);
    digest_add(&d, subject);
    digest_add(&d, since.n > 0 ? since : period);
    digest_end(&d, out);
}

void issue_fact(struct slice indicator, struct slice subject_kind, struct slice subject,
                char out[DIGEST_SIZE])
{
    struct digest d;
    digest_begin(&d);
    digest_add(&d, indicator);
    digest_add(&d, subject_kind);
    digest_add(&d, subject);
    digest_end(&d, out);
}

void issue_routed(const struct slice *cells, char out[DIGEST_SIZE])
{
    static const enum ledger_column columns[] = {LEDGER_GRADE,   LEDGER_SCORE,  LEDGER_ACTION,
                                                 LEDGER_HANDLER, LEDGER_COPIES, LEDGER_CASE_ID};
    struct digest d;
    digest_begin(&d);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        digest_add(&d, cells[columns[i]]);
    digest_end(&d, out);
}

struct issue *issues_find(const struct issues *all, struct slice id)
{
    uint32_t at = keytab_find(&all->ids, id);
    return at == KEYTAB_NONE ? NULL : &all->list[at];
}

struct issue *issues_alert(const struct issues *all, struct slice alert_id,
                           const struct slice *cells, bool *same)
{
    uint32_t at = keytab_find(&all->alerts, alert_id);
    *same = false;
    if (at == KEYTAB_NONE)
        return NULL;
    char routed[DIGEST_SIZE];
    issue_routed(cells, routed);
    *same = slice_eq(all->routed.keys[all->known[at].routed], slice_of(routed));
    return &all->list[all->known[at].issue];
}

/* The first issue of the indicator and subject; the others follow by next_same. */
static uint32_t first_of(const struct issues *all, struct slice indicator,
                         struct slice subject_kind, struct slice subject)
{
    char fact[DIGEST_SIZE];
    issue_fact(indicator, subject_kind, subject, fact);
    uint32_t known = keytab_find(&all->facts, slice_of(fact));
    return known == KEYTAB_NONE ? UINT32_MAX : all->first_same[known];
}

static struct slice beginning(struct slice since, struct slice period)
{
    return since.n > 0 ? since : period;
}

struct issue *issues_of_run(const struct issues *all, struct slice indicator,
                            struct slice subject_kind, struct slice subject, struct slice since,
                            struct slice period)
{
    struct issue *found = NULL;
    struct slice from = beginning(since, period), found_from = SLICE("");
    uint32_t at = first_of(all, indicator, subject_kind, subject);
    for (; at != UINT32_MAX; at = all->list[at].next_same) {
        struct issue *x = &all->list[at];
        struct slice until = x->cell[LEDGER_PERIOD],
                     since_of = beginning(x->cell[LEDGER_SINCE], until);
        if (slice_cmp(since_of, period) > 0 || slice_cmp(from, until) > 0 ||
            (found != NULL && slice_cmp(since_of, found_from) < 0))
            continue;
        found = x;
        found_from = since_of;
    }
    return found;
}

uint32_t issues_repeats(const struct issues *all, struct slice indicator, struct slice subject_kind,
                        struct slice subject, struct slice id)
{
    uint32_t n = 0, at = first_of(all, indicator, subject_kind, subject);
    for (; at != UINT32_MAX; at = all->list[at].next_same)
        n += all->list[at].confirmed && !slice_eq(all->list[at].id, id);
    return n;
}

int64_t issue_overdue(const struct issue *x, int64_t today)
{
    return x->due != INT64_MIN && today > x->due ? today - x->due : 0;
}

void issues_free(struct issues *all)
{
    keytab_free(&all->ids);
    keytab_free(&all->alerts);
    keytab_free(&all->facts);
    keytab_free(&all->routed);
    arena_free(&all->arena);
    free(all->list);
    free(all->known);
    free(all->first_same);
    *all = (struct issues){0};
}

enum status issues_read(struct issues *all, struct ledger *l, struct error *e)
{
    struct ledger_event event;
    enum status s = ST_OK;
    for (bool more = true; s == ST_OK;) {
        s = ledger_next(l, &event, &more, e);
        if (s != ST_OK || !more)
            break;
        s = issues_take(all, &event, e);
        if (s == ST_DATA)
            error_place(e, ledger_path(l), event.line, 0);
    }
    return s;
}
