/* trailcheck's sub-commands about sealed logs. */
#ifndef TRAILCHECK_SEAL_H
#define TRAILCHECK_SEAL_H

#include "front.h"
#include "seal.h"

enum seal_action {
    SEAL_SEAL,
    SEAL_VERIFY,
    SEAL_ROOT,
    SEAL_PROVE,
    SEAL_CHECK_PROOF,
    SEAL_SIGN,
    SEAL_CHECK_SIGNATURE,
    SEAL_ACTIONS
};

/* What the command line says. */
struct seal_job {
    struct front *front;
    enum seal_action action;
    const char *name; /* of the action */
    bool sm3, csv;
    const char *batch, *append, *root, *count, *line, *column, *key, *cert;
};

/* Checks the options and does it. Status ST_USAGE has been told; other failures are in E. */
enum status seal_run(struct seal_job *j, struct error *e);

#endif
