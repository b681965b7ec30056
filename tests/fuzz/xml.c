/* The quick way through XML against expat alone: the same events, the same end, the same message.
 * The first byte chooses how many bytes are read at once and whether handlers pause. */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "xml.h"

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n);

#ifndef HAVE_WORKBOOKS
int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    (void)p;
    (void)n;
    return 0;
}
#else

struct reading {
    struct slice left;
    size_t chunk;
    struct xml *xml;
    struct buffer log;
    bool pause, in_text;
};

static enum status give(void *from, void *to, size_t size, size_t *got, struct error *e)
{
    struct reading *r = from;
    (void)e;
    size = r->chunk < size ? r->chunk : size;
    *got = r->left.n < size ? r->left.n : size;
    if (*got > 0)
        memcpy(to, r->left.p, *got);
    r->left.p += *got;
    r->left.n -= *got;
    return ST_OK;
}

static void on_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct reading *r = context;
    buffer_printf(&r->log, "\n<%u %s", depth, name);
    for (; attributes[0] != NULL; attributes += 2)
        buffer_printf(&r->log, " %s='%s'", attributes[0], attributes[1]);
    r->in_text = false;
}

static void on_end(void *context, unsigned depth, const char *name)
{
    struct reading *r = context;
    buffer_printf(&r->log, "\n>%u %s", depth, name);
    r->in_text = false;
    if (r->pause && name[0] < 'k')
        xml_pause(r->xml);
}

static void on_text(void *context, const char *p, size_t n)
{
    struct reading *r = context;
    if (n == 0)
        abort();
    if (!r->in_text)
        buffer_char(&r->log, '\n');
    buffer_append(&r->log, p, n);
    r->in_text = true;
}

static enum status read_all(struct slice in, size_t chunk, bool pause, bool plain,
                            struct buffer *log, struct error *e)
{
    struct reading r = {.left = in, .chunk = chunk, .pause = pause};
    struct xml_options o = {.read = give,
                            .from = &r,
                            .file = "x",
                            .plain = plain,
                            .start = on_start,
                            .end = on_end,
                            .text = on_text,
                            .context = &r};
    bool ended = false;
    if (xml_open(&o, &r.xml, e) != ST_OK)
        abort();
    enum status st = ST_OK;
    while (st == ST_OK && !ended)
        st = xml_run(r.xml, &ended, e);
    xml_close(r.xml);
    *log = r.log;
    return st;
}

/* Where a document is refused, expat may have told more or less of the text before that, by where
 * its input was cut. */
static bool same_events(struct slice a, struct slice b, bool whole)
{
    size_t n = a.n < b.n ? a.n : b.n;
    return (!whole || a.n == b.n) && memcmp(a.p, b.p, n) == 0;
}

int LLVMFuzzerTestOneInput(const unsigned char *p, size_t n)
{
    static const size_t chunks[] = {1, 2, 7, 30, 100, 1000, 40000, 1 << 20};
    if (n == 0 || n > 1 << 18)
        return 0;
    struct slice in = {(const char *)p + 1, n - 1};
    struct buffer quick = {0}, plain = {0};
    struct error e = {0}, other = {0};
    enum status st = read_all(in, chunks[p[0] & 7], (p[0] & 8) != 0, false, &quick, &e);
    enum status want = read_all(in, 1 << 20, false, true, &plain, &other);
    if (st != want || strcmp(e.text, other.text) != 0 ||
        !same_events(buffer_view(&quick), buffer_view(&plain), st == ST_OK)) {
        fprintf(stderr, "xml fuzz: %d %s\n%.*s\nexpat alone: %d %s\n%.*s\n", (int)st, e.text,
                (int)quick.n, buffer_view(&quick).p, (int)want, other.text, (int)plain.n,
                buffer_view(&plain).p);
        abort();
    }
    buffer_free(&quick);
    buffer_free(&plain);
    return 0;
}
#endif

#include "standalone.h"
