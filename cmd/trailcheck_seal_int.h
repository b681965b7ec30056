/* What the parts of trailcheck_seal.h share. */
#ifndef TRAILCHECK_SEAL_INT_H
#define TRAILCHECK_SEAL_INT_H

#include "sealed.h"
#include "trailcheck_seal.h"

/* What was noted elsewhere. */
struct noted {
    uint8_t root[HASH_SIZE];
    bool has_root, has_count;
    uint64_t count;
};

/* TEXT as a number from LEAST on; NULL leaves *OUT as it is. */
void seal_take_number(struct seal_job *j, const char *option, const char *text, uint64_t least,
                      uint64_t *out);
/* Of --root and --count. A mistake in them is told. */
struct noted seal_take_noted(struct seal_job *j);
/* Operand I behind the action, "-" if there is none. */
const char *seal_operand(const struct seal_job *j, size_t i);

/* Reads to the end, or to COUNT records where that is not NULL. */
enum status seal_read_records(struct sealed *log, const uint64_t *count, struct error *e);
/* The error of a log with fewer records than COUNT. */
enum status seal_fewer(const struct sealed *log, uint64_t count, struct error *e);
/* Reads it all; what was noted holds of it. */
enum status seal_verify_log(struct sealed *log, const struct noted *n, struct error *e);

/* trailcheck_proof.c */
enum status seal_run_prove(struct seal_job *j, struct error *e);
enum status seal_run_check_proof(struct seal_job *j, struct error *e);
enum status seal_run_sign(struct seal_job *j, struct error *e);
enum status seal_run_check_signature(struct seal_job *j, struct error *e);

#endif
