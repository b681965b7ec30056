#include "seal_signed.h"

#include <inttypes.h>

#include "columns.h"
#include "i18n.h"

enum { SCHEME, SEAL, RECORDS, ROOT, SIGNATURE, CELLS };

static const struct wanted_column wanted[CELLS] = {
    [SCHEME] = {"scheme", true},  [SEAL] = {"seal", true},           [RECORDS] = {"records", true},
    [ROOT] = {"root", true},      [SIGNATURE] = {"signature", true},
};

bool seal_statement(const struct seal_signed *s, struct buffer *out)
{
    char root[HASH_DIGITS];
    hash_text(s->root, root);
    return buffer_printf(out, "probity sealed log\nseal: %s\nrecords: %" PRIu64 "\nroot: %.*s\n",
                         hash_name(s->kind), s->count, HASH_DIGITS, root);
}

static void write_hex(struct writer *w, const uint8_t *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    char text[2 * SIGNATURE_MAX];
    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[p[i] >> 4];
        text[2 * i + 1] = digits[p[i] & 15];
    }
    writer_cell(w, (struct slice){text, 2 * n});
}

void seal_signed_write(const struct seal_signed *s, struct writer *w)
{
    for (int c = 0; c < CELLS; c++)
        writer_text(w, wanted[c].name);
    writer_end(w);
    writer_text(w, signature_name(s->signature.scheme));
    writer_text(w, hash_name(s->kind));
    writer_int(w, (int64_t)s->count);
    write_hex(w, s->root, HASH_SIZE);
    write_hex(w, s->signature.bytes, s->signature.n);
    writer_end(w);
}

static bool read_hex(struct slice s, uint8_t *out, size_t most, size_t *n)
{
    static const char digits[] = "0123456789abcdef";
    if (s.n == 0 || s.n % 2 != 0 || s.n / 2 > most)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        const char *at = memchr(digits, s.p[i], sizeof digits - 1);
        if (at == NULL)
            return false;
        unsigned v = (unsigned)(at - digits);
        out[i / 2] = (uint8_t)(i % 2 == 0 ? v << 4 : out[i / 2] | v);
    }
    *n = s.n / 2;
    return true;
}

static bool read_count(struct slice s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || i > 17)
            return false;
        *out = *out * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0 && (s.p[0] != '0' || s.n == 1);
}

static enum status read_row(const struct columns *t, struct seal_signed *out, struct error *e)
{
    int bad = -1;
    char q[QUOTE_SIZE];
    if (!signature_find(columns_cell(t, SCHEME, 0), &out->signature.scheme))
        bad = SCHEME;
    else if (!hash_find(columns_cell(t, SEAL, 0), &out->kind))
        bad = SEAL;
    else if (!read_count(columns_cell(t, RECORDS, 0), &out->count))
        bad = RECORDS;
    else if (!hash_parse(columns_cell(t, ROOT, 0), out->root))
        bad = ROOT;
    else if (!read_hex(columns_cell(t, SIGNATURE, 0), out->signature.bytes, SIGNATURE_MAX,
                       &out->signature.n))
        bad = SIGNATURE;
    if (bad < 0)
        return ST_OK;
    return columns_error(t, (size_t)bad, 0, e,
                         _("not as 'trailcheck sign' writes it: '%s'"),
                         quote(q, columns_cell(t, (size_t)bad, 0)));
}

enum status seal_signed_read(const char *path, struct seal_signed *out, struct error *e)
{
    const struct reader_options options = {.format = READER_CSV};
    struct columns t;
    *out = (struct seal_signed){0};
    enum status s = columns_open(path, &options, wanted, CELLS, &t, e);
    if (s != ST_OK)
        return s;
    s = columns_next(&t, e);
    if (s == ST_OK && t.batch.n != 1)
        s = error_at(e, ST_DATA, path, 0, 0,
                     _("a signature is one row behind the header, and %s"),
                     t.batch.n == 0 ? _("there is none") : _("there are more"));
    if (s == ST_OK)
        s = read_row(&t, out, e);
    columns_close(&t);
    return s;
}
