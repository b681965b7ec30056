/* Names in place of names: the same value has the same pseudonym in every table made under the same
 * key, so that joins work, and without the key nobody can try values until one fits. "p-" and the
 * first 128 bits, in hexadecimal, of HMAC (RFC 2104) over the value, by SHA-256 or SM3. */
#ifndef RISK_PSEUDONYM_H
#define RISK_PSEUDONYM_H

#include "error.h"
#include "fingerprint.h"

enum {
    PSEUDONYM_SIZE = 34,
    PSEUDONYM_KEY_LEAST = 16, /* bytes of a key */
    PSEUDONYM_KEY_MOST = 4096
};

struct pseudonymiser;

/* The key is what the file PATH holds, without the line end behind it. ST_USAGE where it is too
 * short or too long. Its bytes get into no message. */
enum status pseudonym_open(const char *path, enum fingerprint_kind kind,
                           struct pseudonymiser **out, struct error *e);
/* Of V, which is not empty. What has the form of an identity number (15 digits, or 17 and a digit
 * or X) has one pseudonym whether it is written in full width or half, with x or X; all else is
 * taken by its bytes. */
struct slice pseudonym_of(struct pseudonymiser *p, struct slice v);
/* Whether V is one. */
bool pseudonym_is(struct slice v);
/* Wipes the key. P may be NULL. */
void pseudonym_close(struct pseudonymiser *p);

#endif
