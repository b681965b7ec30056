/* Where the bytes that shape a table stand. One pass finds separators, line feeds and what a plain
 * split cannot handle; the vector routines and their scalar twin give the same marks. */
#ifndef RISK_SCAN_H
#define RISK_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slice.h"
#include "utf8.h"

/* Offsets, ascending. Zero-initialise; marks_free gives the memory back. */
struct marks {
    uint32_t *at;   /* separators and line feeds */
    uint32_t *line; /* which of AT are line feeds, as indexes into it */
    uint32_t *odd;  /* quotes, NULs, carriage returns not followed by a line feed */
    size_t n, lines, odds;
    size_t at_size, line_size, odd_size;
    bool cr; /* a carriage return has been seen, be it odd or not */
};

/* Makes room for the marks of BYTES more; false when memory is out. */
bool marks_reserve(struct marks *m, size_t bytes);
void marks_free(struct marks *m);

/* Adds the marks of p[from..to), whose room has been reserved; offsets are from P and must fit 32
 * bits. Nothing at or after p[to] is looked at: a carriage return at the end is odd. */
typedef void scan_fn(const char *p, size_t from, size_t to, char separator, char quote,
                     struct marks *m);

/* Cuts one column out of N records: cells[i] is what stands in TEXT between the marks at[i * step]
 * and at[i * step + 1]. */
typedef void cut_fn(struct slice *cells, size_t n, const char *text, const uint32_t *at,
                    size_t step);

struct scan_routines {
    scan_fn *scan;
    cut_fn *cut;
    utf8_valid_fn *valid;
};

/* Those of SET, which this machine runs. */
const struct scan_routines *scan_routines(enum vector_set set);

scan_fn scan_plain;
cut_fn cut_plain;
#ifdef RISK_X86_VECTORS
scan_fn scan_avx2, scan_avx512;
cut_fn cut_avx2;
#endif

#endif
