#include "fingerprint.h"

#include <nettle/base16.h>

_Static_assert(SHA256_DIGEST_SIZE == 32 && SM3_DIGEST_SIZE == 32, "both are 256 bits");

const char *fingerprint_name(enum fingerprint_kind kind)
{
    return kind == FINGERPRINT_SM3 ? "sm3" : "sha256";
}

void fingerprint_begin(struct fingerprint *f, enum fingerprint_kind kind)
{
    f->kind = kind;
    f->bytes = 0;
    if (kind == FINGERPRINT_SM3)
        sm3_init(&f->state.sm3);
    else
        sha256_init(&f->state.sha256);
}

void fingerprint_add(struct fingerprint *f, struct slice bytes)
{
    f->bytes += bytes.n;
    if (f->kind == FINGERPRINT_SM3)
        sm3_update(&f->state.sm3, bytes.n, (const uint8_t *)bytes.p);
    else
        sha256_update(&f->state.sha256, bytes.n, (const uint8_t *)bytes.p);
}

void fingerprint_end(struct fingerprint *f, char out[FINGERPRINT_SIZE])
{
    uint8_t whole[SHA256_DIGEST_SIZE];
    if (f->kind == FINGERPRINT_SM3)
        sm3_digest(&f->state.sm3, sizeof whole, whole);
    else
        sha256_digest(&f->state.sha256, sizeof whole, whole);
    base16_encode_update(out, sizeof whole, whole);
    out[FINGERPRINT_SIZE - 1] = '\0';
    f->bytes = 0;
}
