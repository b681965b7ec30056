/* Text to UTF-8: the same in pieces of any size, the same as iconv makes of it in one piece. The
 * input's first byte chooses the encoding, the second the sizes; the rest is the text. */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/dribble.h"
#include "buffer.h"
#include "encoding.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

static void fail(const char *what)
{
    fprintf(stderr, "encoding fuzz: %s\n", what);
    abort();
}

static enum status decode(struct slice in, const char *name, size_t piece, size_t size,
                          struct buffer *out, struct error *e)
{
    static char room[1 << 17];
    struct dribble d = {in, piece};
    struct source *raw, *text = NULL;
    struct encoding *encoding = NULL;
    size_t got = 1;
    enum status st = source_make(&dribble_maker, &d, "x", &raw, e);
    if (st == ST_OK)
        st = encoding_open(raw, name, &encoding, &text, e);
    while (st == ST_OK && got > 0 && (st = source_read(text, room, size, &got, e)) == ST_OK)
        buffer_append(out, room, got);
    source_close(text);
    encoding_close(encoding);
    source_close(raw);
    return st;
}

#ifdef __GLIBC__
static bool has(struct slice s, const char *bytes)
{
    size_t n = strlen(bytes);
    for (; s.n >= n; s.p++, s.n--)
        if (memcmp(s.p, bytes, n) == 0)
            return true;
    return false;
}

/* Bytes that glibc gives another character, or none, since it follows another edition. */
static bool edition(struct slice s)
{
    return has(s, "\x81\x35\xf4\x37") || has(s, "\x82\x35\x90") || has(s, "\x82\x35\x91") ||
           has(s, "\x84\x31\x82") || has(s, "\x84\x31\x83");
}

/* What iconv makes of it, stepping over what it does not take. */
static void against_iconv(struct slice in, struct slice ours)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    struct buffer out = {0};
    union {
        const char *p;
        char *iconv;
    } from = {.p = in.p};
    size_t left = in.n;
    if (!buffer_reserve(&out, in.n * 4 + 16))
        fail("out of memory");
    while (left > 0) {
        char *to = out.p + out.n;
        size_t room = out.size - out.n;
        size_t got = iconv(cd, &from.iconv, &left, &to, &room);
        out.n = (size_t)(to - out.p);
        if (got != (size_t)-1)
            break;
        if (errno == E2BIG)
            fail("too little room");
        if (*from.p == '\x80')
            buffer_text(&out, "\xe2\x82\xac");
        else
            out.n += encoding_put_mark(out.p + out.n, (unsigned char)*from.p);
        from.p++;
        left--;
    }
    iconv_close(cd);
    if (!edition(in) && !slice_eq(buffer_view(&out), ours))
        fail("other text than iconv's");
    buffer_free(&out);
}
#endif

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    static const char *const names[] = {"GB18030", NULL,    "BIG5",        "UTF-16LE",
                                        "UTF-16",  "UTF-8", "ISO-2022-JP", "UTF-32BE"};
    static const size_t sizes[] = {1, 2, 3, 15, 16, 17, 64, 4096};
    if (n < 2 || n > 1 << 14)
        return 0;
    struct slice in = {(const char *)p + 2, n - 2};
    const char *name = names[p[0] & 7];
    struct buffer whole = {0}, pieces = {0}, back = {0};
    struct error e = {0}, other = {0};
    enum status st = decode(in, name, in.n + 1, 1 << 17, &whole, &e);
    if (st != ST_OK && st != ST_DATA)
        fail(e.text);
    if (decode(in, name, sizes[p[1] & 7], sizes[p[1] >> 3 & 7], &pieces, &other) != st ||
        !slice_eq(buffer_view(&whole), buffer_view(&pieces)) || strcmp(e.text, other.text) != 0 ||
        e.line != other.line)
        fail("other text in pieces");
    if (whole.n > 0 && buffer_reserve(&back, whole.n))
        back.n = encoding_restore(buffer_view(&whole), back.p);
    bool valid = utf8_check(buffer_view(&whole)) == whole.n;
    if (st == ST_OK && name != NULL && (p[0] & 7) != 5 && valid && back.n != whole.n)
        fail("a mark in valid text");
#ifdef __GLIBC__
    if (st == ST_OK && (p[0] & 7) == 0)
        against_iconv(in, buffer_view(&whole));
#endif
    buffer_free(&whole);
    buffer_free(&pieces);
    buffer_free(&back);
    return 0;
}

#include "standalone.h"
