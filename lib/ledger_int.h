/* What only the parts of the ledger share: where its file ends, and one record. */
#ifndef RISK_LEDGER_INT_H
#define RISK_LEDGER_INT_H

#include "appending.h"
#include "buffer.h"
#include "digest.h"
#include "ledger.h"
#include "reader.h"

/* Opens PATH, locks it and finds END; LEDGER_READ keeps the lock only until then. */
enum status ledger_file_open(const char *path, enum ledger_mode mode, struct appending *f,
                             struct error *e);

/* The header with its line end. False when memory is out. */
bool ledger_header(struct buffer *out);
/* The chain of a record with these CELLS behind one whose chain is BEFORE (empty: the first). */
void ledger_chain(struct slice before, const struct slice *cells, char out[DIGEST_SIZE]);
/* A record as it is written. ST_DATA: a cell that a reader would refuse. */
enum status ledger_record(const struct slice *cells, struct buffer *out, struct error *e);

#endif
