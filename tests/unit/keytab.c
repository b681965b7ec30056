/* Texts to numbers: in order of first sight, whatever their number and bytes. */
#include "keytab.h"

#include <stdio.h>
#include <stdlib.h>

#include "tap.h"

enum { MANY = 200000 };

static size_t write_key(uint32_t i, char out[64])
{
    /* Short and long ones, with a NUL, alike but for one end. */
    switch (i % 4) {
    case 0:
        return (size_t)snprintf(out, 64, "%u", i);
    case 1:
        return (size_t)snprintf(out, 64, "%u-a-key-that-is-longer-than-32-bytes", i);
    case 2:
        return (size_t)snprintf(out, 64, "a-key-that-is-rather-long-%u", i);
    default:
        memcpy(out, &i, sizeof i);
        return sizeof i;
    }
}

static void test_many(void)
{
    struct keytab t = {.n = 0};
    char key[64];
    unsigned wrong = 0, absent = 0, again = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        struct slice k = {key, write_key(i, key)};
        absent += keytab_find(&t, k) != KEYTAB_NONE;
        uint32_t id = i % 2 == 0 ? keytab_add(&t, k) : keytab_add_hashed(&t, k, keytab_hash(k));
        wrong += id != i || t.n != i + 1;
    }
    is_int(absent, 0, "a key that is not in is not found");
    is_int(wrong, 0, "keys are numbered in order of first sight");
    memset(key, 'x', sizeof key);
    wrong = 0;
    for (uint32_t i = MANY; i-- > 0;) {
        struct slice k = {key, write_key(i, key)};
        wrong += keytab_find(&t, k) != i || !slice_eq(t.keys[i], k);
        again += keytab_add(&t, k) != i;
    }
    is_int(wrong, 0, "and found again, the table's own copies");
    is_int(again, 0, "added again they keep their numbers");
    is_int(t.n, MANY, "and are no more");
    keytab_free(&t);
    ok(t.n == 0 && t.entries == NULL && keytab_find(&t, SLICE("1")) == KEYTAB_NONE,
       "freed it is empty");
    is_int(keytab_add(&t, SLICE("again")), 0, "and can be used again");
    keytab_free(&t);
}

/* Batches of new and old keys, with gaps, through growth: what one by one gives. */
static void test_all(void)
{
    enum { BATCH = 300 };
    struct keytab one = {.n = 0}, all = {.n = 0};
    static char text[BATCH][64];
    struct slice keys[BATCH];
    uint32_t ids[BATCH], found[BATCH], wrong = 0, lost = 0;
    keytab_find_all(&all, &(struct slice){"x", 1}, 1, ids);
    is_int(ids[0], KEYTAB_NONE, "in an empty table nothing is found");
    for (uint32_t i = 0, x = 1; i < MANY; i += BATCH) {
        size_t n = i % 7 == 0 ? 1 + i % BATCH : BATCH;
        for (size_t k = 0; k < n; k++) {
            x = x * 1103515245 + 12345;
            keys[k] = (struct slice){text[k], write_key((x >> 8) % (i + 50), text[k])};
            if (x >> 28 == 0)
                keys[k] = (struct slice){NULL, 0};
        }
        if (!keytab_add_all(&all, keys, n, ids))
            abort();
        for (size_t k = 0; k < n; k++)
            wrong += ids[k] != (keys[k].p == NULL ? KEYTAB_NONE : keytab_add(&one, keys[k]));
        keytab_find_all(&all, keys, n, found);
        lost += memcmp(ids, found, n * sizeof *ids) != 0;
    }
    is_int(wrong, 0, "many at once get the numbers that they get one by one");
    is_int(lost, 0, "and are found at once");
    ok(all.n == one.n && all.n > 10000, "as many of them");
    keytab_free(&one);
    keytab_free(&all);
}

static void test_alike(void)
{
    static const struct slice keys[] = {
        {"", 0},
        {"\0", 1},
        {"\0\0", 2},
        {"a", 1},
        {"a\0", 2},
        {"aaaaaaaa", 8},
        {"aaaaaaaa\0", 9},
        {"aaaaaaaaa", 9},
        {"aaaaaaaaaaaaaaaa", 16},
        {"aaaaaaaaaaaaaaaaa", 17},
    };
    struct keytab t = {.n = 0};
    unsigned wrong = 0;
    for (int twice = 0; twice < 2; twice++)
        for (uint32_t i = 0; i < sizeof keys / sizeof *keys; i++)
            wrong += keytab_add(&t, keys[i]) != i;
    is_int(wrong, 0, "keys that differ in length or a NUL are different");
    keytab_free(&t);
    ok(keytab_hash(SLICE("unit")) == keytab_hash(SLICE("unit")),
       "a hash is the same within a process");
}

/* Two keys of one hash are still two: the hash is the caller's in keytab_add_hashed. */
static void test_collision(void)
{
    struct keytab t = {.n = 0};
    unsigned wrong = 0;
    for (int twice = 0; twice < 2; twice++)
        for (uint32_t i = 0; i < 20; i++) {
            char c = (char)('a' + i);
            wrong += keytab_add_hashed(&t, (struct slice){&c, 1}, 42) != i;
        }
    is_int(wrong, 0, "keys of one hash are told apart");
    keytab_free(&t);
}

/* Keys of every length that differ in one byte, wherever it stands, are two. */
static void test_equal(void)
{
    enum { LONGEST = 80 };
    unsigned wrong = 0;
    char a[LONGEST], b[LONGEST];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    for (size_t n = 0; n <= LONGEST; n++) {
        wrong += !bytes_eq(a, b, n);
        for (size_t i = 0; i < n; i++) {
            b[i] = 'b';
            wrong += bytes_eq(a, b, n);
            struct keytab t = {.n = 0};
            wrong += keytab_add(&t, (struct slice){a, n}) == keytab_add(&t, (struct slice){b, n});
            keytab_free(&t);
            b[i] = 'a';
        }
    }
    is_int(wrong, 0, "one byte makes two keys of one, wherever it stands");
}

int main(void)
{
    test_equal();
    test_many();
    test_all();
    test_alike();
    test_collision();
    return done_testing();
}
