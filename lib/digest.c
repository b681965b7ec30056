#include "digest.h"

#include <nettle/base16.h>

void digest_begin(struct digest *d)
{
    sha256_init(&d->sha);
}

void digest_add(struct digest *d, struct slice s)
{
    uint8_t length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)((uint64_t)s.n >> (56 - 8 * i));
    sha256_update(&d->sha, sizeof length, length);
    sha256_update(&d->sha, s.n, (const uint8_t *)s.p);
}

void digest_end(struct digest *d, char out[DIGEST_SIZE])
{
    uint8_t first[16];
    sha256_digest(&d->sha, sizeof first, first);
    base16_encode_update(out, sizeof first, first);
    out[DIGEST_SIZE - 1] = '\0';
}
