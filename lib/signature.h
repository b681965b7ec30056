/* Detached signatures by libcrypto: Ed25519 (RFC 8032), and SM2 with SM3 (GB/T 32918) under the
 * usual id 1234567812345678. A build without libcrypto refuses with ST_SYSTEM. */
#ifndef RISK_SIGNATURE_H
#define RISK_SIGNATURE_H

#include "buffer.h"
#include "error.h"

enum signature_scheme { SIGNATURE_ED25519, SIGNATURE_SM2, SIGNATURE_SCHEMES };
const char *signature_name(enum signature_scheme scheme); /* "ed25519", "sm2" */
bool signature_find(struct slice name, enum signature_scheme *out);

enum { SIGNATURE_MAX = 80 };
struct signature {
    enum signature_scheme scheme;
    uint8_t bytes[SIGNATURE_MAX]; /* Ed25519: 64; SM2: DER */
    size_t n;
};

/* Signs MESSAGE with the private key in the PEM file KEY, which needs no passphrase. ST_DATA: no
 * such key. */
enum status signature_make(const char *key, struct slice message, struct signature *out,
                           struct error *e);
/* Who signed, as the certificate says: the subject (RFC 2253), and its first and last day. */
struct signer {
    struct buffer name;
    int64_t from, to; /* days (date.h) */
};
/* Holds S against MESSAGE with the certificate in the PEM file CERT. ST_FAILED: another message,
 * or another key. Whether the certificate is to be trusted is not looked at. WHO: signer_free. */
enum status signature_check(const char *cert, struct slice message, const struct signature *s,
                            struct signer *who, struct error *e);
void signer_free(struct signer *who);

#endif
