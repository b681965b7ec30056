/* A sealed log that is read: each record is held against its seal. */
#ifndef RISK_SEALED_H
#define RISK_SEALED_H

#include "seal.h"
#include "source.h"

struct sealed;

/* PATH "-" is standard input. What stands in the file now is read, while others append to it.
 * ST_DATA: no sealed log. */
enum status sealed_open(const char *path, struct sealed **out, struct error *e);
/* Takes SOURCE, also when this fails. */
enum status sealed_read(struct source *source, struct sealed **out, struct error *e);

struct sealed_record {
    uint64_t line, line_end;
    struct slice record; /* as it stood in the log; until the next call */
    struct slice whole;  /* with its seal, without its line end */
};
/* The next record; *MORE is false at the end. ST_FAILED with place: the first record that is not
 * as it was sealed. */
enum status sealed_next(struct sealed *s, struct sealed_record *out, bool *more, struct error *e);

struct slice sealed_header(const struct sealed *s); /* of the log, without the seals' columns */
struct slice sealed_header_line(const struct sealed *s);
/* After the records that have been read. */
const struct seal *sealed_seal(const struct sealed *s);
/* At the end: a record stands there whose writing was broken off, from byte *AT and line *LINE
 * on. */
bool sealed_torn(const struct sealed *s, uint64_t *at, uint64_t *line);
/* That error. */
enum status sealed_torn_error(const struct sealed *s, struct error *e);
const char *sealed_name(const struct sealed *s);
void sealed_close(struct sealed *s); /* may be NULL */

#endif
