/* A proof that one record is in a sealed log: what the root is computed with, from the record up
 * (seal.h). It is a CSV table `what,no,value`: `seal` (sha256 or sm3), `records` (how many the log
 * has), `header` (of the sealed log), `record` (its seal_no, and as it stood in the log), `before`
 * (the seal of the record before it; of the header: 0), `beside` (the seals of the others that
 * share its leaf), `path` (the nodes beside it, from the leaf up: 1, 2 ...). */
#ifndef RISK_SEAL_PROOF_H
#define RISK_SEAL_PROOF_H

#include "reader.h"
#include "seal.h"
#include "writer.h"

struct seal_proof {
    struct seal_manner manner;
    uint64_t count; /* records of the log */
    uint64_t no;    /* which one it is, from 1 */
    uint64_t line;  /* of seal_proof_make: where it stands in the sealed log */
    struct buffer header, record;
    uint8_t before[HASH_SIZE];
    uint8_t group[SEAL_GROUP][HASH_SIZE]; /* seals of its leaf; its own too */
    size_t grouped, place;                /* how many they are, and which is its own */
    struct merkle_path path;
};

/* Which record. */
struct seal_wanted {
    uint64_t line;       /* of the sealed log, 0: the one that has */
    struct slice id;     /* this text, in */
    struct slice column; /* the column of this name; {NULL, 0}: the first */
};

/* Reads the sealed log PATH to its end. ST_DATA: no such record, or several; ST_FAILED: the log
 * does not hold. Needs 4 bytes of memory a record. */
enum status seal_proof_make(const char *path, const struct seal_wanted *wanted,
                            struct seal_proof *out, struct error *e);
/* A failed write is told when W's sink is closed. */
void seal_proof_write(const struct seal_proof *p, struct writer *w);
/* ST_DATA with place: no proof. */
enum status seal_proof_read(const char *path, struct seal_proof *out, struct error *e);
/* The root that follows from it. ST_FAILED: it is in no log of so many records. */
enum status seal_proof_root(const struct seal_proof *p, uint8_t out[HASH_SIZE], struct error *e);
/* The log's header in P's. */
struct slice seal_proof_log_header(const struct seal_proof *p);
void seal_proof_free(struct seal_proof *p);

#endif
