/* Texts to small numbers: 0, 1, 2, ... in order of first sight. Open addressing under a seeded
 * hash, so that no input can choose its collisions; keys in an arena. */
#ifndef RISK_KEYTAB_H
#define RISK_KEYTAB_H

#include <stdint.h>

#include "arena.h"

/* Zero-initialise; keytab_free gives everything back. */
struct keytab {
    struct arena arena;
    struct slice *keys; /* [n] */
    uint32_t n;
    size_t keys_size;
    struct keytab_entry *entries;
    size_t mask; /* entries - 1 */
};

#define KEYTAB_NONE UINT32_MAX

/* Draws the seed, which is done once: to be called before threads use tables. */
void keytab_begin(void);
uint64_t keytab_hash(struct slice key);
/* The key's number, made if it is new; KEYTAB_NONE when memory is out (or 2^32 - 1 keys are in). */
uint32_t keytab_add(struct keytab *t, struct slice key);
uint32_t keytab_add_hashed(struct keytab *t, struct slice key, uint64_t hash);
/* Asks memory for the place where a key of this hash would stand, some keys before it is needed. */
void keytab_ask(const struct keytab *t, uint64_t hash);
uint32_t keytab_find(const struct keytab *t, struct slice key);
void keytab_free(struct keytab *t);
/* The same for N keys, much faster than one by one where the table does not fit the caches. A key
 * whose p is NULL is passed over and gets KEYTAB_NONE. keytab_add_all is false when memory is out.
 */
bool keytab_add_all(struct keytab *t, const struct slice *keys, size_t n, uint32_t *ids);
void keytab_find_all(const struct keytab *t, const struct slice *keys, size_t n, uint32_t *ids);

/* Hashes of a row of keys, worked out and asked for some keys ahead. Zero-initialise for each row
 * of keys. */
enum { KEYTAB_AHEAD = 16 };
struct keytab_row {
    size_t done; /* keys before this one are hashed */
    uint64_t hash[2 * KEYTAB_AHEAD];
};
/* The hash of KEYS[k]; k must not go back. */
static inline uint64_t keytab_row_hash(struct keytab_row *r, const struct keytab *t,
                                       const struct slice *keys, size_t k, size_t n)
{
    size_t to = n - k > KEYTAB_AHEAD ? k + KEYTAB_AHEAD : n;
    for (r->done = r->done > k ? r->done : k; r->done < to; r->done++) {
        uint64_t h = keytab_hash(keys[r->done]);
        r->hash[r->done % (2 * KEYTAB_AHEAD)] = h;
        keytab_ask(t, h);
    }
    return r->hash[k % (2 * KEYTAB_AHEAD)];
}

#endif
