/* A log is sealed: as a whole, or what is new of it behind what was sealed before (seal.h). */
#ifndef RISK_SEALING_H
#define RISK_SEALING_H

#include "seal.h"
#include "sink.h"

struct sealing {
    /* What the caller wants. */
    struct seal_manner manner;
    bool kind_given, batch_given; /* a sealed log that is sealed otherwise is refused (ST_USAGE) */
    void (*warn)(void *context, const char *text); /* not NULL */
    void *context;
    /* What was done. */
    uint64_t before; /* records that were sealed before */
    struct seal seal;
};

/* Seals the log PATH ("-" is standard input) into OUT. HOLD: nothing is written to OUT before all
 * has been read and found good. */
enum status sealing_write(struct sealing *s, const char *path, struct sink *out, bool hold,
                          struct error *e);
/* Seals the records of the log PATH that the sealed log TO does not have yet, and appends them to
 * it, which is made (mode 0600) if it is not there. PATH begins with the records that are sealed,
 * else it is ST_DATA. WARN is told of a record of PATH that is still being written, or whose
 * writing was broken off: it is left for the next time; and of one of TO, which is moved to
 * TO.torn. ST_FAILED: TO is not as it was sealed. What has been added is on the disk. */
enum status sealing_append(struct sealing *s, const char *path, const char *to, struct error *e);

#endif
