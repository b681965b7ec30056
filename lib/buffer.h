/* A growing run of bytes. */
#ifndef RISK_BUFFER_H
#define RISK_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "slice.h"

/* Zero-initialise; buffer_free gives p back. A failed append sets `failed` and changes nothing, so
 * that a caller may check once at the end. */
struct buffer {
    char *p;
    size_t n, size;
    bool failed;
};

bool buffer_reserve(struct buffer *b, size_t more);
bool buffer_append(struct buffer *b, const void *p, size_t n);
bool buffer_slice(struct buffer *b, struct slice s);
bool buffer_text(struct buffer *b, const char *c_string);
bool buffer_char(struct buffer *b, char c);
bool buffer_printf(struct buffer *b, const char *format, ...);
void buffer_free(struct buffer *b);

static inline struct slice buffer_view(const struct buffer *b)
{
    return (struct slice){b->p != NULL ? b->p : "", b->n};
}

/* Makes *P, an array of *SIZE elements of WIDTH bytes, hold at least WANT; returns false when
 * memory is out. */
bool grow(void *p, size_t *size, size_t want, size_t width);

#endif
