/* An unlinked temporary file (in TMPDIR or /tmp, mode 0600) that is written once and then read from
 * its beginning. */
#ifndef RISK_SPILL_H
#define RISK_SPILL_H

#include "buffer.h"
#include "error.h"

struct spill;

enum status spill_open(struct spill **out, struct error *e);
enum status spill_write(struct spill *s, struct slice v, struct error *e);
enum status spill_rewind(struct spill *s, struct error *e);
/* SIZE bytes, or none at the end (*GOT tells). */
enum status spill_read(struct spill *s, void *to, size_t size, size_t *got, struct error *e);
void spill_close(struct spill *s);

#endif
