#include "keytab.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "buffer.h"
#include "num.h"

struct keytab_entry {
    uint32_t tag; /* high half of the hash: says where to look, and mostly whether it is the key */
    uint32_t id1; /* number + 1, 0 for empty */
};

/* Drawn once a process: results never depend on it. */
static uint64_t seed[2];

static void draw_seed(void)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, seed, sizeof seed) != (ssize_t)sizeof seed) {
        struct timespec t = {0};
        clock_gettime(CLOCK_MONOTONIC, &t);
        seed[0] = (uint64_t)t.tv_nsec * 0x9e3779b97f4a7c15u;
        seed[1] = (uint64_t)getpid() * 0xd6e8feb86659fd93u ^ (uint64_t)t.tv_sec;
    }
    if (fd >= 0)
        close(fd);
    seed[0] |= 1;
}

void keytab_begin(void)
{
    if (seed[0] == 0)
        draw_seed();
}

static inline uint64_t fold(uint64_t a, uint64_t b)
{
    uint128 m = (uint128)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static inline uint64_t load(const char *p, size_t n)
{
    uint64_t v = 0;
    memcpy(&v, p, n);
    return v;
}

/* Folded multiplication over words of 8 bytes. */
uint64_t keytab_hash(struct slice key)
{
    keytab_begin();
    uint64_t h = seed[0] ^ key.n;
    const char *p = key.p;
    size_t n = key.n;
    for (; n > 8; n -= 8, p += 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        h = fold(h ^ v, 0xa0761d6478bd642fu ^ seed[1]);
    }
    if (n > 0)
        h = fold(h ^ load(p, n), 0xe7037ed1a0b428dbu ^ seed[1]);
    return fold(h, 0x8ebc6af09c88c6e3u ^ seed[0]);
}

static bool resize(struct keytab *t)
{
    size_t size = t->entries == NULL ? 64 : (t->mask + 1) * 2;
    struct keytab_entry *entries = calloc(size, sizeof *entries);
    if (entries == NULL)
        return false;
    for (size_t i = 0; t->entries != NULL && i <= t->mask; i++) {
        if (t->entries[i].id1 == 0)
            continue;
        size_t at = t->entries[i].tag & (size - 1);
        while (entries[at].id1 != 0)
            at = (at + 1) & (size - 1);
        entries[at] = t->entries[i];
    }
    free(t->entries);
    t->entries = entries;
    t->mask = size - 1;
    return true;
}

static uint32_t insert(struct keytab *t, struct slice key, uint64_t hash, size_t at)
{
    if (t->n == KEYTAB_NONE - 1 ||
        !grow(&t->keys, &t->keys_size, (size_t)t->n + 1, sizeof *t->keys))
        return KEYTAB_NONE;
    struct slice copy = arena_copy(&t->arena, key);
    if (copy.p == NULL)
        return KEYTAB_NONE;
    t->keys[t->n] = copy;
    t->entries[at] = (struct keytab_entry){(uint32_t)(hash >> 32), t->n + 1};
    return t->n++;
}

uint32_t keytab_add_hashed(struct keytab *t, struct slice key, uint64_t hash)
{
    if ((t->entries == NULL || t->n >= (t->mask + 1) / 2) && !resize(t))
        return KEYTAB_NONE;
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t at = tag & t->mask;; at = (at + 1) & t->mask) {
        struct keytab_entry x = t->entries[at];
        if (x.id1 == 0)
            return insert(t, key, hash, at);
        if (x.tag == tag && slice_eq(t->keys[x.id1 - 1], key))
            return x.id1 - 1;
    }
}

uint32_t keytab_add(struct keytab *t, struct slice key)
{
    return keytab_add_hashed(t, key, keytab_hash(key));
}

void keytab_ask(const struct keytab *t, uint64_t hash)
{
    if (t->entries != NULL)
        __builtin_prefetch(&t->entries[(uint32_t)(hash >> 32) & t->mask]);
}

static uint32_t find_hashed(const struct keytab *t, struct slice key, uint64_t hash)
{
    if (t->entries == NULL)
        return KEYTAB_NONE;
    uint32_t tag = (uint32_t)(hash >> 32);
    for (size_t at = tag & t->mask;; at = (at + 1) & t->mask) {
        struct keytab_entry x = t->entries[at];
        if (x.id1 == 0)
            return KEYTAB_NONE;
        if (x.tag == tag && slice_eq(t->keys[x.id1 - 1], key))
            return x.id1 - 1;
    }
}

uint32_t keytab_find(const struct keytab *t, struct slice key)
{
    return t->entries == NULL ? KEYTAB_NONE : find_hashed(t, key, keytab_hash(key));
}

/* What is to be looked at is asked for of memory in three steps before it is needed: the place, the
 * key that seems to stand there, its text. Nothing of it is relied on. */
enum { STEP = 12, ROUND = 64 /* more than three steps */ };

struct asked {
    uint64_t hash[ROUND];
    uint32_t likely[ROUND];
    bool again[ROUND]; /* the key is that of the row before, as it often is */
};

static inline void ask_place(const struct keytab *t, const struct slice *keys, size_t k,
                             struct asked *a)
{
    bool none = keys[k].p == NULL;
    a->likely[k % ROUND] = KEYTAB_NONE;
    a->again[k % ROUND] =
        none || (k > 0 && keys[k - 1].p != NULL && slice_eq(keys[k], keys[k - 1]));
    if (a->again[k % ROUND])
        return;
    a->hash[k % ROUND] = keytab_hash(keys[k]);
    keytab_ask(t, a->hash[k % ROUND]);
}

static inline void ask_key(const struct keytab *t, size_t k, struct asked *a)
{
    uint32_t tag = (uint32_t)(a->hash[k % ROUND] >> 32);
    if (a->again[k % ROUND])
        return;
    for (size_t at = tag & t->mask; t->entries[at].id1 != 0; at = (at + 1) & t->mask)
        if (t->entries[at].tag == tag) {
            a->likely[k % ROUND] = t->entries[at].id1 - 1;
            __builtin_prefetch(&t->keys[t->entries[at].id1 - 1]);
            break;
        }
}

static inline void ask_text(const struct keytab *t, size_t k, const struct asked *a)
{
    if (a->likely[k % ROUND] != KEYTAB_NONE)
        __builtin_prefetch(t->keys[a->likely[k % ROUND]].p);
}

static inline void ask_ahead(const struct keytab *t, const struct slice *keys, size_t k, size_t n,
                             struct asked *a)
{
    for (size_t i = k == 0 ? 0 : k + 3 * STEP; i < n && i <= k + 3 * STEP; i++)
        ask_place(t, keys, i, a);
    if (t->entries == NULL)
        return;
    if (k + 2 * STEP < n)
        ask_key(t, k + 2 * STEP, a);
    if (k >= STEP && k + STEP < n)
        ask_text(t, k + STEP, a);
}

bool keytab_add_all(struct keytab *t, const struct slice *keys, size_t n, uint32_t *ids)
{
    struct asked a;
    for (size_t k = 0; k < n; k++) {
        ask_ahead(t, keys, k, n, &a);
        if (a.again[k % ROUND]) {
            ids[k] = keys[k].p == NULL ? KEYTAB_NONE : ids[k - 1];
            continue;
        }
        ids[k] = keytab_add_hashed(t, keys[k], a.hash[k % ROUND]);
        if (ids[k] == KEYTAB_NONE)
            return false;
    }
    return true;
}

void keytab_find_all(const struct keytab *t, const struct slice *keys, size_t n, uint32_t *ids)
{
    struct asked a;
    for (size_t k = 0; k < n; k++) {
        ask_ahead(t, keys, k, n, &a);
        ids[k] = keys[k].p == NULL         ? KEYTAB_NONE
                 : a.again[k % ROUND] ? ids[k - 1]
                                      : find_hashed(t, keys[k], a.hash[k % ROUND]);
    }
}

void keytab_free(struct keytab *t)
{
    free(t->keys);
    free(t->entries);
    arena_free(&t->arena);
    *t = (struct keytab){0};
}
