/* What an auditor keeps beside a table, to show that nothing was lost on the way into it. */
#ifndef RISK_RECEIPT_H
#define RISK_RECEIPT_H

#include "ingest.h"

/* Writes the receipt of a run that is over (columns: riskingest(1)). PATHS[t] is what table T was
 * written to; its fingerprint ends with that. False when memory is out. */
bool receipt_write(struct ingest *x, const char *const *paths, struct writer *w);

#endif
