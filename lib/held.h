/* Refused records, held back until the rows before them have been taken, so that all go on in the
 * order of the file, however the reads fell. */
#ifndef RISK_HELD_H
#define RISK_HELD_H

#include "arena.h"
#include "reader.h"

struct held {
    reader_reject_fn *reject; /* whom they go to */
    void *context;
    /* The rest is to be zero in the beginning; held_free gives it back. */
    struct arena memory;
    struct held_record {
        struct slice raw;
        struct error why;
    } * records;
    size_t n, size, next;
};

/* For reader_reject, with a struct held as its context. */
reader_reject_fn held_take;
/* Hands on those of lines before LINE. */
enum status held_hand_on(struct held *h, uint64_t line, struct error *e);
void held_free(struct held *h);

#endif
