/* The rows and the arithmetic that an alert rests on, so that a person can redo it with a
 * calculator. */
#ifndef RISK_WHY_H
#define RISK_WHY_H

#include "engine.h"

struct why_question {
    const struct pack *pack;
    int64_t today;
    struct reader_options reader;
    const struct input *inputs;
    size_t n;
    const char *id;           /* of the alert, or the beginning of one, at least 6 characters */
    reader_reject_fn *reject; /* NULL: strict. Called once a record */
    void *context;            /* its */
};

/* Reads the inputs several times: once to find the alert, then as often as what has been seen asks
 * for more rows. ST_DATA if no alert, or more than one, has the id. */
enum status why_show(const struct why_question *q, struct sink *out, struct error *e);

#endif
