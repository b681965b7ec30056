#include "seal.h"

enum { RECORD = 0x02, HEADER = 0x03 };

void seal_of(enum hash_kind kind, const uint8_t before[HASH_SIZE], struct slice record,
             uint8_t out[HASH_SIZE])
{
    char head[1 + HASH_SIZE] = {RECORD};
    struct hash h;
    memcpy(head + 1, before, HASH_SIZE);
    hash_begin(&h, kind);
    hash_add(&h, (struct slice){head, sizeof head});
    hash_add(&h, record);
    hash_end(&h, out);
}

void seal_of_header(enum hash_kind kind, struct slice header, uint8_t out[HASH_SIZE])
{
    struct hash h;
    hash_begin(&h, kind);
    hash_byte(&h, HEADER);
    hash_add(&h, header);
    hash_end(&h, out);
}

void seal_leaf(enum hash_kind kind, const uint8_t header[HASH_SIZE], const uint8_t *seals, size_t n,
               uint8_t out[HASH_SIZE])
{
    struct hash h;
    merkle_leaf(&h, kind);
    hash_add(&h, hash_slice(header));
    hash_add(&h, (struct slice){(const char *)seals, n * HASH_SIZE});
    hash_end(&h, out);
}

void seal_begin(struct seal *s, const struct seal_manner *manner, struct slice header)
{
    *s = (struct seal){.manner = *manner, .tree = {.kind = manner->kind}};
    seal_of_header(manner->kind, header, s->header);
    memcpy(s->last, s->header, HASH_SIZE);
}

void seal_add(struct seal *s, struct slice record)
{
    seal_of(s->manner.kind, s->last, record, s->last);
    if (s->n++ % SEAL_GROUP == 0) {
        merkle_leaf(&s->leaf, s->manner.kind);
        hash_add(&s->leaf, hash_slice(s->header));
    }
    hash_add(&s->leaf, hash_slice(s->last));
    if (s->n % SEAL_GROUP == 0) {
        uint8_t leaf[HASH_SIZE];
        hash_end(&s->leaf, leaf);
        merkle_add(&s->tree, leaf);
    }
}

void seal_root(const struct seal *s, uint8_t out[HASH_SIZE])
{
    if (s->n % SEAL_GROUP == 0) {
        merkle_root(&s->tree, out);
        return;
    }
    struct merkle tree = s->tree;
    struct hash last = s->leaf;
    uint8_t leaf[HASH_SIZE];
    hash_end(&last, leaf);
    merkle_add(&tree, leaf);
    merkle_root(&tree, out);
}
