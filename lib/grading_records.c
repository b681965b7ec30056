/* Records put aside. */
#include "grading_int.h"
#include "i18n.h"

enum status records_put(struct records *r, struct slice raw, struct error *e)
{
    if (r->file == NULL && raw.n <= RECORDS_MEMORY - r->memory.n)
        return buffer_slice(&r->memory, raw) ? ST_OK : error_memory(e);
    enum status s = ST_OK;
    if (r->file == NULL) {
        s = spill_open(&r->file, e);
        if (s == ST_OK)
            s = spill_write(r->file, buffer_view(&r->memory), e);
        buffer_free(&r->memory);
    }
    return s == ST_OK ? spill_write(r->file, raw, e) : s;
}

enum status records_rewind(struct records *r, struct error *e)
{
    r->at = 0;
    return r->file == NULL ? ST_OK : spill_rewind(r->file, e);
}

enum status records_take(struct records *r, size_t n, struct buffer *to, struct error *e)
{
    to->n = 0;
    if (!buffer_reserve(to, n))
        return error_memory(e);
    size_t got = n;
    enum status s = ST_OK;
    if (r->file != NULL)
        s = spill_read(r->file, to->p, n, &got, e);
    else
        memcpy(to->p, r->memory.p + r->at, n);
    r->at += n;
    to->n = got;
    if (s == ST_OK && got != n)
        s = error_set(e, ST_SYSTEM, "%s", _("a temporary file has been cut short"));
    return s;
}

void records_free(struct records *r)
{
    buffer_free(&r->memory);
    spill_close(r->file);
    *r = (struct records){0};
}
