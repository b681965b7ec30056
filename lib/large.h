/* Memory that many rows take: in large pages, where the system has such, for they cost far fewer
 * faults, and addresses in them are found sooner. */
#ifndef RISK_LARGE_H
#define RISK_LARGE_H

#include <stddef.h>

/* N bytes, aligned to 64, not cleared; to be given back by free. NULL when memory is out. */
void *large_alloc(size_t n);
/* What realloc has made of N bytes at P. */
void large_hint(void *p, size_t n);

#endif
