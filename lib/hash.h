/* Digests of bytes as they stand: SHA-256, and SM3 (GB/T 32905-2016), which Chinese offices must
 * use. */
#ifndef RISK_HASH_H
#define RISK_HASH_H

#include <nettle/sha2.h>
#include <nettle/sm3.h>

#include "slice.h"

enum hash_kind { HASH_SHA256, HASH_SM3, HASH_KINDS };
/* Bytes of a digest, and of it in hexadecimal. */
enum { HASH_SIZE = 32, HASH_DIGITS = 64 };

struct hash {
    enum hash_kind kind;
    union {
        struct sha256_ctx sha256;
        struct sm3_ctx sm3;
    } of;
};

void hash_begin(struct hash *h, enum hash_kind kind);
void hash_add(struct hash *h, struct slice bytes);
void hash_byte(struct hash *h, uint8_t byte);
/* H may then be added to from the beginning again. */
void hash_end(struct hash *h, uint8_t out[HASH_SIZE]);

static inline struct slice hash_slice(const uint8_t digest[HASH_SIZE])
{
    return (struct slice){(const char *)digest, HASH_SIZE};
}

const char *hash_name(enum hash_kind kind); /* "sha256", "sm3" */
bool hash_find(struct slice name, enum hash_kind *out);
/* In lower-case hexadecimal, and back from just that. */
void hash_text(const uint8_t digest[HASH_SIZE], char out[HASH_DIGITS]);
bool hash_parse(struct slice text, uint8_t out[HASH_SIZE]);

#endif
