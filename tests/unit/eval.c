/* Expressions over columns: each form of numbers against exact arithmetic on single ones, Kleene's
 * logic, and small expressions over a small table. */
#include "eval_int.h"

#include <stdlib.h>

#include "tap.h"

enum { MOST = 12 };

static uint64_t state = 1998;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static struct arena arena;
static struct reasons reasons;
static struct pack pack;
static why_t large, zero;

static int64_t random_whole(bool edges)
{
    static const int64_t v[] = {
        INT64_MAX, INT64_MIN, INT64_MAX - 1, INT64_MIN + 1, INT64_MAX / 100, 0, 0, 1, -1};
    if (edges && below(3) == 0)
        return v[below(9)];
    int64_t x = (int64_t)((uint64_t)below(1u << 31) << 33 ^ (uint64_t)below(1u << 31) << 5);
    return below(2) == 0 ? (int64_t)below(7) - 3 : edges ? x : (x >> 20) % 100000;
}

static struct num random_num(bool edges)
{
    struct num x = num_decimal((int128)random_whole(edges) * (1 + below(edges ? 1u << 31 : 9)),
                               (uint8_t)below(19));
    if (below(3) == 0) {
        x.kind = NUM_FRACTION;
        x.scale = 0;
        x.u.d = 1 + (int128)below(1000);
    }
    return x;
}

/* A column of numbers in some form, or a constant; some rows unknown. */
static struct vec random_numbers(size_t n, bool edges)
{
    static const enum vec_form forms[] = {VEC_WHOLE, VEC_WHOLE, VEC_WHOLE, VEC_RATIO, VEC_NUM};
    struct vec v;
    bool constant = below(3) == 0;
    if (!vec_new(&v, &arena, T_NUMBER, forms[below(5)], n, constant))
        abort();
    v.scale = v.form == VEC_WHOLE ? (uint8_t)(below(2) == 0 ? 2 : below(19)) : 0;
    if (below(3) == 0 && !vec_need_why(&v, &arena))
        abort();
    for (size_t k = 0; k < v.n; k++) {
        if (v.why != NULL && below(4) == 0)
            v.why[k] = (why_t)(5 + below(3));
        bool unknown = vec_why(&v, k) != 0;
        if (v.form == VEC_NUM)
            v.num[k] = unknown ? num_decimal(0, 0) : random_num(edges);
        else
            v.whole[k] = unknown ? 0 : random_whole(edges);
        if (v.form == VEC_RATIO)
            v.divisor[k] = unknown || below(4) == 0 ? 1 : 1 + (int64_t)below(edges ? 1u << 31 : 50);
        if (v.form == VEC_RATIO && edges && !unknown && below(9) == 0)
            v.divisor[k] = INT64_MAX;
    }
    return v;
}

static enum num_result apply(enum function f, const struct num *a, const struct num *b,
                             struct num *out)
{
    switch (f) {
    case FN_ADD:
        return num_add(a, b, out);
    case FN_SUB:
        return num_sub(a, b, out);
    case FN_MUL:
        return num_mul(a, b, out);
    case FN_DIV:
        return num_div(a, b, out);
    default:
        return num_mod(a, b, out);
    }
}

static why_t why_of(const struct vec *a, const struct vec *b, size_t k)
{
    return why_min(vec_why(a, k), vec_why(b, k));
}

/* Row K of OUT is unknown for reason WHY or is WANT; an unknown row holds 0. */
static bool is_number(const struct vec *out, size_t k, why_t why, const struct num *want)
{
    struct num got = vec_num(out, k);
    if (vec_why(out, k) != why)
        return false;
    if (why != 0)
        return num_is_zero(&got) && (out->form != VEC_RATIO || out->divisor[vec_at(out, k)] == 1);
    if (out->form == VEC_RATIO && out->divisor[vec_at(out, k)] <= 0)
        return false;
    return num_cmp(&got, want) == 0 && got.approximate == want->approximate;
}

static void tell(const struct vec *a, const struct vec *b, const struct vec *out, size_t k)
{
    const struct vec *v[] = {a, b, out};
    for (int i = 0; i < 3; i++) {
        char text[NUM_TEXT_MAX];
        struct num x = vec_num(v[i], k);
        printf("#  form %d, why %u, %.*s\n", (int)v[i]->form, vec_why(v[i], k),
               (int)num_text(&x, NULL, 0, text), text);
    }
}

static unsigned wrong_rows(struct eval *v, enum function f, const struct vec *a,
                           const struct vec *b)
{
    struct vec out;
    struct error e;
    unsigned wrong = 0;
    if (eval_arithmetic(v, f, a, b, &out, &e) != ST_OK)
        abort();
    for (size_t k = 0; k < v->n; k++) {
        struct num want = num_decimal(0, 0);
        why_t why = why_of(a, b, k);
        if (why == 0) {
            struct num x = vec_num(a, k), y = vec_num(b, k);
            enum num_result r = apply(f, &x, &y, &want);
            why = r == NUM_ZERO_DIVISOR ? zero : r == NUM_OK ? 0 : large;
        }
        if (!is_number(&out, k, why, &want) && wrong++ == 0)
            tell(a, b, &out, k);
    }
    return wrong + (out.constant != (a->constant && b->constant));
}

static void test_arithmetic(void)
{
    static const struct {
        enum function f;
        const char *name;
    } v[] = {{FN_ADD, "+"}, {FN_SUB, "-"}, {FN_MUL, "*"}, {FN_DIV, "/"}, {FN_MOD, "mod"}};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        for (int edges = 0; edges < 2; edges++) {
            unsigned wrong = 0;
            for (int round = 0; round < 5000; round++) {
                struct eval ev = {.n = 1 + below(MOST), .scratch = &arena, .reasons = &reasons};
                struct vec a = random_numbers(ev.n, edges), b = random_numbers(ev.n, edges);
                wrong += wrong == 0 ? wrong_rows(&ev, v[i].f, &a, &b) : 0;
                arena_reset(&arena);
            }
            ok(wrong == 0, "%s%s", v[i].name, edges ? " at the edges" : "");
        }
    }
}

static bool holds(enum function f, int c)
{
    switch (f) {
    case FN_EQ:
        return c == 0;
    case FN_NE:
        return c != 0;
    case FN_LT:
        return c < 0;
    case FN_LE:
        return c <= 0;
    case FN_GT:
        return c > 0;
    default:
        return c >= 0;
    }
}

static bool is_truth(const struct vec *out, size_t k, why_t why, bool want)
{
    return vec_why(out, k) == why && out->whole[vec_at(out, k)] == (why == 0 && want) &&
           out->type == T_BOOL;
}

static void test_comparisons(void)
{
    for (int f = FN_EQ; f <= FN_GE; f++) {
        unsigned wrong = 0;
        for (int round = 0; round < 5000; round++) {
            struct eval ev = {.n = 1 + below(MOST), .scratch = &arena, .reasons = &reasons};
            bool edges = below(2) == 0;
            struct vec a = random_numbers(ev.n, edges), b = random_numbers(ev.n, edges), out;
            struct error e;
            if (eval_compare(&ev, (enum function)f, &a, &b, &out, &e) != ST_OK)
                abort();
            for (size_t k = 0; k < ev.n; k++) {
                why_t why = why_of(&a, &b, k);
                struct num x = vec_num(&a, k), y = vec_num(&b, k);
                bool good =
                    is_truth(&out, k, why, why == 0 && holds((enum function)f, num_cmp(&x, &y)));
                if (!good && wrong++ == 0)
                    tell(&a, &b, &out, k);
            }
            arena_reset(&arena);
        }
        ok(wrong == 0, "comparison %d of numbers", f - FN_EQ);
    }
}

/* Texts and dates: columns and constants. */
static void test_other_comparisons(void)
{
    static const struct slice words[] = {
        {"", 0}, {"a", 1}, {"ab", 2}, {"b", 1}, {"\346\227\240", 3}, {"abcdefghi", 9}};
    unsigned wrong = 0;
    for (int round = 0; round < 3000; round++) {
        struct eval ev = {.n = 1 + below(MOST), .scratch = &arena, .reasons = &reasons};
        bool text = below(2) == 0;
        struct vec v[2], out;
        struct error e;
        enum function f = (enum function)(FN_EQ + (int)below(6));
        for (int i = 0; i < 2; i++) {
            if (!vec_new(&v[i], &arena, text ? T_TEXT : T_DATE, text ? VEC_TEXT : VEC_WHOLE, ev.n,
                         below(2) == 0) ||
                (below(2) == 0 && !vec_need_why(&v[i], &arena)))
                abort();
            for (size_t k = 0; k < v[i].n; k++) {
                if (v[i].why != NULL)
                    v[i].why[k] = (why_t)(below(3) == 0 ? 5 + below(3) : 0);
                bool unknown = vec_why(&v[i], k) != 0;
                if (text)
                    v[i].text[k] = words[unknown ? 0 : below(6)];
                else
                    v[i].whole[k] = unknown ? 0 : (int64_t)below(5) - 2;
            }
        }
        if (eval_compare(&ev, f, &v[0], &v[1], &out, &e) != ST_OK)
            abort();
        for (size_t k = 0; k < ev.n; k++) {
            size_t i = vec_at(&v[0], k), j = vec_at(&v[1], k);
            int c = text ? slice_cmp(v[0].text[i], v[1].text[j])
                         : (v[0].whole[i] > v[1].whole[j]) - (v[0].whole[i] < v[1].whole[j]);
            wrong += !is_truth(&out, k, why_of(&v[0], &v[1], k), holds(f, c));
        }
        arena_reset(&arena);
    }
    is_int(wrong, 0, "comparisons of texts and dates");
}

static void test_unary(void)
{
    unsigned wrong = 0, rounded = 0;
    for (int round = 0; round < 5000; round++) {
        struct eval ev = {.n = 1 + below(MOST), .scratch = &arena, .reasons = &reasons};
        bool edges = below(2) == 0;
        struct vec a = random_numbers(ev.n, edges), neg, abs, near, places;
        struct error e;
        if (!vec_new(&places, &arena, T_NUMBER, VEC_WHOLE, 1, true))
            abort();
        places.whole[0] = (int64_t)below(62) - 41;
        if (eval_unary_number(&ev, FN_NEG, &a, &neg, &e) != ST_OK ||
            eval_unary_number(&ev, FN_ABS, &a, &abs, &e) != ST_OK ||
            eval_round(&ev, &a, &places, &near, &e) != ST_OK)
            abort();
        for (size_t k = 0; k < ev.n; k++) {
            struct num x = vec_num(&a, k), minus, size, r = num_decimal(0, 0);
            int64_t p = places.whole[0];
            why_t why = vec_why(&a, k), too;
            num_neg(&x, &minus);
            num_abs(&x, &size);
            too = p < -38 || p > 18 || num_round(&x, (int)p, &r) != NUM_OK ? large : 0;
            wrong += !is_number(&neg, k, why, &minus) || !is_number(&abs, k, why, &size);
            rounded += !is_number(&near, k, why != 0 ? why : too, &r);
        }
        arena_reset(&arena);
    }
    is_int(wrong, 0, "minus and abs");
    is_int(rounded, 0, "round");
}

/* false, true, unknown for a smaller and a larger reason */
static void test_connectives(void)
{
    unsigned wrong = 0;
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++)
            for (int form = 0; form < 8; form++) {
                struct eval ev = {.n = 1, .scratch = &arena, .reasons = &reasons};
                int64_t x = i == 1, y = j == 1;
                why_t wx = (why_t)(i < 2 ? 0 : 3 + i), wy = (why_t)(j < 2 ? 0 : 3 + j);
                struct vec a = {.type = T_BOOL, .n = 1, .whole = &x, .constant = (form & 1) != 0},
                           b = {.type = T_BOOL, .n = 1, .whole = &y, .constant = (form & 2) != 0},
                           out;
                a.why = wx != 0 || (form & 4) != 0 ? &wx : NULL;
                b.why = wy != 0 ? &wy : NULL;
                bool is_and = (i + j + form) % 2 == 0;
                for (int twice = 0; twice < 2; twice++, is_and = !is_and) {
                    struct error e;
                    if (eval_connective(&ev, is_and, &a, &b, &out, &e) != ST_OK)
                        abort();
                    bool decided =
                        (wx == 0 && (x == 0) == is_and) || (wy == 0 && (y == 0) == is_and);
                    why_t why = decided ? 0 : why_min(wx, wy);
                    wrong += !is_truth(&out, 0, why, decided ? !is_and : is_and);
                }
            }
    is_int(wrong, 0, "and, or: Kleene's tables, the smaller reason");
    arena_reset(&arena);
}

/* Expressions over four rows; the last is blank. */

static struct column columns[] = {
    {.name = "a", .type = TYPE_DECIMAL}, {.name = "b", .type = TYPE_DECIMAL},
    {.name = "t", .type = TYPE_TEXT},    {.name = "d", .type = TYPE_DATE},
    {.name = "f", .type = TYPE_FLAG},
};
enum { COLUMNS = sizeof columns / sizeof *columns, TABLE_ROWS = 4 };
static struct table table = {.name = "t", .columns = columns, .column_count = COLUMNS};

static enum status column_of(void *context, size_t column, struct vec *out, struct error *e)
{
    static int64_t a[] = {150, -250, 0, 0}, b[] = {2, 4, 0, 0}, d[TABLE_ROWS], f[] = {1, 0, 1, 0};
    static struct slice t[] = {{"road", 4}, {"\350\267\257 1", 5}, {"road 2", 6}, {"", 0}};
    static why_t blank[] = {0, 0, 0, 5};
    (void)context;
    (void)e;
    d[0] = date_of(2024, 3, 5);
    d[1] = date_of(2024, 12, 31);
    d[2] = date_of(2023, 2, 28);
    int64_t *whole[] = {a, b, NULL, d, f};
    *out = (struct vec){.type = column_expr_type(columns[column].type),
                        .n = TABLE_ROWS,
                        .whole = whole[column],
                        .why = blank};
    if (column == 0)
        out->scale = 2;
    if (column == 2) {
        out->form = VEC_TEXT;
        out->text = t;
        out->why = NULL;
    }
    return ST_OK;
}

static void says(const char *text, const char *want)
{
    struct expr_scope scope = {.pack = &pack, .table = &table};
    struct eval v = {.n = TABLE_ROWS,
                     .scratch = &arena,
                     .reasons = &reasons,
                     .pack = &pack,
                     .column = column_of};
    struct expr *x;
    struct vec out;
    struct error e = {0};
    struct buffer got = {0};
    if (expr_parse(slice_of(text), &scope, &arena, &x, &e) != ST_OK ||
        eval(&v, x, &out, &e) != ST_OK) {
        ok(false, "%s: %s", text, e.text);
        return;
    }
    for (size_t k = 0; k < TABLE_ROWS; k++) {
        buffer_text(&got, k == 0 ? "" : ", ");
        if (vec_why(&out, k) != 0)
            buffer_printf(&got, "?%u", vec_why(&out, k));
        else
            vec_text(&out, k, &got);
    }
    is_text(got.p, got.n, want, text);
    buffer_free(&got);
    expr_release(x);
    arena_reset(&arena);
}

static void test_expressions(void)
{
    says("a", "1.5, -2.5, 0, ?5");
    says("a / b", "0.75, -0.625, ?8, ?5");
    says("a / b - 1 > -50%", "yes, no, ?8, ?5");
    says("-a * 2 + 0.5", "-2.5, 5.5, 0.5, ?5");
    says("if(b = 0, 0, a / b)", "0.75, -0.625, 0, ?5");
    says("if(f, a, b)", "1.5, 4, 0, ?5");
    says("if(blank(a), -1, a)", "1.5, -2.5, 0, -1");
    says("coalesce(a, b, 7)", "1.5, -2.5, 0, 7");
    says("coalesce(a / b, 99999999999999999999)",
         "0.75, -0.625, 99999999999999999999, 99999999999999999999");
    says("blank(t)", "no, no, no, yes");
    says("coalesce(t, 'none')", "road, \350\267\257 1, road 2, none");
    says("t in ('road', 'x', '')", "yes, no, no, yes");
    says("not b in (2, a)", "no, yes, no, ?5");
    says("a between -3 and 0", "no, yes, yes, ?5");
    says("f or b > 3", "yes, yes, yes, ?5");
    says("f or true", "yes, yes, yes, yes");
    says("not f", "no, yes, no, ?5");
    says("t ~ '^road'", "yes, no, yes, no");
    says("length(t)", "4, 3, 6, 0");
    says("left(t, 2) = 'ro'", "yes, no, yes, no");
    says("right(t, 1)", "d, 1, 2, ");
    says("digits(t)", ", 1, 2, ");
    says("month(d)", "2024-03, 2024-12, 2023-02, ?5");
    says("quarter(d)", "2024Q1, 2024Q4, 2023Q1, ?5");
    says("year(d) = 2024", "yes, yes, no, ?5");
    says("days(d, 2024-03-08)", "3, -298, 374, ?5");
    says("weekday(d)", "2, 2, 2, ?5");
    says("round(a, 0)", "2, -3, 0, ?5");
    says("abs(a)", "1.5, 2.5, 0, ?5");
    says("mod(b, 3)", "2, 1, 0, ?5");
    says("1 = 1.00", "yes, yes, yes, yes");
    says("number(right(t, 1)) + 1", "?9, 2, 3, ?9");
    says("distance(t, 'road 1')", "2, 4, 1, 6");
    says("month_number(d)", "3, 12, 2, ?5");
    says("month_number(month(d)) = month_number(d)", "yes, yes, yes, ?5");
    says("least(a, b, 1)", "1, -2.5, 0, ?5");
    says("greatest(a, b)", "2, 4, 0, ?5");
    says("greatest(a / b, a)", "1.5, -0.625, ?8, ?5");
    says("greatest(d, 2024-03-08)", "2024-03-08, 2024-12-31, 2024-03-08, ?5");
    says("least(t, 'road')", "road, road, road, ");
    says("least(1, 1.50, 2)", "1, 1, 1, 1");
}

int main(void)
{
    struct error e;
    if (reasons_init(&reasons, &e) != ST_OK)
        return 1;
    /* The reasons that eval makes itself; 5, 6, 7 are blank cells. */
    large = reason_make(&reasons, REASON_TOO_LARGE, SLICE(""));
    for (why_t i = 5; i < 8; i++) {
        char name[] = {(char)('a' + i), '\0'};
        if (reason_make(&reasons, REASON_BLANK, slice_of(name)) != i)
            printf("#  reasons are numbered in another way\n");
    }
    zero = reason_make(&reasons, REASON_ZERO_DIVISOR, SLICE(""));
    test_arithmetic();
    test_comparisons();
    test_other_comparisons();
    test_unary();
    test_connectives();
    test_expressions();
    reasons_free(&reasons);
    arena_free(&arena);
    return done_testing();
}
