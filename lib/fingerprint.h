/* A digest over bytes as they stand, by which an auditor knows a file again: SHA-256 (FIPS 180-4),
 * or SM3 (GB/T 32905-2016), which Chinese offices must use. */
#ifndef RISK_FINGERPRINT_H
#define RISK_FINGERPRINT_H

#include <nettle/sha2.h>
#include <nettle/sm3.h>

#include "slice.h"

enum fingerprint_kind { FINGERPRINT_SHA256, FINGERPRINT_SM3 };
const char *fingerprint_name(enum fingerprint_kind kind); /* "sha256", "sm3" */

struct fingerprint {
    enum fingerprint_kind kind;
    uint64_t bytes; /* so far */
    union {
        struct sha256_ctx sha256;
        struct sm3_ctx sm3;
    } state;
};

enum { FINGERPRINT_SIZE = 65 };
void fingerprint_begin(struct fingerprint *f, enum fingerprint_kind kind);
void fingerprint_add(struct fingerprint *f, struct slice bytes);
/* In hexadecimal; begins anew. */
void fingerprint_end(struct fingerprint *f, char out[FINGERPRINT_SIZE]);

#endif
