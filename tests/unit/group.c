/* Rows by subject and period: whatever their order and however little memory there is, each group
 * is judged with all its rows. */
#include "group.h"

#include <stdlib.h>

#include "tap.h"

static struct arena scratch;

enum { SUBJECTS = 40, PERIODS = 8, MOST = 64, LONG = 200 };

static uint64_t state = 77;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

struct cell {
    int64_t sum;
    uint32_t rows, judged;
};

/* What rows say in all, and what was judged. */
struct book {
    struct cell at[SUBJECTS][PERIODS];
    struct grouping *g;
    unsigned wrong, restarts;
    int32_t last[SUBJECTS]; /* period judged */
    size_t peak;
};

static struct reasons reasons;

static uint32_t number_of(const struct grouping *g, uint32_t subject)
{
    struct slice key = g->keys.keys[subject];
    uint32_t n = 0;
    for (size_t i = 1; i < key.n; i++)
        n = n * 10 + (uint32_t)(key.p[i] - '0');
    return n;
}

static enum status judge(void *context, const uint32_t *groups, size_t n, struct error *e)
{
    struct book *b = context;
    struct grouping *g = b->g;
    (void)e;
    for (size_t i = 0; i < n; i++) {
        char *row = group_at(g, groups[i]);
        const struct group_head *h = group_head(row);
        uint32_t subject = number_of(g, h->subject);
        struct cell *c = &b->at[subject][h->period];
        struct value_state *v = (void *)(row + g->slots[0].offset);
        const struct count_state *rows = (const void *)(row + g->slots[1].offset);
        struct list_state *l = (void *)(row + g->slots[2].offset);
        struct num sum;
        int64_t whole = 0;
        b->wrong += slot_total(&g->slots[0], v, &sum) != NUM_OK || !num_int(&sum, &whole) ||
                    whole != c->sum;
        b->wrong += count_rows(rows) != c->rows || l->n != c->rows;
        b->wrong += b->last[subject] >= h->period; /* a subject's periods come in order */
        b->last[subject] = h->period;
        c->judged++;
    }
    return ST_OK;
}

static void forget(struct book *b)
{
    b->wrong = 0;
    for (int i = 0; i < SUBJECTS; i++) {
        b->last[i] = -1;
        for (int p = 0; p < PERIODS; p++)
            b->at[i][p].judged = 0;
    }
}

static void restart(void *context)
{
    struct book *b = context;
    forget(b);
    b->restarts++;
}

static void add_slots(struct grouping *g)
{
    static const struct slot like[] = {
        {.kind = SLOT_SUM, .type = T_NUMBER, .key = {"sum", 3}},
        {.kind = SLOT_COUNT, .key = {"count", 5}},
        {.kind = SLOT_LIST, .type = T_NUMBER, .key = {"list", 4}},
        {.kind = SLOT_EVIDENCE, .key = {"lines", 5}},
    };
    for (size_t i = 0; i < sizeof like / sizeof *like; i++)
        if (group_slot(g, &like[i]) != i)
            abort();
}

enum order { BY_PERIOD, BY_SUBJECT, ANY };

struct batch {
    char key[MOST][8];
    struct slice text[MOST];
    int64_t period[MOST], amount[MOST];
    uint64_t line[MOST];
    size_t n;
};

/* Row I of ROWS in that order. */
static void make_row(struct batch *b, enum order order, size_t i, size_t rows)
{
    uint32_t subject = below(SUBJECTS), period = below(PERIODS);
    if (order == BY_PERIOD)
        period = (uint32_t)(i * PERIODS / rows);
    if (order == BY_SUBJECT) {
        subject = (uint32_t)(i * SUBJECTS / rows);
        period = (uint32_t)(i * SUBJECTS * PERIODS / rows % PERIODS);
    }
    size_t k = b->n++;
    int n = snprintf(b->key[k], sizeof b->key[k], "U%u", subject);
    b->text[k] = (struct slice){b->key[k], (size_t)n};
    b->period[k] = period;
    b->amount[k] = (int64_t)below(2000001) - 1000000;
    b->line[k] = i + 2;
}

static void add_batch(struct grouping *g, struct book *book, struct batch *b)
{
    char *group[MOST];
    uint32_t subject[MOST];
    struct error e;
    struct vec by = {.type = T_TEXT, .form = VEC_TEXT, .n = b->n, .text = b->text};
    struct vec period = {.type = T_MONTH, .n = b->n, .whole = b->period};
    struct vec arg = {.type = T_NUMBER, .n = b->n, .whole = b->amount};
    if (group_place(g, &by, &period, b->n, NULL, 0, group, subject, &e) != ST_OK ||
        group_leave(g, judge, book, &e) != ST_OK)
        abort();
    struct slot_rows rows = {b->n, group, subject, g->keys.n, b->line, 0,    NULL,
                             NULL, b->n,  NULL,    NULL,      0,       NULL, &scratch};
    for (size_t i = 0; i < g->slot_n; i++)
        if (!slot_add(&g->slots[i], &rows, &arg, NULL, g->reasons))
            abort();
    for (size_t k = 0; k < b->n; k++) {
        struct cell *c = &book->at[number_of(g, subject[k])][b->period[k]];
        c->sum += b->amount[k];
        c->rows++;
        book->wrong += group_head(group[k])->subject != subject[k] ||
                       group_head(group[k])->period != b->period[k];
    }
    if (group_relieve(g, judge, book, &e) != ST_OK)
        abort();
    book->peak = g->in_use > book->peak ? g->in_use : book->peak;
}

/* What closed early was judged before all rows had come: its figures are then those so far. */
static void judged_once(const struct book *b, unsigned *missing, unsigned *twice)
{
    for (int i = 0; i < SUBJECTS; i++)
        for (int p = 0; p < PERIODS; p++) {
            const struct cell *c = &b->at[i][p];
            *missing += c->rows > 0 && c->judged == 0;
            *twice += c->judged > (c->rows > 0);
        }
}

struct setting {
    const char *name;
    enum order order;
    bool closes, put_away;
    size_t memory;
};

static void run(struct grouping *g, struct book *b, const struct setting *s, size_t rows)
{
    struct batch batch = {.n = 0};
    size_t full = 1 + below(MOST);
    *b = (struct book){.g = g, .restarts = b->restarts};
    forget(b);
    for (size_t i = 0; i < rows; i++) {
        make_row(&batch, s->order, i, rows);
        if (batch.n == full || i + 1 == rows) {
            add_batch(g, b, &batch);
            batch.n = 0;
        }
    }
}

static void test_setting(const struct setting *s)
{
    unsigned wrong = 0, missing = 0, twice = 0, late = 0, early = 0, kept = 0;
    struct error e;
    for (int round = 0; round < 60; round++) {
        struct grouping g = {.by_n = 1,
                             .closes = s->closes,
                             .put_away = s->put_away,
                             .memory = s->memory,
                             .reasons = &reasons};
        struct book b = {.wrong = 0};
        add_slots(&g);
        if (group_begin(&g, &e) != ST_OK)
            abort();
        run(&g, &b, s, 500 + below(1000));
        late += g.late;
        kept += g.leaving_size > 0;
        early += b.peak < SUBJECTS * PERIODS / 2;
        if (g.late && !s->put_away) {
            group_free(&g);
            continue;
        }
        if (group_finish(&g, judge, restart, &b, &e) != ST_OK)
            abort();
        wrong += b.wrong != 0 || b.restarts != g.late;
        judged_once(&b, &missing, &twice);
        group_free(&g);
    }
    ok(wrong == 0, "%s: sums, counts and order are right", s->name);
    ok(missing == 0 && twice == 0, "%s: each group is judged once", s->name);
    ok(late == (s->order == ANY && s->closes && s->memory < 1 << 20 ? 60 : 0),
       "%s: a late row is noticed, and only then", s->name);
    if (s->closes && s->order == BY_PERIOD) {
        ok(early == 60, "%s: periods are closed early", s->name);
        ok(kept > 20, "%s: groups are used again where they are", s->name);
    }
}

/* A table that can be read again: after a late row everything is forgotten and added anew. */
static void test_reset(void)
{
    struct setting s = {"", ANY, true, false, 1};
    struct grouping g = {.by_n = 1, .closes = true, .memory = 1, .reasons = &reasons};
    struct book b = {.wrong = 0};
    struct error e;
    add_slots(&g);
    if (group_begin(&g, &e) != ST_OK)
        abort();
    run(&g, &b, &s, 1000);
    ok(g.late, "a row came late");
    group_reset(&g);
    ok(!g.late && !g.went_back && !g.eager && g.keys.n == 0 && g.in_use == 0 && g.closing_n == 0 &&
           g.first_period > g.last_period,
       "forgotten");
    g.closes = false;
    run(&g, &b, &s, 1000);
    b.restarts = 0;
    unsigned missing = 0, twice = 0;
    ok(group_finish(&g, judge, restart, &b, &e) == ST_OK && b.wrong == 0 && b.restarts == 0,
       "and right anew");
    judged_once(&b, &missing, &twice);
    ok(missing == 0 && twice == 0, "each group once");
    ok(g.first_period == 0 && g.last_period == PERIODS - 1, "first and last period");
    group_free(&g);
}

/* Rows that have no key, no period, or were rejected. */
static void test_unreadable(void)
{
    struct grouping g = {.by_n = 2, .reasons = &reasons};
    struct error e;
    struct slice text[] = {SLICE("a"),  SLICE("a"),  SLICE(""), SLICE("a"),
                           SLICE("b|"), SLICE("b|"), SLICE("c")};
    int64_t number[] = {1, 10, 1, 0, 2, 2, 3}, period[] = {5, 5, 5, 5, 0, 7, 9};
    why_t why[] = {0, 0, 0, 6, 0, 0, 0}, when[] = {0, 0, 0, 0, 8, 0, 0};
    uint8_t bad[] = {0, 0, 0, 0, 1, 1, 0};
    struct vec by[] = {{.type = T_TEXT, .form = VEC_TEXT, .n = 7, .text = text},
                       {.type = T_NUMBER, .n = 7, .whole = number, .why = why}};
    struct vec month = {.type = T_MONTH, .n = 7, .whole = period, .why = when};
    char *group[7];
    uint32_t subject[7];
    add_slots(&g);
    if (group_begin(&g, &e) != ST_OK ||
        group_place(&g, by, &month, 7, bad, 5, group, subject, &e) != ST_OK)
        abort();
    ok(subject[0] == 0 && subject[1] == 1 && group[0] != group[1], "two numbers are two subjects");
    ok(subject[2] == KEYTAB_NONE && subject[3] == KEYTAB_NONE && group[2] == NULL &&
           group[3] == NULL,
       "a blank or unknown key has no subject");
    ok(subject[4] == 2 && group[4] == NULL && g.subjects[2].why == 5,
       "a rejected row without a period: its subject");
    ok(subject[5] == 2 && group[5] == NULL, "a rejected row counts nowhere");
    size_t n;
    uint32_t *list = group_list(&g, 2, 3, &n);
    ok(list != NULL && n == 1 && group_head(group_at(&g, list[0]))->why == 5,
       "but its group is marked");
    free(list);
    is_text(g.keys.keys[2].p, g.keys.keys[2].n, "b\\||2", "keys are joined");
    ok(g.first_period == 5 && g.last_period == 9, "periods of rows that have one");
    is_int((int64_t)group_slot(&g, &(struct slot){.key = SLICE("list")}), 2,
           "a slot is found by its key");
    period[0] = (int64_t)INT32_MAX + 1;
    is_int(group_place(&g, by, &month, 1, bad, 5, group, subject, &e), ST_DATA,
           "a period too far away is refused");
    group_free(&g);
}

/* Many subjects, in turns that are followed by guess, and others. */
static void test_subjects(void)
{
    static char keys[LONG][12];
    struct slice text[LONG];
    int64_t period[LONG];
    char *group[LONG];
    uint32_t subject[LONG];
    unsigned wrong = 0;
    struct error e;
    struct grouping g = {.by_n = 1, .reasons = &reasons};
    struct keytab twin = {.n = 0};
    add_slots(&g);
    if (group_begin(&g, &e) != ST_OK)
        abort();
    for (int round = 0; round < 300; round++) {
        uint32_t start = below(500), turn = below(3);
        for (uint32_t k = 0; k < LONG; k++) {
            uint32_t x = turn == 0 ? start + k : turn == 1 ? below(700) : start + k % 7;
            const char *end = round > 150 && x % 50 == 0 ? "|\\" : "";
            int n = snprintf(keys[k], sizeof keys[k], "%u%s", x, end);
            text[k] = (struct slice){keys[k], (size_t)n};
            period[k] = round / 10;
        }
        struct vec by = {.type = T_TEXT, .form = VEC_TEXT, .n = LONG, .text = text};
        struct vec month = {.type = T_MONTH, .n = LONG, .whole = period};
        if (group_place(&g, &by, &month, LONG, NULL, 0, group, subject, &e) != ST_OK)
            abort();
        for (uint32_t k = 0; k < LONG; k++) {
            struct buffer spare = {0};
            struct slice key;
            if (!vec_key(&by, 1, k, &spare, &key))
                abort();
            wrong +=
                keytab_add(&twin, key) != subject[k] || !slice_eq(g.keys.keys[subject[k]], key);
            buffer_free(&spare);
        }
    }
    is_int(wrong, 0, "subjects are numbered as they come, however they follow each other");
    keytab_free(&twin);
    group_free(&g);
}

enum { BEFORE, ALL, LEANS, OTHER, TEXTS, TEXT_ROWS = 6 };

/* Rows of two subjects, whose texts mostly are the same: all to ALL, some to the other slots. */
static void add_texts(struct grouping *g, char *const *of)
{
    const struct slice word[] = {SLICE("one"), SLICE("two"), SLICE("")};
    struct slice text[TEXT_ROWS];
    why_t why[TEXT_ROWS];
    char *group[TEXT_ROWS];
    uint32_t subject[TEXT_ROWS], pick[TEXT_ROWS], picks = 0;
    for (uint32_t k = 0; k < TEXT_ROWS; k++) {
        subject[k] = below(2);
        group[k] = of[subject[k]];
        text[k] = word[below(8) == 0 ? below(3) : subject[k]];
        why[k] = below(16) == 0 ? 7 : 0;
        pick[picks] = k;
        picks += below(2);
    }
    struct vec arg = {.type = T_TEXT, .form = VEC_TEXT, .n = TEXT_ROWS, .text = text};
    arg.why = below(2) == 0 ? NULL : why;
    struct slot_rows rows = {
        .n = TEXT_ROWS, .group = group, .subject = subject, .subject_n = 2, .scratch = &scratch};
    for (size_t i = 0; i < TEXTS; i++) {
        rows.pick = i == ALL ? NULL : pick;
        rows.picks = i == ALL ? TEXT_ROWS : picks;
        if (!slot_add(&g->slots[i], &rows, &arg, NULL, &reasons))
            abort();
    }
}

/* A text of some rows is the same whether or not it leans on that of all rows, which it only can
 * where that comes before it. */
static void test_wider(void)
{
    enum { ROUNDS = 2000 };
    const struct expr where = {.kind = EXPR_COLUMN};
    const struct slice key[TEXTS] = {SLICE("b"), SLICE("a"), SLICE("l"), SLICE("o")};
    struct grouping g = {.reasons = &reasons};
    struct error e;
    for (size_t i = 0; i < TEXTS; i++)
        if (group_slot(&g, &(struct slot){.kind = SLOT_SAME_TEXT,
                                          .type = T_TEXT,
                                          .where = i == ALL ? NULL : &where,
                                          .key = key[i],
                                          .arg_text = i == OTHER ? SLICE("u") : SLICE("t"),
                                          .differs = 9}) != i)
            abort();
    if (group_begin(&g, &e) != ST_OK)
        abort();
    const struct slot *leans = &g.slots[LEANS], *other = &g.slots[OTHER];
    ok(leans->wider == &g.slots[ALL] && g.slots[BEFORE].wider == NULL && other->wider == NULL,
       "a text of some rows leans on that of all rows");
    int wrong = 0, unknown = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t row[2][16] = {{0}};
        char *of[] = {(char *)row[0], (char *)row[1]};
        for (int batch = 0; batch < 3; batch++)
            add_texts(&g, of);
        for (int i = 0; i < 2; i++) {
            const struct text_state *a = (const void *)(of[i] + leans->offset);
            const struct text_state *b = (const void *)(of[i] + other->offset);
            unknown += a->why != 0;
            wrong += a->why != b->why || (a->text == 0) != (b->text == 0) ||
                     (a->why == 0 && a->text != 0 &&
                      !slice_eq(slot_text(leans, a->text), slot_text(other, b->text)));
        }
    }
    ok(wrong == 0 && unknown > ROUNDS / 4 && unknown < ROUNDS, "and is what it is without");
    group_free(&g);
}

int main(void)
{
    static const struct setting settings[] = {
        {"all in memory, any order", ANY, false, false, 1},
        {"much memory", ANY, true, true, (size_t)1 << 30},
        {"little memory, by period", BY_PERIOD, true, false, 1},
        {"little memory, by period, put away", BY_PERIOD, true, true, 1},
        {"little memory, by subject", BY_SUBJECT, true, false, 1},
        {"some memory, by subject, put away", BY_SUBJECT, true, true, 8192},
        {"little memory, any order, put away", ANY, true, true, 1},
        {"some memory, any order, put away", ANY, true, true, 20000},
        {"little memory, any order", ANY, true, false, 1},
    };
    struct error e;
    if (reasons_init(&reasons, &e) != ST_OK)
        return 1;
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        test_setting(&settings[i]);
    test_reset();
    test_unreadable();
    test_subjects();
    test_wider();
    reasons_free(&reasons);
    return done_testing();
}
