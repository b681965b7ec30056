/* What commands that judge have in common: the pack, what is refused, what is told meanwhile. */
#include "front.h"

enum status front_pack(const struct front *f, struct pack **out, struct error *e)
{
    if (f->pack_count == 0)
        return error_set(e, ST_USAGE, "%s",
                         _("no pack: say which rules with -p DIR (for example -p kit/jiangsu)"));
    return pack_load(f->packs, f->pack_count, out, e);
}

enum status front_rejects_open(const struct front *f, struct front_rejects *r, struct error *e)
{
    static const char *const heads[] = {"file", "line", "column", "reason", "record"};
    if (f->rejects == NULL)
        return ST_OK;
    enum status s = sink_open(f->rejects, &r->sink, e);
    if (s != ST_OK)
        return s;
    writer_init(&r->writer, r->sink, READER_CSV);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        writer_text(&r->writer, heads[i]);
    writer_end(&r->writer);
    return ST_OK;
}

enum status front_reject(struct front_rejects *r, struct slice raw, const struct error *why)
{
    struct writer *w = &r->writer;
    writer_text(w, why->file);
    writer_int(w, (int64_t)why->line);
    writer_int(w, (int64_t)why->column);
    writer_text(w, why->text);
    writer_cell(w, raw);
    writer_end(w);
    r->n++;
    return ST_OK;
}

enum status front_rejects_close(struct front_rejects *r, enum status status, struct error *e)
{
    struct error late = {0};
    enum status kept = front_close(r->sink, ST_OK, &late);
    if (kept == ST_OK || (status != ST_OK && status != ST_FAILED))
        return status;
    *e = late;
    return kept;
}

void front_on_progress(void *context, double share, uint64_t done)
{
    (void)context;
    front_progress(share, done);
}

void front_on_warning(void *context, const char *text)
{
    (void)context;
    front_warn("%s", text);
}
