/* Columns of values: their single elements, keys that are equal where values are, texts. */
#include "vec.h"

#include <stdlib.h>

#include "keytab.h"
#include "tap.h"

static uint64_t state = 124;
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(state >> 33) % n;
}

static struct arena arena;

static struct vec texts(struct slice *text, why_t *why)
{
    return (struct vec){
        .type = T_TEXT, .form = VEC_TEXT, .constant = true, .n = 1, .text = text, .why = why};
}

/* Triples of short texts of few characters: two of them have one key only if they are the same. */
static void test_joined(void)
{
    static const char letters[] = {'a', '|', '\\'};
    struct keytab keys = {.n = 0}, plain = {.n = 0};
    struct buffer spare = {0};
    unsigned wrong = 0;
    for (int round = 0; round < 60000; round++) {
        char text[3][4], all[20];
        struct slice s[3], key;
        struct vec v[3];
        size_t n = 1 + below(3), length = 0;
        all[length++] = (char)('0' + n);
        for (size_t i = 0; i < n; i++) {
            s[i] = (struct slice){text[i], 1 + below(3)};
            all[length++] = (char)('0' + s[i].n);
            for (size_t j = 0; j < s[i].n; j++)
                all[length++] = text[i][j] = letters[below(3)];
            v[i] = texts(&s[i], NULL);
        }
        if (!vec_key(v, n, 0, &spare, &key))
            abort();
        uint32_t before = keys.n, id = keytab_add(&keys, key);
        wrong += keytab_add(&plain, (struct slice){all, length}) != id || keys.n != plain.n ||
                 id > before;
    }
    is_int(wrong, 0, "joined texts have the same key only if they are the same");
    ok(keys.n > 5000, "many of them");
    keytab_free(&keys);
    keytab_free(&plain);
    buffer_free(&spare);
}

static void is_key(const struct vec *v, size_t n, const char *want, const char *name)
{
    struct buffer spare = {0};
    struct slice key = SLICE("");
    if (want == NULL)
        ok(!vec_key(v, n, 0, &spare, &key), "%s", name);
    else if (vec_key(v, n, 0, &spare, &key))
        is_text(key.p, key.n, want, name);
    else
        ok(false, "%s", name);
    buffer_free(&spare);
}

static void test_keys(void)
{
    struct slice a = SLICE("U1"), b = SLICE("a|b\\"), blank = SLICE("");
    why_t unknown = 5;
    int64_t month = 2024 * 12 + 2, truth = 1, hundred = 100;
    struct vec text = texts(&a, NULL), odd = texts(&b, NULL), empty = texts(&blank, NULL),
               gone = texts(&a, &unknown);
    struct vec when = {.type = T_MONTH, .constant = true, .n = 1, .whole = &month};
    struct vec flag = {.type = T_BOOL, .constant = true, .n = 1, .whole = &truth};
    struct vec money = {.type = T_NUMBER, .scale = 2, .constant = true, .n = 1, .whole = &hundred};
    struct vec no_money = money;
    no_money.why = &unknown;
    is_key(&text, 1, "U1", "a text is its own key");
    is_key(&odd, 1, "a\\|b\\\\", "| and \\ are escaped");
    is_key(&empty, 1, NULL, "a blank text has no key");
    is_key(&gone, 1, NULL, "nor an unknown one");
    is_key(&no_money, 1, NULL, "nor an unknown number");
    is_key(&money, 1, "1", "1.00 is 1");
    struct vec all[] = {text, when, flag, money, odd};
    is_key(all, 5, "U1|2024-03|yes|1|a\\|b\\\\", "joined");
    struct vec with_blank[] = {text, empty};
    is_key(with_blank, 2, NULL, "one blank among them: no key");
    struct vec with_unknown[] = {text, no_money};
    is_key(with_unknown, 2, NULL, "one unknown among them: no key");
}

/* Keys of many rows at once are those of each row. */
static void test_many(void)
{
    enum { ROWS = 64 };
    static const char *const cells[] = {
        "U1", "", "a|b", "12345678|", "long enough for two words", "\\", "1234567890123456\\"};
    struct slice text[ROWS], keys[ROWS], key;
    int64_t money[ROWS];
    why_t why[ROWS];
    struct buffer spare = {0}, other = {0};
    unsigned wrong = 0, with = 0, without = 0;
    for (int round = 0; round < 2000; round++) {
        for (size_t k = 0; k < ROWS; k++) {
            text[k] = slice_of(cells[round % 3 == 0 ? 0 : below(7)]);
            money[k] = (int64_t)below(2000) - 1000;
            why[k] = (why_t)(below(9) == 0);
        }
        struct vec v[] = {{.type = T_TEXT, .form = VEC_TEXT, .n = ROWS, .text = text, .why = why},
                          {.type = T_NUMBER, .scale = 2, .n = ROWS, .whole = money}};
        size_t n = 1 + below(2), rows = 1 + below(ROWS);
        v[0].why = below(2) == 0 ? why : NULL;
        if (!vec_keys(v, n, rows, &spare, keys))
            abort();
        for (size_t k = 0; k < rows; k++) {
            bool has = vec_key(v, n, k, &other, &key);
            wrong += has != (keys[k].p != NULL) || (has && !slice_eq(key, keys[k]));
            *(has ? &with : &without) += 1;
        }
    }
    is_int(wrong, 0, "many keys at once are those of each row");
    ok(with > 1000 && without > 1000, "rows with and without one");
    buffer_free(&spare);
    buffer_free(&other);
}

/* Numbers are equal as keys where they are equal, in whatever form. */
static void test_numbers(void)
{
    struct buffer spare = {0}, other = {0};
    unsigned wrong = 0;
    for (int round = 0; round < 20000; round++) {
        int64_t w[2], d[2];
        struct num x[2];
        struct vec v[2];
        struct slice key[2] = {SLICE(""), SLICE("")};
        for (int i = 0; i < 2; i++) {
            w[i] = (int64_t)below(40) - 20;
            d[i] = 1 + below(6);
            x[i] = num_decimal(w[i], (uint8_t)below(3));
            v[i] = (struct vec){.type = T_NUMBER,
                                .form = (enum vec_form)below(3),
                                .scale = 0,
                                .constant = true,
                                .n = 1,
                                .whole = &w[i],
                                .divisor = &d[i],
                                .num = &x[i]};
            if (v[i].form == VEC_WHOLE)
                v[i].scale = (uint8_t)below(3);
        }
        if (!vec_key(&v[0], 1, 0, &spare, &key[0]) || !vec_key(&v[1], 1, 0, &other, &key[1]))
            abort();
        struct num p = vec_num(&v[0], 0), q = vec_num(&v[1], 0);
        wrong += slice_eq(key[0], key[1]) != (num_cmp(&p, &q) == 0);
    }
    is_int(wrong, 0, "numbers have the same key where they are equal");
    int64_t near[] = {1, 3333331}, by[] = {3, 9999990};
    struct vec ratio[2];
    struct slice key[2] = {SLICE(""), SLICE("")};
    for (int i = 0; i < 2; i++)
        ratio[i] = (struct vec){.type = T_NUMBER,
                                .form = VEC_RATIO,
                                .constant = true,
                                .n = 1,
                                .whole = &near[i],
                                .divisor = &by[i]};
    ok(vec_key(&ratio[0], 1, 0, &spare, &key[0]) && vec_key(&ratio[1], 1, 0, &other, &key[1]) &&
           !slice_eq(key[0], key[1]),
       "two fractions that are written alike are two keys");
    buffer_free(&spare);
    buffer_free(&other);
}

static void test_elements(void)
{
    struct vec v, wide;
    for (int constant = 0; constant < 2; constant++) {
        for (int form = VEC_WHOLE; form <= VEC_NUM; form++) {
            if (!vec_new(&v, &arena, T_NUMBER, (enum vec_form)form, 5, constant) ||
                !vec_need_why(&v, &arena))
                abort();
            is_int((int64_t)v.n, constant ? 1 : 5, "elements");
            v.scale = form == VEC_WHOLE ? 2 : 0;
            unsigned wrong = 0;
            for (size_t k = 0; k < v.n; k++) {
                wrong += vec_why(&v, k) != 0;
                if (form == VEC_NUM)
                    v.num[k] = num_decimal((int128)k + 150, 2);
                else
                    v.whole[k] = (int64_t)k + 150;
                if (form == VEC_RATIO)
                    v.divisor[k] = 100;
            }
            if (!vec_to_num(&v, &arena, &wide))
                abort();
            for (size_t k = 0; k < 5; k++) {
                struct num want = num_decimal(150 + (constant ? 0 : (int128)k), 2),
                           x = vec_num(&v, k), y = vec_num(&wide, k);
                wrong += num_cmp(&x, &want) != 0 || num_cmp(&y, &want) != 0;
            }
            wrong += wide.form != VEC_NUM || wide.constant != v.constant || wide.why != v.why;
            is_int(wrong, 0, "their values, and in the general form");
            why_t *why = v.why;
            ok(vec_need_why(&v, &arena) && v.why == why, "reasons that are there stay");
        }
    }
    ok(vec_new(&v, &arena, T_TEXT, VEC_TEXT, 0, false) && v.n == 0 && v.text != NULL, "no rows");
    int64_t truth[] = {1, 0, 1};
    why_t why[] = {0, 0, 5};
    struct vec b = {.type = T_BOOL, .n = 3, .whole = truth, .why = why};
    ok(vec_true(&b, 0) && !vec_true(&b, 1) && !vec_true(&b, 2), "true is known and true");
}

static void test_text(void)
{
    int64_t w[] = {0, 1, -5}, three[] = {1, 1, 3};
    static const struct {
        enum type type;
        enum vec_form form;
        const char *want[3];
    } v[] = {
        {T_BOOL, VEC_WHOLE, {"no", "yes", "yes"}},
        {T_DATE, VEC_WHOLE, {"1970-01-01", "1970-01-02", "1969-12-27"}},
        {T_NUMBER, VEC_WHOLE, {"0", "0.1", "-0.5"}},
        {T_NUMBER, VEC_RATIO, {"0", "1", "~-1.666667"}},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        for (size_t k = 0; k < 3; k++) {
            struct vec x = {
                .type = v[i].type, .form = v[i].form, .n = 3, .whole = w, .divisor = three};
            x.scale = v[i].type == T_NUMBER && v[i].form == VEC_WHOLE;
            struct buffer out = {0};
            vec_text(&x, k, &out);
            is_text(out.p, out.n, v[i].want[k], v[i].want[k]);
            buffer_free(&out);
        }
}

/* A decimal of 64 bits is its own key, as it is written. */
static void test_whole_keys(void)
{
    int64_t w[] = {0,         1,         -1,        5,         10,        -10,      100,
                   2245010,   -2245010,  999999999, INT64_MAX, INT64_MIN, 1000000000000000000};
    size_t n = sizeof w / sizeof *w, wrong = 0;
    for (uint8_t scale = 0; scale <= 18; scale++)
        for (size_t k = 0; k < n; k++) {
            struct vec x = {
                .type = T_NUMBER, .form = VEC_WHOLE, .n = n, .whole = w, .scale = scale};
            struct buffer out = {0}, spare = {0};
            struct slice key = SLICE("");
            bool good = vec_key(&x, 1, k, &spare, &key) && vec_text(&x, k, &out) &&
                        slice_eq(key, buffer_view(&out));
            wrong += !good;
            buffer_free(&out);
            buffer_free(&spare);
        }
    is_int((int64_t)wrong, 0, "keys of whole numbers at each scale are their texts");
}

int main(void)
{
    test_joined();
    test_keys();
    test_many();
    test_numbers();
    test_elements();
    test_text();
    test_whole_keys();
    arena_free(&arena);
    return done_testing();
}
