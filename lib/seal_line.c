/* How seals are written, and read again. */
#include <inttypes.h>

#include "seal.h"

static const char no_name[] = "seal_no", seal_name[] = "seal_", root_name[] = "root_";

bool seal_header(const struct seal_manner *manner, struct slice header, struct buffer *out)
{
    return buffer_slice(out, header) &&
           buffer_printf(out, ",%s,%s%s,%s%" PRIu64, no_name, seal_name, hash_name(manner->kind),
                         root_name, manner->batch);
}

/* Takes the last cell, which no quotes surround, and the comma before it off LINE. */
static bool take_cell(struct slice *line, struct slice *cell)
{
    size_t at = line->n;
    while (at > 0 && line->p[at - 1] != ',')
        at--;
    if (at == 0)
        return false;
    *cell = (struct slice){line->p + at, line->n - at};
    line->n = at - 1;
    return true;
}

static bool take_prefix(struct slice *s, const char *prefix)
{
    struct slice p = slice_of(prefix);
    if (s->n < p.n || memcmp(s->p, p.p, p.n) != 0)
        return false;
    *s = (struct slice){s->p + p.n, s->n - p.n};
    return true;
}

/* A number from 1 as it is written here: no sign, no zeros before it. */
static bool read_number(struct slice s, uint64_t *out)
{
    enum { DIGITS_MAX = 19 }; /* which fit 64 bits */
    if (s.n == 0 || s.n > DIGITS_MAX || s.p[0] == '0')
        return false;
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return true;
}

bool seal_header_read(struct slice header, struct seal_manner *manner, struct slice *log)
{
    struct slice no, seal, root;
    *log = header;
    return take_cell(log, &root) && take_cell(log, &seal) && take_cell(log, &no) &&
           slice_eq(no, slice_of(no_name)) && take_prefix(&seal, seal_name) &&
           hash_find(seal, &manner->kind) && take_prefix(&root, root_name) &&
           read_number(root, &manner->batch);
}

static bool put_digest(struct buffer *out, const uint8_t digest[HASH_SIZE])
{
    char text[HASH_DIGITS];
    hash_text(digest, text);
    return buffer_append(out, text, sizeof text);
}

static bool put_number(struct buffer *out, uint64_t n)
{
    char text[20];
    size_t at = sizeof text;
    do
        text[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return buffer_append(out, text + at, sizeof text - at);
}

bool seal_line(struct seal *s, struct slice record, struct buffer *out)
{
    seal_add(s, record);
    bool good = buffer_slice(out, record) && buffer_char(out, ',') && put_number(out, s->n) &&
                buffer_char(out, ',') && put_digest(out, s->last) && buffer_char(out, ',');
    if (good && seal_has_root(&s->manner, s->n)) {
        uint8_t root[HASH_SIZE];
        seal_root(s, root);
        good = put_digest(out, root);
    }
    return good && buffer_char(out, '\n');
}

bool seal_mark_read(struct slice line, struct seal_mark *out)
{
    struct slice no, seal, root;
    if (!take_cell(&line, &root) || !take_cell(&line, &seal) || !take_cell(&line, &no))
        return false;
    out->record = line;
    out->has_root = root.n > 0;
    return read_number(no, &out->no) && hash_parse(seal, out->seal) &&
           (!out->has_root || hash_parse(root, out->root));
}

const char *seal_record_end(const char *p, size_t n, size_t from, size_t *quotes)
{
    while (from < n) {
        const char *feed = memchr(p + from, '\n', n - from);
        size_t to = feed == NULL ? n : (size_t)(feed - p);
        for (const char *q = p + from;
             to > from && (q = memchr(q, '"', (size_t)(p + to - q))) != NULL; q++)
            ++*quotes;
        if (feed != NULL && *quotes % 2 == 0)
            return feed;
        from = to + 1;
    }
    return NULL;
}

uint64_t seal_line_feeds(struct slice text)
{
    uint64_t n = 0;
    const char *end = text.p + text.n;
    for (const char *p = text.p;
         p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        n++;
    return n;
}
