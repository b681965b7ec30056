#include "hash.h"

static const char *const names[HASH_KINDS] = {[HASH_SHA256] = "sha256", [HASH_SM3] = "sm3"};

void hash_begin(struct hash *h, enum hash_kind kind)
{
    h->kind = kind;
    if (kind == HASH_SM3)
        sm3_init(&h->of.sm3);
    else
        sha256_init(&h->of.sha256);
}

void hash_add(struct hash *h, struct slice bytes)
{
    if (h->kind == HASH_SM3)
        sm3_update(&h->of.sm3, bytes.n, (const uint8_t *)bytes.p);
    else
        sha256_update(&h->of.sha256, bytes.n, (const uint8_t *)bytes.p);
}

void hash_byte(struct hash *h, uint8_t byte)
{
    hash_add(h, (struct slice){(const char *)&byte, 1});
}

void hash_end(struct hash *h, uint8_t out[HASH_SIZE])
{
    if (h->kind == HASH_SM3)
        sm3_digest(&h->of.sm3, HASH_SIZE, out);
    else
        sha256_digest(&h->of.sha256, HASH_SIZE, out);
}

const char *hash_name(enum hash_kind kind)
{
    return names[kind];
}

bool hash_find(struct slice name, enum hash_kind *out)
{
    for (int k = 0; k < HASH_KINDS; k++)
        if (slice_eq(name, slice_of(names[k]))) {
            *out = (enum hash_kind)k;
            return true;
        }
    return false;
}

void hash_text(const uint8_t digest[HASH_SIZE], char out[HASH_DIGITS])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < HASH_SIZE; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hash_parse(struct slice text, uint8_t out[HASH_SIZE])
{
    if (text.n != HASH_DIGITS)
        return false;
    for (size_t i = 0; i < HASH_SIZE; i++) {
        int high = digit(text.p[2 * i]), low = digit(text.p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
