/* Cells to values: random columns against the parsers of single cells, and each type's own. */
#include "decode.h"

#include <stdlib.h>

#include "date.h"
#include "identity.h"
#include "tap.h"

enum { MOST = 40, BLANK_WHY = 9 };

static uint64_t state = 11643;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static struct arena arena;

/* A column of cells, each in memory of just its size, so that a look beyond it is seen. */
struct cells {
    struct slice at[MOST];
    size_t n;
};

static void put_cell(struct cells *c, const char *p, size_t n)
{
    char *copy = malloc(n == 0 ? 1 : n);
    if (copy == NULL)
        abort();
    memcpy(copy, p, n);
    c->at[c->n++] = (struct slice){copy, n};
}

static void clear_cells(struct cells *c)
{
    for (size_t i = 0; i < c->n; i++) {
        union {
            const char *from;
            char *to;
        } p = {c->at[i].p};
        free(p.to);
    }
    c->n = 0;
    arena_reset(&arena);
}

static void put_digits(char *text, size_t *n, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        text[(*n)++] = (char)('0' + below(10));
}

enum mix { MONEY, MONEY_MOSTLY, ONE_SCALE, SCALES, LONG, STRAY, MIXES };

static void put_number(struct cells *c, enum mix mix, bool percent)
{
    static const char strays[] = "+-. %,e/:09\0\377";
    char text[80];
    size_t n = 0;
    uint32_t whole = 1 + below(9), places = mix == ONE_SCALE ? 3 : 2;
    if (mix == SCALES || (mix == MONEY_MOSTLY && below(8) == 0)) {
        if (below(8) == 0) {
            put_cell(c, "", 0);
            return;
        }
        whole = (mix == SCALES ? 0 : 1) + below(9);
        places = below(6);
    } else if (mix == LONG && below(3) == 0) {
        whole = below(24);
        places = below(20);
    }
    if (mix != MONEY && below(3) == 0)
        text[n++] = below(3) == 0 ? '+' : '-';
    put_digits(text, &n, whole);
    if (places > 0 || below(4) == 0)
        text[n++] = '.';
    put_digits(text, &n, places);
    if (percent && below(2) == 0)
        text[n++] = '%';
    if (mix == STRAY && below(4) == 0)
        text[below((uint32_t)n)] = strays[below(sizeof strays - 1)];
    put_cell(c, text, n);
}

/* What one cell is: 0 a number, 1 blank, 2 bad. */
static int number_of(struct slice s, bool percent, struct num *x, bool *bare)
{
    struct num hundred = num_decimal(100, 0), one = num_decimal(1, 0);
    bool sign = percent && s.n > 0 && s.p[s.n - 1] == '%';
    *bare = false;
    if (s.n == 0)
        return 1;
    if (num_parse((struct slice){s.p, s.n - sign}, x) != NUM_OK)
        return 2;
    if (sign && num_div(x, &hundred, x) != NUM_OK)
        return 2;
    *bare = percent && !sign && num_cmp(x, &one) > 0;
    return 0;
}

static money_fn *money; /* the routine at hand */

/* How many cells are told wrongly. */
static unsigned wrong_numbers(const struct cells *c, bool percent, size_t *fast)
{
    struct column column = {.name = "amount", .type = percent ? TYPE_PERCENT : TYPE_DECIMAL};
    struct vec v;
    uint8_t bad[MOST];
    size_t bad_count = 0, bare = 0, want_bad = 0, want_bare = 0;
    unsigned wrong = 0;
    if (!decode_column(money, &column, c->at, c->n, BLANK_WHY, &arena, &v, bad, &bad_count, &bare))
        abort();
    *fast += v.form == VEC_WHOLE;
    for (size_t k = 0; k < c->n; k++) {
        struct num x, got;
        bool is_bare;
        int what = number_of(c->at[k], percent, &x, &is_bare);
        want_bad += what == 2;
        want_bare += is_bare;
        got = vec_num(&v, k);
        if (what == 0)
            wrong +=
                vec_why(&v, k) != 0 || num_cmp(&got, &x) != 0 || got.approximate != x.approximate;
        else
            wrong += vec_why(&v, k) != BLANK_WHY || !num_is_zero(&got);
        wrong += bad[k] != (what == 2);
    }
    wrong += bad_count != want_bad || v.n != c->n || v.constant || v.type != T_NUMBER;
    return wrong + (bare != want_bare);
}

static void test_numbers(bool percent)
{
    static const char *const names[MIXES] = {"money",      "mostly money", "one scale",
                                             "all scales", "long ones",    "with stray bytes"};
    for (int mix = 0; mix < MIXES; mix++) {
        unsigned wrong = 0;
        size_t fast = 0;
        for (int round = 0; round < 2000; round++) {
            struct cells c = {.n = 0};
            uint32_t n = below(MOST);
            for (uint32_t i = 0; i < n; i++)
                put_number(&c, (enum mix)mix, percent);
            unsigned w = wrong_numbers(&c, percent, &fast);
            if (w != 0 && wrong == 0)
                for (size_t k = 0; k < c.n; k++)
                    printf("#  '%.*s'\n", (int)c.at[k].n, c.at[k].p);
            wrong += w;
            clear_cells(&c);
        }
        ok(wrong == 0, "%s: %s", percent ? "percent" : "decimal", names[mix]);
        if (mix <= ONE_SCALE)
            ok(fast == 2000, "as 64-bit numbers");
    }
}

/* Every length, sign, and place of the point. */
static void test_shapes(void)
{
    unsigned wrong = 0;
    size_t fast = 0;
    for (uint32_t digits = 0; digits <= 40; digits++) {
        for (uint32_t point = 0; point <= digits + 1; point++) {
            for (int sign = 0; sign < 3; sign++) {
                struct cells c = {.n = 0};
                char text[48];
                size_t n = 0;
                if (sign > 0)
                    text[n++] = sign == 1 ? '-' : '+';
                for (uint32_t i = 0; i < digits; i++) {
                    if (i == point)
                        text[n++] = '.';
                    put_digits(text, &n, 1);
                }
                if (point == digits)
                    text[n++] = '.';
                put_cell(&c, text, n);
                wrong += wrong_numbers(&c, false, &fast);
                clear_cells(&c);
            }
        }
    }
    is_int(wrong, 0, "every length, sign and place of the point");
    static const char *const edges[] = {"999999999999999999",
                                        "-999999999999999999",
                                        "9223372036854775807",
                                        "-9223372036854775808",
                                        "9223372036854775808",
                                        "0.999999999999999999",
                                        "00000000000000000000000000000000000000000001",
                                        "-0",
                                        "-0.00",
                                        "0.0000000000000000010000",
                                        "0.0000000000000000001"};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        for (size_t j = 0; j < sizeof edges / sizeof *edges; j++) {
            struct cells c = {.n = 0};
            put_cell(&c, edges[i], strlen(edges[i]));
            put_cell(&c, edges[j], strlen(edges[j]));
            wrong += wrong_numbers(&c, false, &fast);
            clear_cells(&c);
        }
    is_int(wrong, 0, "edges, in pairs");
}

/* Every byte in every place of money. */
static void test_bytes(void)
{
    unsigned wrong = 0;
    size_t fast = 0;
    for (size_t n = 1; n <= 12; n++)
        for (size_t at = 0; at < n; at++)
            for (int byte = 0; byte < 256; byte++) {
                struct cells c = {.n = 0};
                char text[12] = "123456789.99";
                memmove(text, text + 12 - n, n);
                text[at] = (char)byte;
                put_cell(&c, text, n);
                wrong += wrong_numbers(&c, false, &fast);
                clear_cells(&c);
            }
    is_int(wrong, 0, "every byte in every place of money");
}

/* Dates and the like */

static void put_time(struct cells *c)
{
    static const char *const good[] = {
        "2024-03-05",       "2024-02-29", "2024-03",    "2024",   "2024-03-05T10:30:00",
        "2024-03-05 10:30", "0001-01-01", "9999-12-31", "2024Q1", ""};
    static const char *const bad[] = {"2023-02-29", "2024-13",          "2024/3/5",
                                      "24",         "2024-03-05T25:00", "x",
                                      " ",          "2024-03-05 ",      "10000"};
    const char *s = below(3) > 0 ? good[below(10)] : bad[below(9)];
    uint32_t again = 1 + below(3);
    for (uint32_t i = 0; i < again && c->n < MOST; i++)
        put_cell(c, s, strlen(s));
}

static void test_spans(enum column_type type, enum type value_type)
{
    struct column column = {.name = "paid_on", .type = type};
    unsigned wrong = 0;
    for (int round = 0; round < 500; round++) {
        struct cells c = {.n = 0};
        uint32_t n = below(20);
        for (uint32_t i = 0; i < n; i++)
            put_time(&c);
        struct vec v;
        uint8_t bad[MOST];
        size_t bad_count, bare = 7, want_bad = 0;
        if (!decode_column(money, &column, c.at, c.n, BLANK_WHY, &arena, &v, bad, &bad_count,
                           &bare))
            abort();
        for (size_t k = 0; k < c.n; k++) {
            int64_t want = 0;
            bool good = date_parse(c.at[k], type_span(value_type), &want, NULL);
            wrong += v.whole[k] != want || vec_why(&v, k) != (good ? 0 : BLANK_WHY);
            wrong += bad[k] != (!good && c.at[k].n > 0);
            want_bad += !good && c.at[k].n > 0;
        }
        wrong += bad_count != want_bad || bare != 7 || v.type != value_type;
        clear_cells(&c);
    }
    is_int(wrong, 0, column_type_name(type));
}

/* One cell of a type: its value, or -1 blank, -2 bad. */
static int64_t one(enum column_type type, const char *cell, struct vec *v)
{
    struct column column = {.name = "c", .type = type};
    struct slice s = slice_of(cell);
    static struct slice kept;
    uint8_t bad;
    size_t bad_count, bare = 0;
    kept = s;
    if (!decode_column(money, &column, &kept, 1, BLANK_WHY, &arena, v, &bad, &bad_count, &bare) ||
        bad_count != bad)
        abort();
    if (vec_why(v, 0) != 0)
        return bad ? -2 : -1;
    return v->form == VEC_WHOLE ? v->whole[0] : 0;
}

static void test_flags(void)
{
    static const struct {
        const char *cell;
        int64_t want;
    } v[] = {{"yes", 1},  {"1", 1},    {"true", 1},  {"\346\230\257", 1},
             {"no", 0},   {"0", 0},    {"false", 0}, {"\345\220\246", 0},
             {"", -1},    {"Yes", -2}, {"2", -2},    {"y", -2},
             {"yes ", -2}};
    struct vec out;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        is_int(one(TYPE_FLAG, v[i].cell, &out), v[i].want, v[i].cell);
        ok(out.type == T_BOOL && (v[i].want == 1) == (out.whole[0] == 1), "which is %s",
           v[i].want == 1 ? "true" : "not true");
    }
}

static void test_texts(void)
{
    struct vec v;
    ok(one(TYPE_TEXT, "", &v) == 0 && v.form == VEC_TEXT && v.text[0].n == 0,
       "a blank text is the empty text");
    ok(one(TYPE_ID, "007", &v) == 0 && slice_eq(v.text[0], SLICE("007")), "an id keeps its zeros");
    is_int(one(TYPE_USCC, "", &v), 0, "a blank code is the empty text");
    is_int(one(TYPE_USCC, "91350100M000100Y43", &v), 0, "a code whose check character is right");
    is_int(one(TYPE_USCC, "91350100M000100Y44", &v), -2, "one whose is not");
    is_int(one(TYPE_IDNO, "11010519491231002X", &v), 0,
           "an identity number whose check character is right");
    is_int(one(TYPE_IDNO, "110105194912310021", &v), -2, "one whose is not");
    is_int(one(TYPE_IDNO, "p-b0344c61d8db38535ca8afceaf0bf12b", &v), 0, "a pseudonym of one");
    is_int(one(TYPE_USCC, "p-b0344c61d8db38535ca8afceaf0bf12b", &v), 0, "and of a code");
    is_int(one(TYPE_IDNO, "p-b0344c61d8db38535ca8afceaf0bf12", &v), -2, "what is too short for it");
}

static void test_explain(void)
{
    static const struct {
        enum column_type type;
        const char *cell, *want;
    } v[] = {
        {TYPE_DECIMAL, "1,000",
         "c: not a number: '1,000' (a number is written 1234.50, without thousands "
         "separators or units)"},
        {TYPE_DECIMAL, "0.1234567890123456789",
         "c: more than 18 digits after the point: '0.1234567890123456789'"},
        {TYPE_PERCENT, "999999999999999999999999999999999999999%",
         "c: a number of more than 38 digits: '999999999999999999999999999999999999999%'"},
        {TYPE_DATE, "2024/3/5", "c: not a date: '2024/3/5' (a date is written 2024-03-05)"},
        {TYPE_MONTH, "3", "c: not a month: '3' (a month is written 2024-03)"},
        {TYPE_YEAR, "24", "c: not a year: '24' (a year is written 2024)"},
        {TYPE_TIME, "9:30", "c: not a time: '9:30' (a time is written 2024-03-05T09:30:00)"},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct column column = {.name = "c", .type = v[i].type};
        struct error e = {0};
        decode_explain(&column, slice_of(v[i].cell), &e);
        is_text(e.text, strlen(e.text), v[i].want, v[i].cell);
        is_int(e.status, ST_DATA, "is refused data");
    }
}

/* The routines of all sets say the same of each four cells: lengths, points and bytes of any kind.
 */
static void test_money(void)
{
    unsigned wrong = 0, good = 0;
    char text[8][16];
    struct slice cell[8];
    for (int round = 0; round < 60000; round++) {
        size_t n = 1 + below(8);
        for (size_t k = 0; k < n; k++) {
            size_t length = 1 + below(13);
            for (size_t i = 0; i < length; i++)
                text[k][i] = (char)(below(40) == 0 ? below(256) : '0' + below(10));
            if (length > 3 && below(10) > 0)
                text[k][length - 3] = '.';
            cell[k] = (struct slice){text[k], length};
            if (below(3) > 0 && length < 8)
                cell[k] = SLICE("987654.32");
        }
        int64_t want[8], got[8];
        bool all = money_plain(cell, n, want);
        good += all;
        for (int set = VECTOR_NONE; set <= (int)cpu_vector_set(); set++) {
            memset(got, 0, sizeof got);
            wrong += money_routine((enum vector_set)set)(cell, n, got) != all;
            wrong += all && memcmp(got, want, n * sizeof *got) != 0;
        }
        struct num x;
        int64_t value;
        for (size_t k = 0; k < n; k++)
            if (money_one(cell[k], &value))
                wrong += num_parse(cell[k], &x) != NUM_OK || x.n != value || x.scale != 2;
    }
    ok(good > 1000, "many columns of money");
    ok(wrong == 0, "money: every routine says the same, and what num_parse says");
}

int main(void)
{
    test_money();
    for (int set = VECTOR_NONE; set <= (int)cpu_vector_set(); set++) {
        money = money_routine((enum vector_set)set);
        test_numbers(false);
        test_numbers(true);
    }
    test_shapes();
    test_bytes();
    test_spans(TYPE_DATE, T_DATE);
    test_spans(TYPE_TIME, T_TIME);
    test_spans(TYPE_MONTH, T_MONTH);
    test_spans(TYPE_YEAR, T_YEAR);
    test_flags();
    test_texts();
    test_explain();
    arena_free(&arena);
    return done_testing();
}
