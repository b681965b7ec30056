/* A signed root: a CSV table of one row, `scheme,seal,records,root,signature`. What is signed is
 * the text of seal_statement; the signature stands in hexadecimal. */
#ifndef RISK_SEAL_SIGNED_H
#define RISK_SEAL_SIGNED_H

#include "hash.h"
#include "signature.h"
#include "writer.h"

struct seal_signed {
    enum hash_kind kind;
    uint64_t count; /* records */
    uint8_t root[HASH_SIZE];
    struct signature signature;
};

/* Appends the text that is signed, four lines. False: memory is out. */
bool seal_statement(const struct seal_signed *s, struct buffer *out);
/* A failed write is told when W's sink is closed. */
void seal_signed_write(const struct seal_signed *s, struct writer *w);
/* ST_DATA with place: no signed root. */
enum status seal_signed_read(const char *path, struct seal_signed *out, struct error *e);

#endif
