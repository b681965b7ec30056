/* Windows, held against a plain model that makes each of them anew: which goes furthest, where it
 * lies and what it comes to. */
#include "window.h"

#include <stdlib.h>

#include "stats.h"
#include "tap.h"

static struct arena scratch;

enum { MOST = 24, BLANK_WHY = 9 };

static uint64_t state = 330282;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static struct reasons reasons;

/* Rows in the order of their file. */
struct rows {
    size_t n;
    struct num value[MOST];
    int64_t day[MOST];
    why_t why[MOST];
};

static union {
    uint64_t align;
    char row[64];
} group;

static struct slot slot;
static struct expr day = {.kind = EXPR_COLUMN, .type = T_DATE};
static struct expr value = {.kind = EXPR_COLUMN, .type = T_NUMBER};
static struct expr *args[] = {&value};

static struct expr window_of(enum aggregate a, int64_t days, enum furthest furthest)
{
    struct expr x = {.kind = EXPR_AGGREGATE,
                     .type = T_NUMBER,
                     .aggregate = a,
                     .args = args,
                     .arg_count = a == AGG_COUNT ? 0 : 1,
                     .day = &day,
                     .days = days,
                     .furthest = furthest};
    return x;
}

static void add(const struct rows *r, bool counts)
{
    char *groups[MOST];
    uint32_t subjects[MOST] = {0};
    uint64_t lines[MOST];
    struct num values[MOST];
    int64_t days[MOST];
    why_t why[MOST];
    for (size_t i = 0; i < r->n; i++) {
        groups[i] = group.row;
        lines[i] = i + 2;
        values[i] = r->value[i];
        days[i] = r->day[i];
        why[i] = r->why[i];
    }
    struct vec arg = {.type = T_NUMBER, .form = VEC_NUM, .n = r->n, .num = values, .why = why};
    struct vec by = {.type = T_DATE, .n = r->n, .whole = days};
    struct slot_rows rows = {.n = r->n,
                             .group = groups,
                             .subject = subjects,
                             .subject_n = 1,
                             .line = lines,
                             .picks = r->n,
                             .scratch = &scratch};
    slot = (struct slot){.kind = SLOT_WINDOW, .type = T_NUMBER, .offset = 16};
    memset(&group, 0, sizeof group);
    if (!slot_add(&slot, &rows, counts ? NULL : &arg, &by, &reasons))
        abort();
}

/* The model's window that begins on DAY. */
static size_t take(const struct rows *r, int64_t from, int64_t days, struct num *out)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->day[i] >= from && r->day[i] <= from + days)
            out[n++] = r->value[i];
    return n;
}

static int measure(const struct expr *x, struct num *v, size_t n, struct num *out)
{
    struct num_sum sum = {.lost = false};
    struct num count = num_decimal((int128)n, 0);
    stats_sort(v, n);
    for (size_t i = 0; i < n; i++)
        num_sum_add(&sum, &v[i]);
    *out = count;
    switch (x->aggregate) {
    case AGG_COUNT:
        return NUM_OK;
    case AGG_SUM:
        return (int)num_sum_total(&sum, out);
    case AGG_MEAN:
        num_sum_total(&sum, out);
        return (int)num_div(out, &count, out);
    case AGG_MAX:
        *out = v[n - 1];
        return NUM_OK;
    case AGG_STDDEV:
        return stats_stddev(v, n, out);
    default:
        abort();
    }
}

struct best {
    bool any;
    struct num result;
    int64_t from;
    size_t n;
};

static struct best model(const struct rows *r, const struct expr *x)
{
    struct best best = {.any = false};
    for (size_t i = 0; i < r->n; i++) {
        struct num v[MOST], result;
        size_t n = take(r, r->day[i], x->days, v);
        if (measure(x, v, n, &result) != NUM_OK)
            continue;
        int c = best.any ? num_cmp(&result, &best.result) : 0;
        bool further = x->furthest == FURTHEST_LARGEST ? c > 0 : c < 0;
        if (!best.any || further || (c == 0 && r->day[i] < best.from))
            best = (struct best){true, result, r->day[i], n};
    }
    return best;
}

static void random_rows(struct rows *r)
{
    bool fractions = below(3) == 0;
    uint32_t spread = 1 + below(60), sizes = 1 + below(1000);
    *r = (struct rows){.n = below(MOST + 1)};
    for (size_t i = 0; i < r->n; i++) {
        r->day[i] = 19000 + below(spread);
        r->value[i] = num_decimal((int128)below(sizes) - sizes / 2, (uint8_t)below(3));
        if (!fractions || below(2) == 0)
            continue;
        r->value[i].kind = NUM_FRACTION;
        r->value[i].scale = 0;
        r->value[i].u.d = 1 + below(9);
    }
}

static void test_model(void)
{
    static const struct {
        enum aggregate a;
        const char *name;
    } kinds[] = {{AGG_COUNT, "count"},
                 {AGG_SUM, "sum"},
                 {AGG_MEAN, "mean"},
                 {AGG_MAX, "max"},
                 {AGG_STDDEV, "stddev"}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        unsigned differ = 0, found = 0;
        for (int round = 0; round < 3000; round++) {
            struct rows r;
            struct window w;
            struct error e = {0};
            struct grouping g = {.slots = &slot, .slot_n = 1, .reasons = &reasons};
            random_rows(&r);
            struct expr x =
                window_of(kinds[k].a, below(40), below(2) ? FURTHEST_LARGEST : FURTHEST_SMALLEST);
            add(&r, kinds[k].a == AGG_COUNT);
            struct best want = model(&r, &x);
            if (window_find(&g, &x, group.row, &w, &e) != ST_OK)
                abort();
            bool same = w.n == want.n && (w.why == 0 || w.n == 0);
            if (same && want.any)
                same = num_cmp(&w.result, &want.result) == 0 && w.rows[0].day == want.from &&
                       w.result.approximate == want.result.approximate;
            differ += !same;
            found += want.any;
            slot_clear(&slot, group.row);
            slot_free(&slot);
        }
        is_int(differ, 0, kinds[k].name);
        ok(found > 2000, "most had rows (%u)", found);
    }
}

static void finds(const struct rows *r, const struct expr *x, const char *want, const char *name)
{
    struct window w;
    struct error e = {0};
    struct grouping g = {.slots = &slot, .slot_n = 1, .reasons = &reasons};
    char got[128] = "", text[NUM_TEXT_MAX];
    add(r, x->aggregate == AGG_COUNT);
    if (window_find(&g, x, group.row, &w, &e) != ST_OK)
        abort();
    if (w.why != 0) {
        reason_text(&reasons, w.why, got, sizeof got);
    } else {
        size_t n = num_text(&w.result, NULL, 0, text);
        snprintf(got, sizeof got, "%.*s: %zu from line %llu", (int)n, text, w.n,
                 (unsigned long long)(w.n == 0 ? 0 : w.rows[0].line));
    }
    is_text(got, strlen(got), want, name);
    slot_clear(&slot, group.row);
    slot_free(&slot);
}

static void test_edges(void)
{
    struct rows r = {.n = 4};
    const int64_t days[] = {100, 130, 131, 160};
    for (int i = 0; i < 4; i++) {
        r.day[i] = days[i];
        r.value[i] = num_decimal(10 + i, 0);
    }
    struct expr most = window_of(AGG_SUM, 30, FURTHEST_LARGEST);
    finds(&r, &most, "36: 3 from line 3", "both ends are in");
    most.days = 29;
    finds(&r, &most, "25: 2 from line 4", "the 29th day later is in, the 30th is not");
    struct expr least = window_of(AGG_SUM, 30, FURTHEST_SMALLEST);
    finds(&r, &least, "13: 1 from line 5", "the smallest");
    r.value[1] = num_decimal(-40, 0);
    finds(&r, &least, "-30: 2 from line 2", "a negative amount counts as one");
    for (int i = 0; i < 4; i++)
        r.day[i] = 100;
    most.days = 0;
    finds(&r, &most, "-5: 4 from line 2", "the rows of one day are one window");
    r.day[0] = 10;
    r.day[1] = 20;
    r.day[2] = 30;
    r.day[3] = 40;
    struct expr count = window_of(AGG_COUNT, 5, FURTHEST_LARGEST);
    finds(&r, &count, "1: 1 from line 2", "of several that go as far, the earliest");
    r.n = 1;
    finds(&r, &count, "1: 1 from line 2", "one row is a window");
    struct expr spread = window_of(AGG_STDDEV, 30, FURTHEST_SMALLEST);
    finds(&r, &spread, "too few values for stddev", "no window has enough rows");
    r.n = 3;
    finds(&r, &spread, "~29.461840: 3 from line 2", "windows with too few rows are passed over");
    r.n = 0;
    finds(&r, &count, "0: 0 from line 0", "no row: a count of 0");
    finds(&r, &most, "0: 0 from line 0", "and a sum of 0");
    finds(&r, &spread, "no rows", "but no other result");
    r.n = 3;
    r.why[1] = BLANK_WHY;
    finds(&r, &most, "blank amount", "a row without a value makes the sum unknown");
    finds(&r, &count, "1: 1 from line 2", "but not the count");
}

int main(void)
{
    struct error e = {0};
    if (reasons_init(&reasons, &e) != ST_OK)
        abort();
    while (reasons.n <= BLANK_WHY - 1)
        reason_make(&reasons, REASON_KEY, (struct slice){"123456789", reasons.n});
    reason_make(&reasons, REASON_BLANK, SLICE("amount"));
    test_model();
    test_edges();
    reasons_free(&reasons);
    return done_testing();
}
