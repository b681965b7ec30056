/* `over`: what each subject sees of others in its period, against a loop over all of them. */
#include "range.h"

#include <stdlib.h>

#include "tap.h"

static struct arena scratch;

enum {
    SUBJECTS = 12,
    PERIODS = 3,
    GROUPS = SUBJECTS * PERIODS,
    ROWS = 3,
    TEXTS = 4,
    UNKNOWN_WHY = 6
};
enum { CATEGORY, COUNT, SUM, LARGEST, NAMES, SLOTS };

static uint64_t state = 40;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static const struct slice words[TEXTS] = {{"", 0}, {"road", 4}, {"a|b", 3}, {"a", 1}};

/* One subject in one period. */
struct member {
    bool present, unknown;
    int32_t period;
    uint32_t category, rows; /* of ROWS; none: it does not count, but for DOUBT */
    why_t doubt;
    int64_t sum, largest;
    unsigned names; /* bits */
    uint32_t group;
};

static struct reasons reasons;

static void add_slots(struct grouping *g)
{
    static const struct slot like[SLOTS] = {
        [CATEGORY] = {.kind = SLOT_SAME_TEXT, .type = T_TEXT, .key = {"category", 8}, .differs = 2},
        [COUNT] = {.kind = SLOT_COUNT, .key = {"count", 5}},
        [SUM] = {.kind = SLOT_SUM, .type = T_NUMBER, .key = {"sum", 3}},
        [LARGEST] = {.kind = SLOT_EXTREME, .last = true, .type = T_NUMBER, .key = {"max", 3}},
        [NAMES] = {.kind = SLOT_SET, .type = T_TEXT, .key = {"names", 5}, .blank = 9},
    };
    struct error e;
    for (size_t i = 0; i < SLOTS; i++)
        if (group_slot(g, &like[i]) != i)
            abort();
    if (group_begin(g, &e) != ST_OK)
        abort();
}

static void add_member(struct grouping *g, struct member *m, uint32_t number)
{
    char name[8], *group[ROWS];
    int n = snprintf(name, sizeof name, "U%u", number);
    struct slice key[ROWS], category[ROWS], names[ROWS];
    int64_t period[ROWS], amount[ROWS];
    uint32_t subject[ROWS], pick[ROWS], doubt = 0;
    uint64_t line[ROWS] = {0};
    why_t why[ROWS] = {0}, doubt_why = m->doubt;
    struct error e;
    m->largest = INT64_MIN;
    for (uint32_t i = 0; i < ROWS; i++) {
        uint32_t word = 1 + below(TEXTS - 1);
        key[i] = (struct slice){name, (size_t)n};
        category[i] = words[m->category];
        names[i] = words[word];
        period[i] = m->period;
        amount[i] = (int64_t)below(2001) - 1000;
        pick[i] = i;
        why[i] = m->unknown && i == 1 ? UNKNOWN_WHY : 0;
        if (i >= m->rows)
            continue;
        m->sum += amount[i];
        m->largest = amount[i] > m->largest ? amount[i] : m->largest;
        m->names |= 1u << word;
    }
    struct vec by = {.type = T_TEXT, .form = VEC_TEXT, .n = ROWS, .text = key};
    struct vec month = {.type = T_MONTH, .n = ROWS, .whole = period};
    struct vec arg[SLOTS] = {
        [CATEGORY] = {.type = T_TEXT, .form = VEC_TEXT, .n = ROWS, .text = category, .why = why},
        [SUM] = {.type = T_NUMBER, .n = ROWS, .whole = amount},
        [LARGEST] = {.type = T_NUMBER, .n = ROWS, .whole = amount},
        [NAMES] = {.type = T_TEXT, .form = VEC_TEXT, .n = ROWS, .text = names},
    };
    if (group_place(g, &by, &month, ROWS, NULL, 0, group, subject, &e) != ST_OK)
        abort();
    for (size_t i = 0; i < SLOTS; i++) {
        bool all = i == CATEGORY;
        struct slot_rows rows = {ROWS,      group,      subject,
                                 g->keys.n, line,       0,
                                 NULL,      pick,       all ? ROWS : m->rows,
                                 &doubt,    &doubt_why, all || m->doubt == 0 ? 0 : 1,
                                 NULL,      &scratch};
        if (!slot_add(&g->slots[i], &rows, &arg[i], NULL, g->reasons))
            abort();
    }
    m->group = g->subjects[subject[0]].newest.group;
}

static bool counts(const struct member *m)
{
    return m->rows > 0 || m->doubt != 0;
}

/* What the model says that member K sees, in SEEN; false where it sees nothing, for reason *WHY. */
static bool look(const struct member *all, size_t k, enum over over, int64_t min_peers, why_t blank,
                 why_t few, struct member *seen, why_t *why)
{
    const struct member *me = &all[k];
    int64_t peers = 0;
    *seen = (struct member){.largest = INT64_MIN};
    *why = 0;
    if (over != OVER_ALL && (me->unknown || me->category == 0)) {
        *why = me->unknown ? UNKNOWN_WHY : blank;
        return false;
    }
    for (size_t i = 0; i < GROUPS; i++) {
        const struct member *x = &all[i];
        bool same = over == OVER_ALL || (!x->unknown && x->category == me->category);
        if (!x->present || x->period != me->period || !same || !counts(x) ||
            (over == OVER_OTHERS && i == k))
            continue;
        peers++;
        seen->rows += x->rows;
        seen->sum += x->sum;
        seen->largest = x->largest > seen->largest ? x->largest : seen->largest;
        seen->names |= x->names;
        seen->doubt = why_min(seen->doubt, x->doubt);
    }
    *why = peers < min_peers ? few : 0;
    return *why == 0;
}

static unsigned bits(unsigned x)
{
    unsigned n = 0;
    for (; x != 0; x >>= 1)
        n += x & 1;
    return n;
}

static bool sees(struct grouping *g, char *row, const struct member *want)
{
    const struct count_state *c = (const void *)(row + g->slots[COUNT].offset);
    const struct value_state *sum = (const void *)(row + g->slots[SUM].offset);
    const struct value_state *largest = (const void *)(row + g->slots[LARGEST].offset);
    struct list_state *names = (void *)(row + g->slots[NAMES].offset);
    struct num total;
    int64_t whole = 0;
    if (slot_total(&g->slots[SUM], sum, &total) != NUM_OK || !num_int(&total, &whole) ||
        whole != want->sum)
        return false;
    if (count_rows(c) != want->rows || c->why != want->doubt || largest->why != want->doubt)
        return false;
    /* Where it is unknown the largest so far does not matter. */
    if (want->doubt == 0 && want->rows > 0 && largest->low != want->largest)
        return false;
    return largest->set == (want->rows > 0) && set_count(names) == bits(want->names);
}

static void make_members(struct grouping *g, struct member all[GROUPS], uint32_t list[GROUPS],
                         size_t *n)
{
    *n = 0;
    for (uint32_t s = 0; s < SUBJECTS; s++)
        for (int32_t p = 0; p < PERIODS; p++) {
            struct member *m = &all[s * PERIODS + (uint32_t)p];
            *m = (struct member){.present = below(6) != 0,
                                 .unknown = below(10) == 0,
                                 .period = p,
                                 .category = below(TEXTS),
                                 .rows = below(ROWS + 1)};
            m->doubt = below(8) == 0 ? (why_t)(7 + below(2)) : 0;
            if (!m->present)
                continue;
            add_member(g, m, s);
            list[(*n)++] = m->group;
        }
}

static unsigned wrong_ranges(enum over over, int64_t min_peers, bool of_some)
{
    struct grouping g = {.by_n = 1, .reasons = &reasons};
    struct member all[GROUPS], seen;
    uint32_t list[GROUPS];
    size_t n;
    struct error e;
    struct expr same = {
        .kind = EXPR_AGGREGATE, .type = T_TEXT, .aggregate = AGG_SAME, .slot = CATEGORY};
    struct expr *columns[] = {&same};
    bool wanted[SLOTS] = {false, true, true, true, true};
    char *rows[GROUPS];
    why_t why[GROUPS], want_why, few = 11, blank = reason_make(&reasons, REASON_KEY, SLICE("over"));
    unsigned wrong = 0;
    struct range r = {.over = over,
                      .columns = columns,
                      .column_n = over == OVER_ALL ? 0 : 1,
                      .counting = {COUNT, NO_SLOT},
                      .wanted = wanted,
                      .min_peers = min_peers,
                      .too_few = few};
    add_slots(&g);
    make_members(&g, all, list, &n);
    if (range_build(&r, &g, list, n, &e) != ST_OK)
        abort();
    /* The rows that are asked for may be some of those that were merged. */
    size_t from = of_some ? n / 2 : 0;
    if (range_rows(&r, &g, list + from, n - from, &scratch, rows + from, why + from, NULL, &e) !=
        ST_OK)
        abort();
    for (size_t k = 0, i = 0; k < GROUPS; k++) {
        if (!all[k].present || i++ < from)
            continue;
        bool some = look(all, k, over, min_peers, blank, few, &seen, &want_why);
        wrong += (rows[i - 1] != NULL) != some || why[i - 1] != want_why;
        wrong += some && rows[i - 1] != NULL && !sees(&g, rows[i - 1], &seen);
    }
    range_let_go(&r, &g, rows + from, n - from);
    range_free(&r, &g);
    group_free(&g);
    arena_free(&scratch);
    return wrong;
}

int main(void)
{
    static const struct {
        enum over over;
        const char *name;
    } v[] = {
        {OVER_BY, "over category"}, {OVER_OTHERS, "over others(category)"}, {OVER_ALL, "over all"}};
    struct error e;
    if (reasons_init(&reasons, &e) != ST_OK)
        return 1;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        for (int64_t least = 1; least <= 6; least++) {
            unsigned wrong = 0;
            for (int round = 0; round < 100; round++)
                wrong += wrong_ranges(v[i].over, least, round % 2 == 1);
            ok(wrong == 0, "%s, at least %d peers", v[i].name, (int)least);
        }
    }
    reasons_free(&reasons);
    return done_testing();
}
