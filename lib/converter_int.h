#ifndef RISK_CONVERTER_INT_H
#define RISK_CONVERTER_INT_H

#include "converter.h"

/* A private directory, and the full names of what lies in it. */
struct workplace {
    char *directory, *input, *output, *messages;
};

enum status workplace_make(struct workplace *w, struct error *e);
/* The directory with all that lies in it, however deep. */
void workplace_remove(struct workplace *w);

enum outcome {
    CONVERTED,
    FAILED,    /* it exited with another status than 0 */
    CRASHED,   /* by a signal */
    TOO_LONG,  /* seconds */
    TOO_LARGE, /* bytes */
    NOT_STARTED,
    LOST /* whoever watched it is gone */
};

/* Runs ARGV[0], a full path, with what it says going to the messages of W. */
enum status converter_watch(const struct workplace *w, char *const argv[],
                            const struct converter_limits *limits, enum outcome *outcome,
                            struct error *e);

#endif
