#include "held.h"

#include <stdlib.h>

#include "buffer.h"

enum status held_take(void *context, struct slice raw, const struct error *why, struct error *e)
{
    struct held *h = context;
    struct slice copy = arena_copy(&h->memory, raw);
    if (copy.p == NULL || !grow(&h->records, &h->size, h->n + 1, sizeof *h->records))
        return error_memory(e);
    h->records[h->n++] = (struct held_record){copy, *why};
    return ST_OK;
}

enum status held_hand_on(struct held *h, uint64_t line, struct error *e)
{
    enum status s = ST_OK;
    while (s == ST_OK && h->next < h->n && h->records[h->next].why.line < line) {
        const struct held_record *x = &h->records[h->next++];
        s = h->reject(h->context, x->raw, &x->why, e);
    }
    if (h->next == h->n && h->n > 0) {
        h->next = h->n = 0;
        arena_reset(&h->memory);
    }
    return s;
}

void held_free(struct held *h)
{
    arena_free(&h->memory);
    free(h->records);
}
