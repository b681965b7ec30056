/* What the parts of sealing.h share: the log that is sealed. */
#ifndef RISK_SEALING_INT_H
#define RISK_SEALING_INT_H

#include "reader.h"
#include "sealing.h"
#include "spill.h"

struct sealing_log {
    struct source *file;  /* what the reader reads a part of, or NULL */
    struct buffer header; /* as it stands there, without its line end */
    struct reader *reader;
    struct batch batch;
    size_t row; /* next one of the batch */
    uint64_t line, next; /* of the record that sealing_log_next gave; of what comes behind it */
    struct error odd;    /* a record that may be torn; status ST_OK: none */
    bool rest;           /* bytes without a line end stand behind what the reader reads */
};

/* GROWING: a last record that is not whole is left out and not refused. On failure nothing is left
 * to close. */
enum status sealing_log_open(const char *path, bool growing, struct sealing_log *log,
                             struct error *e);
/* The next record as it stands, without its line end, until the next call. */
enum status sealing_log_next(struct sealing_log *log, struct slice *record, bool *more,
                             struct error *e);
/* At the end: whether a record was left out, and what there is to say of it, with place. */
bool sealing_log_torn(const struct sealing_log *log, struct error *what);
void sealing_log_close(struct sealing_log *log);

/* Where sealed records go: into a sink, or aside until all is known to be good. */
struct outlet {
    struct buffer held;
    struct sink *sink;
    struct spill *spill; /* NULL: into the sink at once */
};
/* The header with the seals' columns. */
enum status sealing_begin(struct sealing *s, struct slice log_header, struct outlet *o,
                          struct error *e);
/* Seals the records of LOG that have not been read yet. */
enum status sealing_rest(struct sealing *s, struct sealing_log *log, struct outlet *o,
                         struct error *e);
typedef enum status sealing_give_fn(void *to, struct slice bytes, struct error *e);
/* What was put aside, block by block. */
enum status sealing_give(struct spill *spill, sealing_give_fn *give, void *to, struct error *e);
void sealing_outlet_close(struct outlet *o);

#endif
