/* Memory that is given back all at once. */
#ifndef RISK_ARENA_H
#define RISK_ARENA_H

#include <stddef.h>

#include "slice.h"

struct arena_block;

/* Zero-initialise before first use; arena_free gives everything back. */
struct arena {
    struct arena_block *first, *current;
    size_t total; /* bytes held */
};

/* 16-byte aligned, not cleared; NULL when memory is out. */
void *arena_alloc(struct arena *a, size_t size);
void *arena_zero(struct arena *a, size_t size);
/* Copies with a NUL behind the copy; {NULL, 0} when memory is out (an empty slice has a non-NULL
 * p). */
struct slice arena_copy(struct arena *a, struct slice s);
char *arena_string(struct arena *a, struct slice s);
char *arena_printf(struct arena *a, const char *format, ...);
/* FROM's memory is TO's from here on, and FROM is empty. */
void arena_join(struct arena *to, struct arena *from);
/* Keeps the blocks for use again. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
