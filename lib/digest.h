/* The first 128 bits of SHA-256 over a list of texts, each preceded by its length as 8 bytes, most
 * significant first, in hexadecimal: ids of alerts and issues, the chain of a ledger. */
#ifndef RISK_DIGEST_H
#define RISK_DIGEST_H

#include <nettle/sha2.h>

#include "slice.h"

enum { DIGEST_SIZE = 33 };

struct digest {
    struct sha256_ctx sha;
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, struct slice s);
void digest_end(struct digest *d, char out[DIGEST_SIZE]);

#endif
