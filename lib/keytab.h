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

uint64_t keytab_hash(struct slice key);
/* The key's number, made if it is new; KEYTAB_NONE when memory is out (or 2^32 - 1 keys are in). */
uint32_t keytab_add(struct keytab *t, struct slice key);
uint32_t keytab_add_hashed(struct keytab *t, struct slice key, uint64_t hash);
uint32_t keytab_find(const struct keytab *t, struct slice key);
void keytab_free(struct keytab *t);

#endif
