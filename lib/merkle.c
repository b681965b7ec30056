#include "merkle.h"

enum { LEAF = 0x00, NODE = 0x01 };

void merkle_leaf(struct hash *h, enum hash_kind kind)
{
    hash_begin(h, kind);
    hash_byte(h, LEAF);
}

static void join(enum hash_kind kind, const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE],
                 uint8_t out[HASH_SIZE])
{
    char both[1 + 2 * HASH_SIZE] = {NODE};
    struct hash h;
    memcpy(both + 1, left, HASH_SIZE);
    memcpy(both + 1 + HASH_SIZE, right, HASH_SIZE);
    hash_begin(&h, kind);
    hash_add(&h, (struct slice){both, sizeof both});
    hash_end(&h, out);
}

void merkle_add(struct merkle *m, const uint8_t leaf[HASH_SIZE])
{
    uint8_t grown[HASH_SIZE];
    int b = 0;
    memcpy(grown, leaf, HASH_SIZE);
    for (; (m->n >> b & 1) != 0; b++)
        join(m->kind, m->full[b], grown, grown);
    memcpy(m->full[b], grown, HASH_SIZE);
    m->n++;
}

void merkle_root(const struct merkle *m, uint8_t out[HASH_SIZE])
{
    if (m->n == 0) {
        struct hash h;
        hash_begin(&h, m->kind);
        hash_end(&h, out);
        return;
    }
    int b = 0;
    while ((m->n >> b & 1) == 0)
        b++;
    memcpy(out, m->full[b], HASH_SIZE);
    for (b++; b < MERKLE_DEPTH; b++)
        if ((m->n >> b & 1) != 0)
            join(m->kind, m->full[b], out, out);
}

/* How many of COUNT leaves, above 1, stand in the left subtree. */
static uint64_t left_of(uint64_t count)
{
    uint64_t k = 1;
    while (k < count - k)
        k *= 2;
    return k;
}

static void root_of(enum hash_kind kind, const uint8_t *leaves, uint64_t count,
                    uint8_t out[HASH_SIZE])
{
    struct merkle m = {.kind = kind};
    for (uint64_t i = 0; i < count; i++)
        merkle_add(&m, leaves + i * HASH_SIZE);
    merkle_root(&m, out);
}

void merkle_path(enum hash_kind kind, const uint8_t *leaves, uint64_t count, uint64_t index,
                 struct merkle_path *out)
{
    uint8_t down[MERKLE_DEPTH][HASH_SIZE];
    out->n = 0;
    while (count > 1) {
        uint64_t left = left_of(count);
        uint8_t *other = down[out->n++];
        if (index < left) {
            root_of(kind, leaves + left * HASH_SIZE, count - left, other);
            count = left;
        } else {
            root_of(kind, leaves, left, other);
            leaves += left * HASH_SIZE;
            count -= left;
            index -= left;
        }
    }
    for (size_t i = 0; i < out->n; i++)
        memcpy(out->node[i], down[out->n - 1 - i], HASH_SIZE);
}

/* From the leaf up: INDEX is where the subtree stands on its level, LAST where the level ends
 * (RFC 9162, section 2.1.3.2). */
bool merkle_follow(enum hash_kind kind, const uint8_t leaf[HASH_SIZE], uint64_t count,
                   uint64_t index, const struct merkle_path *path, uint8_t out[HASH_SIZE])
{
    if (index >= count)
        return false;
    uint64_t last = count - 1;
    memcpy(out, leaf, HASH_SIZE);
    for (size_t i = 0; i < path->n; i++, index >>= 1, last >>= 1) {
        if (last == 0)
            return false;
        if ((index & 1) == 0 && index < last) {
            join(kind, out, path->node[i], out);
            continue;
        }
        join(kind, path->node[i], out, out);
        /* It has no neighbour on these levels: it is taken up as it is. */
        for (; (index & 1) == 0 && index != 0; index >>= 1)
            last >>= 1;
    }
    return last == 0;
}
