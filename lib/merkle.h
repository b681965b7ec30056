/* The Merkle tree of RFC 6962, section 2.1: a leaf is the digest of 0x00 and an entry, a node that
 * of 0x01 and its two children, and the left child of a tree of n leaves is the tree of the first
 * k, the largest power of two below n. */
#ifndef RISK_MERKLE_H
#define RISK_MERKLE_H

#include "hash.h"

enum { MERKLE_DEPTH = 64 };

/* A tree that grows leaf by leaf; it holds the roots of its full subtrees only. Zero-initialise but
 * for KIND. */
struct merkle {
    enum hash_kind kind;
    uint64_t n;                            /* leaves */
    uint8_t full[MERKLE_DEPTH][HASH_SIZE]; /* [b] of 2^b leaves, where N has bit b */
};

/* Begins a leaf: the entry's bytes follow through hash_add, hash_end gives it. */
void merkle_leaf(struct hash *h, enum hash_kind kind);
void merkle_add(struct merkle *m, const uint8_t leaf[HASH_SIZE]);
/* Of no leaves: the digest of nothing. */
void merkle_root(const struct merkle *m, uint8_t out[HASH_SIZE]);

/* What shows that a leaf is in a tree: the nodes that its root is computed with, from the leaf
 * up. */
struct merkle_path {
    size_t n;
    uint8_t node[MERKLE_DEPTH][HASH_SIZE];
};
/* Of leaf INDEX (from 0) of LEAVES, COUNT digests one behind the other. */
void merkle_path(enum hash_kind kind, const uint8_t *leaves, uint64_t count, uint64_t index,
                 struct merkle_path *out);
/* The root that follows. False if no tree of COUNT leaves has a path of this length there. */
bool merkle_follow(enum hash_kind kind, const uint8_t leaf[HASH_SIZE], uint64_t count,
                   uint64_t index, const struct merkle_path *path, uint8_t out[HASH_SIZE]);

#endif
