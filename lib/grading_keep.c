/* What is kept of an alert, and which are refused. */
#include <inttypes.h>
#include <stdlib.h>

#include "grading_int.h"
#include "i18n.h"

static const struct indicator *find_indicator(const struct pack *p, struct slice id)
{
    for (size_t i = 0; i < p->indicator_count; i++)
        if (slice_eq(id, slice_of(p->indicators[i].id)))
            return &p->indicators[i];
    return NULL;
}

/* What KEY says again, cut at its NULs. */
static enum status add_origin(struct grading *g, struct slice key, struct error *e)
{
    if (!grow(&g->origins, &g->origin_size, g->origin_keys.n, sizeof *g->origins))
        return error_memory(e);
    struct origin *o = &g->origins[g->origin_keys.n - 1];
    *o = (struct origin){.indicator = slice_split(&key, '\0'),
                         .field = slice_split(&key, '\0'),
                         .scenario = slice_split(&key, '\0'),
                         .department = slice_split(&key, '\0'),
                         .region = key};
    const struct indicator *i = find_indicator(g->pack, o->indicator);
    bool named = i != NULL && i->family[0] != '\0';
    o->money = i != NULL && grades_money(i);
    o->family = keytab_add(&g->families, named ? slice_of(i->family) : o->indicator);
    return o->family == KEYTAB_NONE ? error_memory(e) : ST_OK;
}

/* No cell holds a NUL: the reader refuses it. */
static struct slice joined(struct buffer *b, const struct alert_row *row,
                           const enum alert_column *columns, size_t n)
{
    b->n = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buffer_char(b, '\0');
        buffer_slice(b, row->cell[columns[i]]);
    }
    return buffer_view(b);
}

static enum status find_origin(struct keeping *k, const struct alert_row *row, uint32_t *out,
                               struct error *e)
{
    static const enum alert_column columns[] = {ALERT_INDICATOR, ALERT_FIELD, ALERT_SCENARIO,
                                                ALERT_DEPARTMENT, ALERT_REGION};
    struct grading *g = k->grading;
    struct slice key = joined(&k->key, row, columns, sizeof columns / sizeof *columns);
    uint32_t before = g->origin_keys.n;
    *out = k->key.failed ? KEYTAB_NONE : keytab_add(&g->origin_keys, key);
    if (*out == KEYTAB_NONE)
        return error_memory(e);
    return *out == before ? add_origin(g, g->origin_keys.keys[*out], e) : ST_OK;
}

static enum status find_subject(struct keeping *k, const struct alert_row *row, uint32_t *out,
                                struct error *e)
{
    static const enum alert_column columns[] = {ALERT_SUBJECT_KIND, ALERT_SUBJECT};
    struct grading *g = k->grading;
    struct slice key = joined(&k->key, row, columns, 2);
    uint32_t before = g->subject_keys.n;
    *out = k->key.failed ? KEYTAB_NONE : keytab_add(&g->subject_keys, key);
    if (*out == KEYTAB_NONE)
        return error_memory(e);
    if (*out != before)
        return ST_OK;
    if (!grow(&g->subjects, &g->subject_size, (size_t)before + 1, sizeof *g->subjects))
        return error_memory(e);
    g->subjects[before] = (struct warned){.first = NO_NUMBER, .joint = NO_NUMBER};
    return ST_OK;
}

/* The size of an amount; one that was rounded when it was written is taken as it stands. */
static enum status find_amount(struct grading *g, struct slice value, uint32_t *out,
                               struct error *e)
{
    struct num v;
    bool rounded = value.n > 0 && value.p[0] == '~';
    *out = NO_NUMBER;
    if (num_parse((struct slice){value.p + rounded, value.n - rounded}, &v) != NUM_OK)
        return ST_OK;
    num_abs(&v, &v);
    if (g->amount_n == NO_NUMBER ||
        !grow(&g->amounts, &g->amount_size, g->amount_n + 1, sizeof *g->amounts))
        return error_memory(e);
    *out = (uint32_t)g->amount_n;
    g->amounts[g->amount_n++] = (struct amount){.high = (uint64_t)(v.n >> 64),
                                                .low = (uint64_t)v.n,
                                                .scale = v.scale,
                                                .approximate = rounded};
    return ST_OK;
}

struct num grading_amount(const struct grading *g, const struct graded *a)
{
    const struct amount *x = &g->amounts[a->amount];
    struct num v = num_decimal((int128)x->high << 64 | x->low, x->scale);
    v.approximate = x->approximate;
    return v;
}

/* What the ledgers know of the issue that the alert is of, and of earlier ones. */
static void look_back(const struct grading *g, const struct alert_row *row, struct graded *a)
{
    if (g->options.ledger_n == 0)
        return;
    const struct slice *cell = row->cell;
    const struct issue *x =
        issues_of_run(&g->issues, cell[ALERT_INDICATOR], cell[ALERT_SUBJECT_KIND],
                      cell[ALERT_SUBJECT], cell[ALERT_SINCE], cell[ALERT_PERIOD]);
    a->repeat = issues_repeats(&g->issues, cell[ALERT_INDICATOR], cell[ALERT_SUBJECT_KIND],
                               cell[ALERT_SUBJECT], x == NULL ? SLICE("") : x->id);
    if (x == NULL || x->state < ISSUE_CONFIRMED || x->state >= ISSUE_CLOSED)
        return;
    a->confirmed = true;
    a->due = x->due == INT64_MIN ? NO_DUE : (int32_t)x->due;
}

static void id_bytes(struct slice hex, unsigned char out[ALERT_ID_BYTES])
{
    for (size_t i = 0; i < ALERT_ID_BYTES; i++) {
        unsigned v = 0;
        for (size_t k = 2 * i; k < 2 * i + 2; k++)
            v = v * 16 + (unsigned)(hex.p[k] <= '9' ? hex.p[k] - '0' : hex.p[k] - 'a' + 10);
        out[i] = (unsigned char)v;
    }
}

static struct slice id_key(const struct graded *a)
{
    return (struct slice){(const char *)a->id, sizeof a->id};
}

static bool widen_slots(struct grading *g)
{
    size_t size = g->slots == NULL ? 1024 : (g->slot_mask + 1) * 2, mask = size - 1;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < g->alert_n; i++) {
        size_t at = keytab_hash(id_key(&g->alerts[i])) & mask;
        while (slots[at] != 0)
            at = (at + 1) & mask;
        slots[at] = (uint32_t)i + 1;
    }
    free(g->slots);
    g->slots = slots;
    g->slot_mask = mask;
    return true;
}

/* The alert of the same id, or where it would stand (*AT). */
static const struct graded *find_twin(const struct grading *g, const struct graded *a, size_t *at)
{
    *at = keytab_hash(id_key(a)) & g->slot_mask;
    for (; g->slots[*at] != 0; *at = (*at + 1) & g->slot_mask) {
        const struct graded *b = &g->alerts[g->slots[*at] - 1];
        if (memcmp(a->id, b->id, sizeof a->id) == 0)
            return b;
    }
    return NULL;
}

static enum status check_pack(struct keeping *k, const struct alert_row *row, struct error *e)
{
    struct grading *g = k->grading;
    struct slice says = row->cell[ALERT_PACK];
    if (slice_eq(says, slice_of(g->pack_says)))
        return ST_OK;
    char q[QUOTE_SIZE];
    if (!g->options.any_pack)
        return alert_in_error(k->in, ALERT_PACK, e,
                              _("judged by '%s', but -p is '%s': grade with the pack that judged, "
                                "or take alerts of others too with --any-pack"),
                              quote(q, says), g->pack_says);
    if (g->other_pack.p == NULL) {
        g->other_pack = arena_copy(&g->arena, says);
        if (g->other_pack.p == NULL)
            return error_memory(e);
    }
    return ST_OK;
}

static enum status refuse_twin(struct keeping *k, const struct graded *twin, struct error *e)
{
    return alert_in_error(k->in, ALERT_ID, e,
                          _("the same alert stands in %s:%" PRIu64
                            " already (give each alert once: it would count twice)"),
                          k->grading->options.files[twin->file], twin->line);
}

enum status grading_keep(struct keeping *k, const struct alert_row *row, struct error *e)
{
    struct grading *g = k->grading;
    struct graded a = {.size = (uint32_t)row->raw.n,
                       .line = row->line,
                       .file = k->file,
                       .run = (uint32_t)row->run,
                       .amount = NO_NUMBER,
                       .due = NO_DUE,
                       .level = (uint8_t)row->level,
                       .trial = row->trial};
    if (g->alert_n == NO_NUMBER - 1 ||
        ((g->slots == NULL || g->alert_n >= (g->slot_mask + 1) / 2) && !widen_slots(g)) ||
        !grow(&g->alerts, &g->alert_size, g->alert_n + 1, sizeof *g->alerts))
        return error_memory(e);
    size_t at;
    id_bytes(row->cell[ALERT_ID], a.id);
    const struct graded *twin = find_twin(g, &a, &at);
    enum status s = check_pack(k, row, e);
    if (s == ST_OK && twin != NULL)
        s = refuse_twin(k, twin, e);
    if (s == ST_OK)
        s = find_origin(k, row, &a.origin, e);
    if (s == ST_OK)
        s = find_subject(k, row, &a.subject, e);
    if (s == ST_OK && g->origins[a.origin].money)
        s = find_amount(g, row->cell[ALERT_VALUE], &a.amount, e);
    if (s != ST_OK)
        return s;
    look_back(g, row, &a);
    g->counts.of_other_packs += !slice_eq(row->cell[ALERT_PACK], slice_of(g->pack_says));
    a.next = g->subjects[a.subject].first;
    g->subjects[a.subject].first = (uint32_t)g->alert_n;
    g->alerts[g->alert_n++] = a;
    g->slots[at] = (uint32_t)g->alert_n;
    return ST_OK;
}
