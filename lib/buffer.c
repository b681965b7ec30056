#include "buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

bool grow(void *p, size_t *size, size_t want, size_t width)
{
    if (want <= *size)
        return true;
    size_t n = *size < 16 ? 16 : *size;
    while (n < want) {
        if (n > SIZE_MAX / 2)
            return false;
        n *= 2;
    }
    if (n > SIZE_MAX / width)
        return false;
    void *old, *new;
    memcpy(&old, p, sizeof old);
    new = realloc(old, n * width);
    if (new == NULL)
        return false;
    memcpy(p, &new, sizeof new);
    *size = n;
    return true;
}

bool buffer_reserve(struct buffer *b, size_t more)
{
    if (b->failed)
        return false;
    if (more <= b->size - b->n)
        return true;
    if (more > SIZE_MAX - b->n || !grow(&b->p, &b->size, b->n + more, 1))
        b->failed = true;
    return !b->failed;
}

bool buffer_append(struct buffer *b, const void *p, size_t n)
{
    if (!buffer_reserve(b, n))
        return false;
    if (n > 0)
        memcpy(b->p + b->n, p, n);
    b->n += n;
    return true;
}

bool buffer_slice(struct buffer *b, struct slice s)
{
    return buffer_append(b, s.p, s.n);
}

bool buffer_text(struct buffer *b, const char *c_string)
{
    return buffer_append(b, c_string, strlen(c_string));
}

bool buffer_char(struct buffer *b, char c)
{
    return buffer_append(b, &c, 1);
}

bool buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0 || !buffer_reserve(b, (size_t)n + 1)) {
        b->failed = true;
        return false;
    }
    va_start(ap, format);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, ap);
    va_end(ap);
    b->n += (size_t)n;
    return true;
}

void buffer_free(struct buffer *b)
{
    free(b->p);
    *b = (struct buffer){0};
}
