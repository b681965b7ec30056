#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK = 64 * 1024, BLOCK_MAX = 8 << 20, ALIGN = 16 };

struct arena_block {
    struct arena_block *next;
    size_t size, used; /* of what follows the header */
};

/* The header's size, rounded so that what follows is aligned. */
enum { HEADER = (sizeof(struct arena_block) + ALIGN - 1) / ALIGN * ALIGN };

static struct arena_block *add_block(struct arena *a, size_t size)
{
    /* The more is held, the more is taken at once. */
    size_t block = BLOCK;
    while (block < BLOCK_MAX && block < a->total / 2)
        block *= 2;
    size_t want = size > block - HEADER ? size : block - HEADER;
    if (want > SIZE_MAX - HEADER)
        return NULL;
    struct arena_block *b = malloc(HEADER + want);
    if (b == NULL)
        return NULL;
    *b = (struct arena_block){.size = want};
    a->total += HEADER + want;
    if (a->current == NULL) {
        a->first = b;
    } else {
        b->next = a->current->next;
        a->current->next = b;
    }
    a->current = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX - ALIGN)
        return NULL;
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct arena_block *b = a->current;
    while (b != NULL && b->size - b->used < size && b->next != NULL) {
        b = b->next;
        b->used = 0;
        a->current = b;
    }
    if (b == NULL || b->size - b->used < size) {
        b = add_block(a, size);
        if (b == NULL)
            return NULL;
    }
    void *p = (char *)b + HEADER + b->used;
    b->used += size;
    return p;
}

void *arena_zero(struct arena *a, size_t size)
{
    void *p = arena_alloc(a, size);
    if (p != NULL)
        memset(p, 0, size);
    return p;
}

char *arena_string(struct arena *a, struct slice s)
{
    if (s.n == SIZE_MAX)
        return NULL;
    char *p = arena_alloc(a, s.n + 1);
    if (p == NULL)
        return NULL;
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return p;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
    char *p = arena_string(a, s);
    return (struct slice){p, p == NULL ? 0 : s.n};
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    int n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0)
        return NULL;
    char *p = arena_alloc(a, (size_t)n + 1);
    if (p == NULL)
        return NULL;
    va_start(ap, format);
    vsnprintf(p, (size_t)n + 1, format, ap);
    va_end(ap);
    return p;
}

void arena_join(struct arena *to, struct arena *from)
{
    if (from->first == NULL)
        return;
    struct arena_block *last = from->first;
    while (last->next != NULL)
        last = last->next;
    last->next = to->first;
    if (to->current == NULL)
        to->current = last;
    to->first = from->first;
    to->total += from->total;
    *from = (struct arena){0};
}

void arena_reset(struct arena *a)
{
    a->current = a->first;
    if (a->first != NULL)
        a->first->used = 0;
}

void arena_free(struct arena *a)
{
    for (struct arena_block *b = a->first, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    *a = (struct arena){0};
}
