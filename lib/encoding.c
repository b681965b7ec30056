#include "encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "encoding_int.h"
#include "gb18030.h"
#include "i18n.h"

enum {
    CHUNK = 64 * 1024,     /* bytes decoded at once */
    ASCII_CHUNK = 256 * 1024,
    SAMPLE = 1024 * 1024,  /* from the first byte above 0x7f on; it decides */
    FIRST = 64 * 1024      /* looked at for NULs */
};

struct encoding {
    struct source *raw;
    struct encoding_choice choice;
    const char *from;
    bool euro;
    uint64_t feeds, returns; /* that were passed before it was decided */
    struct gb18030 *gb18030;
    iconv_t iconv;
    bool has_iconv;
    char *in; /* [CHUNK], and what of it is still to be decoded: */
    size_t at, end;
    bool ended;
    char few[2 * DECODING_ROOM]; /* for who asks for less than DECODING_ROOM */
    size_t few_at, few_end;
};

static enum status start_iconv(struct encoding *d, struct error *e)
{
    d->iconv = iconv_open("UTF-8", d->choice.name);
    d->has_iconv = d->iconv != (iconv_t)-1;
    char shown[QUOTE_SIZE];
    if (!d->has_iconv && (errno != EINVAL || !d->choice.as_given))
        return error_system(e, errno, NULL, _("prepare to decode text"));
    if (!d->has_iconv)
        return error_set(e, ST_USAGE,
                         _("no encoding of this system: '%s' (GB18030, BIG5, UTF-8, UTF-16LE are "
                           "some; iconv -l lists them)"),
                         quote(shown, slice_of(d->choice.name)));
    return ST_OK;
}

/* Makes ready for what has been decided. */
static enum status start(struct encoding *d, struct error *e)
{
    bool passes = d->choice.kind == ENCODING_ASCII || d->choice.kind == ENCODING_UTF8;
    d->from = passes ? NULL : d->choice.name;
    if (passes)
        return ST_OK;
    d->in = malloc(CHUNK);
    if (d->in == NULL)
        return error_memory(e);
    return d->choice.kind == ENCODING_GB18030 ? gb18030_open(&d->gb18030, e) : start_iconv(d, e);
}

/* How many bytes at the beginning are ASCII. */
static size_t ascii(struct slice s)
{
    size_t i = 0;
    while (s.n - i >= 8 && (bytes_word(s.p + i) & UINT64_C(0x8080808080808080)) == 0)
        i += 8;
    while (i < s.n && (unsigned char)s.p[i] < 0x80)
        i++;
    return i;
}

static void count_lines(struct encoding *d, const char *p, size_t n)
{
    uint64_t feeds = 0, returns = 0;
    for (size_t i = 0; i < n; i++) {
        feeds += p[i] == '\n';
        returns += p[i] == '\r';
    }
    d->feeds += feeds;
    d->returns += returns;
}

static enum status decide(struct encoding *d, struct error *e)
{
    struct slice sample;
    enum status st = source_peek(d->raw, SAMPLE, &sample, e);
    if (st != ST_OK)
        return st;
    bool ended = sample.n < SAMPLE;
    size_t at;
    st = encoding_guess(sample, ended, &d->choice, &at, e);
    if (st == ST_OK)
        return start(d, e);
    count_lines(d, sample.p, at);
    uint64_t line = 1 + (d->feeds > 0 ? d->feeds : d->returns);
    return error_place(e, source_name(d->raw), line, 0);
}

static enum status read_ascii(struct encoding *d, void *to, size_t size, size_t *got,
                              struct error *e)
{
    struct slice next;
    enum status st = source_peek(d->raw, ASCII_CHUNK, &next, e);
    if (st != ST_OK || next.n == 0)
        return st;
    size_t n = ascii(next);
    if (n == 0)
        return decide(d, e);
    st = source_read(d->raw, to, n < size ? n : size, got, e);
    count_lines(d, to, *got);
    return st;
}

/* The same as gb18030_decode for all other encodings. */
static void decode_iconv(struct encoding *d, struct decoding *c)
{
    /* iconv takes a pointer to bytes that it does not change. */
    union {
        const char *p;
        char *iconv;
    } from = {.p = c->from};
    while (c->left > 0 && c->room >= DECODING_ROOM) {
        size_t done = iconv(d->iconv, &from.iconv, &c->left, &c->to, &c->room);
        if (done != (size_t)-1)
            break;
        /* A unit that is marked in part would shift all that follows. */
        bool fits = c->room >= d->choice.unit * ENCODING_MARK;
        if (errno == E2BIG || (errno == EINVAL && !d->ended) || !fits)
            break;
        for (size_t i = 0; i < d->choice.unit && c->left > 0; i++) {
            size_t n = encoding_put_mark(c->to, (unsigned char)*from.p++);
            c->left--;
            c->to += n;
            c->room -= n;
        }
    }
    c->from = from.p;
    /* Some decoders hold a character back, since another one may combine with it. */
    if (d->ended && c->left == 0 && c->room >= DECODING_ROOM)
        iconv(d->iconv, NULL, NULL, &c->to, &c->room);
}

static enum status refill(struct encoding *d, struct error *e)
{
    size_t rest = d->end - d->at, got;
    memmove(d->in, d->in + d->at, rest);
    enum status st = source_read(d->raw, d->in + rest, CHUNK - rest, &got, e);
    d->at = 0;
    d->end = rest + got;
    d->ended = st == ST_OK && got == 0;
    return st;
}

/* At least one byte, unless there are none any more. SIZE is DECODING_ROOM or more. */
static enum status decode(struct encoding *d, char *to, size_t size, size_t *got, struct error *e)
{
    for (bool last = false; !last;) {
        last = d->ended;
        struct decoding c = {d->in + d->at, d->end - d->at, to, size};
        if (d->choice.kind == ENCODING_GB18030)
            gb18030_decode(d->gb18030, &c, d->ended, &d->euro);
        else
            decode_iconv(d, &c);
        d->at = d->end - c.left;
        *got = size - c.room;
        if (*got > 0)
            break;
        enum status st = last ? ST_OK : refill(d, e);
        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

static enum status read_decoded(struct encoding *d, char *to, size_t size, size_t *got,
                                struct error *e)
{
    if (size >= DECODING_ROOM && d->few_at == d->few_end)
        return decode(d, to, size, got, e);
    if (d->few_at == d->few_end) {
        d->few_at = 0;
        enum status st = decode(d, d->few, sizeof d->few, &d->few_end, e);
        if (st != ST_OK)
            return st;
    }
    size_t ready = d->few_end - d->few_at;
    *got = ready < size ? ready : size;
    memcpy(to, d->few + d->few_at, *got);
    d->few_at += *got;
    return ST_OK;
}

static enum status read_text(void *state, void *to, size_t size, size_t *got, struct error *e)
{
    struct encoding *d = state;
    enum status st = ST_OK;
    *got = 0;
    while (st == ST_OK && d->choice.kind == ENCODING_ASCII) {
        st = read_ascii(d, to, size, got, e);
        if (*got > 0 || d->choice.kind == ENCODING_ASCII)
            return st;
    }
    if (st != ST_OK)
        return st;
    if (d->choice.kind == ENCODING_UTF8)
        return source_read(d->raw, to, size, got, e);
    return read_decoded(d, to, size, got, e);
}

static double progress(const void *state)
{
    return source_progress(((const struct encoding *)state)->raw);
}

static void stay(void *state)
{
    (void)state;
}

enum status encoding_open(struct source *raw, const char *name, struct encoding **out,
                          struct source **text, struct error *e)
{
    static const struct source_maker maker = {read_text, progress, stay};
    *out = NULL;
    struct encoding *d = calloc(1, sizeof *d);
    if (d == NULL)
        return error_memory(e);
    d->raw = raw;
    struct slice first;
    enum status st = source_peek(raw, FIRST, &first, e);
    if (st == ST_OK)
        st = encoding_begin(source_name(raw), name, first, &d->choice, e);
    if (st == ST_OK)
        st = start(d, e);
    if (st == ST_OK)
        st = source_make(&maker, d, source_name(raw), text, e);
    if (st == ST_OK)
        *out = d;
    else
        encoding_close(d);
    return st;
}

const char *encoding_name(const struct encoding *d)
{
    return d->choice.name;
}

const char *const *encoding_from(const struct encoding *d)
{
    return &d->from;
}

bool encoding_euro(const struct encoding *d)
{
    return d->euro;
}

void encoding_close(struct encoding *d)
{
    if (d == NULL)
        return;
    gb18030_close(d->gb18030);
    if (d->has_iconv)
        iconv_close(d->iconv);
    free(d->in);
    free(d);
}
