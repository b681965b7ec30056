/* Zip archives for tests, made in memory (APPNOTE.TXT 6.3.9, 4.3): local headers, data, directory.
 * Aborts when memory is out. */
#ifndef ZIPMAKE_H
#define ZIPMAKE_H

#include <stdlib.h>
#include <zlib.h>

#include "buffer.h"

struct zipmake {
    struct buffer bytes, directory;
    unsigned count;
};

static inline void zip_number(struct buffer *b, uint32_t n, int width)
{
    for (int i = 0; i < width; i++)
        buffer_char(b, (char)(i < 4 ? n >> 8 * i & 255 : 0));
}

/* What stands in both headers, from `version needed` to the extra field's length. */
static inline void zip_header(struct buffer *b, unsigned flags, unsigned method, uint32_t crc,
                              size_t packed, size_t n, const char *name)
{
    zip_number(b, 20, 2);
    zip_number(b, flags, 2);
    zip_number(b, method, 2);
    zip_number(b, 0x21 << 16, 4);
    zip_number(b, crc, 4);
    zip_number(b, (uint32_t)packed, 4);
    zip_number(b, (uint32_t)n, 4);
    zip_number(b, (uint32_t)strlen(name), 2);
    zip_number(b, 0, 2);
}

static inline void zip_entry(struct zipmake *z, const char *name, unsigned flags, unsigned method,
                             uint32_t crc, struct slice packed, size_t n)
{
    uint32_t at = (uint32_t)z->bytes.n;
    buffer_text(&z->bytes, "PK\3\4");
    zip_header(&z->bytes, flags, method, crc, packed.n, n, name);
    buffer_text(&z->bytes, name);
    buffer_slice(&z->bytes, packed);
    buffer_text(&z->directory, "PK\1\2");
    zip_number(&z->directory, 20, 2);
    zip_header(&z->directory, flags, method, crc, packed.n, n, name);
    zip_number(&z->directory, 0, 10 - 4);
    zip_number(&z->directory, 0, 4);
    zip_number(&z->directory, at, 4);
    buffer_text(&z->directory, name);
    z->count++;
}

static inline void zip_add(struct zipmake *z, const char *name, struct slice content)
{
    z_stream d = {0};
    struct buffer packed = {0};
    if (deflateInit2(&d, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK ||
        !buffer_reserve(&packed, deflateBound(&d, content.n) + 64))
        abort();
    d.next_in = (unsigned char *)(uintptr_t)content.p;
    d.avail_in = (unsigned)content.n;
    d.next_out = (unsigned char *)packed.p;
    d.avail_out = (unsigned)packed.size;
    if (deflate(&d, Z_FINISH) != Z_STREAM_END)
        abort();
    packed.n = d.total_out;
    deflateEnd(&d);
    zip_entry(z, name, 0, 8,
              (uint32_t)crc32(0, (const unsigned char *)content.p, (unsigned)content.n),
              buffer_view(&packed), content.n);
    buffer_free(&packed);
}

static inline void zip_store(struct zipmake *z, const char *name, struct slice content)
{
    zip_entry(z, name, 0, 0,
              (uint32_t)crc32(0, (const unsigned char *)content.p, (unsigned)content.n), content,
              content.n);
}

/* The archive; zip_free takes it back. */
static inline struct slice zip_made(struct zipmake *z)
{
    uint32_t at = (uint32_t)z->bytes.n, size = (uint32_t)z->directory.n;
    buffer_slice(&z->bytes, buffer_view(&z->directory));
    buffer_text(&z->bytes, "PK\5\6");
    zip_number(&z->bytes, 0, 4);
    zip_number(&z->bytes, z->count, 2);
    zip_number(&z->bytes, z->count, 2);
    zip_number(&z->bytes, size, 4);
    zip_number(&z->bytes, at, 4);
    zip_number(&z->bytes, 0, 2);
    if (z->bytes.failed || z->directory.failed)
        abort();
    return buffer_view(&z->bytes);
}

static inline void zip_free(struct zipmake *z)
{
    buffer_free(&z->bytes);
    buffer_free(&z->directory);
    *z = (struct zipmake){0};
}

#endif
