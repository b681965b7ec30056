#include <config.h>

#include "xml.h"

#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "tap.h"

#ifndef HAVE_WORKBOOKS
int main(void)
{
    puts("1..0 # SKIP built without libzip and expat");
    return 0;
}
#else

static struct error e;

/* A document that is made as it is read: HEAD, then PIECE so many TIMES (%zu in it is how often
 * before), then TAIL; in reads of CHUNK bytes. */
struct document {
    const char *head, *piece, *tail;
    size_t times, chunk, made;
    struct buffer ready;
    size_t at;
    uint64_t taken;
    enum status fails;
};

#define DOCUMENT(a, b, c, n, size) \
    ((struct document){.head = a, .piece = b, .tail = c, .times = n, .chunk = size})
#define ONCE(text) DOCUMENT(text, "", "", 0, 0)

static enum status give(void *from, void *to, size_t size, size_t *got, struct error *why)
{
    struct document *d = from;
    if (d->fails != ST_OK && d->taken > 0)
        return error_set(why, d->fails, "the disk is gone");
    size = d->chunk != 0 && d->chunk < size ? d->chunk : size;
    while (d->ready.n - d->at < size && d->made < d->times + 2) {
        if (d->made == 0)
            buffer_text(&d->ready, d->head);
        else if (d->made <= d->times)
            buffer_printf(&d->ready, d->piece, d->made);
        else
            buffer_text(&d->ready, d->tail);
        d->made++;
    }
    *got = d->ready.n - d->at < size ? d->ready.n - d->at : size;
    if (*got > 0)
        memcpy(to, d->ready.p + d->at, *got);
    d->at += *got;
    d->taken += *got;
    if (d->at == d->ready.n)
        d->at = d->ready.n = 0;
    return d->ready.failed ? error_memory(why) : ST_OK;
}

/* What the handlers saw. */
struct seen {
    struct xml *x;
    struct buffer log;
    bool quiet, pause;
    const char *fail_at;
};

static void on_start(void *context, unsigned depth, const char *name, const char **attributes)
{
    struct seen *s = context;
    if (s->fail_at != NULL && strcmp(name, s->fail_at) == 0) {
        error_set(&e, ST_FAILED, "not here");
        xml_fail(s->x, ST_FAILED);
    }
    if (s->quiet)
        return;
    buffer_printf(&s->log, "<%u%s", depth, name);
    for (; attributes[0] != NULL; attributes += 2)
        buffer_printf(&s->log, " %s=%s", attributes[0], attributes[1]);
    buffer_text(&s->log, ">");
}

static void on_end(void *context, unsigned depth, const char *name)
{
    struct seen *s = context;
    if (s->pause)
        xml_pause(s->x);
    if (!s->quiet)
        buffer_printf(&s->log, "</%u%s>", depth, name);
}

static void on_text(void *context, const char *p, size_t n)
{
    struct seen *s = context;
    if (!s->quiet)
        buffer_append(&s->log, p, n);
}

static enum status parse(struct document d, struct seen *s, char separator, size_t *pauses)
{
    struct xml_options o = {.read = give,
                            .from = &d,
                            .file = "a.xlsx",
                            .part = "xl/workbook.xml",
                            .separator = separator,
                            .start = on_start,
                            .end = on_end,
                            .text = on_text,
                            .context = s};
    bool ended = false;
    memset(&e, 0, sizeof e);
    enum status st = xml_open(&o, &s->x, &e);
    if (st != ST_OK)
        abort();
    for (*pauses = 0; st == ST_OK && !ended; *pauses += !ended)
        st = xml_run(s->x, &ended, &e);
    if (st != ST_OK && xml_run(s->x, &ended, &e) != st)
        st = ST_USAGE;
    xml_close(s->x);
    buffer_free(&d.ready);
    return st;
}

static void is_log(struct seen *s, const char *want, const char *name)
{
    is_text(buffer_view(&s->log).p, s->log.n, want, name);
    buffer_free(&s->log);
}

static void test_events(void)
{
    size_t pauses;
    static const char text[] = "<?xml version='1.0'?><!-- <b> --><x:a xmlns:x='urn:x' k='1 &lt;' "
                               "x:l=''>t&amp;<![CDATA[<u>]]>&#x5143;<b/></x:a>\n";
    static const char want[] = "<1x:a xmlns:x=urn:x k=1 < x:l=>t&<u>\xe5\x85\x83<2b></2b></1x:a>";
    for (size_t chunk = 1; chunk < 40; chunk += 6) {
        struct seen s = {0};
        is_int(parse(DOCUMENT(text, "", "", 0, chunk), &s, 0, &pauses), ST_OK, "a document");
        is_log(&s, want, "is read as it stands");
    }
    struct seen s = {.pause = true};
    parse(DOCUMENT(text, "", "", 0, 5), &s, 0, &pauses);
    is_log(&s, want, "with pauses nothing is lost");
    is_int((int64_t)pauses, 2, "a pause at each end of an element");
    s = (struct seen){0};
    parse(DOCUMENT(text, "", "", 0, 0), &s, ' ', &pauses);
    is_log(&s, "<1urn:x a k=1 < urn:x l=>t&<u>\xe5\x85\x83<2b></2b></1urn:x a>", "namespaces");
    ok(strcmp(xml_local("x:a"), "a") == 0 && strcmp(xml_local("a"), "a") == 0, "local names");
    const char *attributes[] = {"r", "A1", "rr", "B1", NULL};
    ok(strcmp(xml_attribute(attributes, "rr"), "B1") == 0, "an attribute");
    ok(xml_attribute(attributes, "s") == NULL, "one that is not there");
}

static void test_failures(void)
{
    size_t pauses;
    struct seen s = {.fail_at = "b"};
    is_int(parse(DOCUMENT("<a><b/><c/>", "", "</a>", 0, 0), &s, 0, &pauses), ST_FAILED,
           "what a handler refuses");
    ok(strcmp(e.text, "not here") == 0, "is told in its words");
    is_log(&s, "<1a><2b>", "and nothing follows");
    s = (struct seen){0};
    struct document d = DOCUMENT("<a>", "", "</a>", 0, 1);
    d.fails = ST_SYSTEM;
    is_int(parse(d, &s, 0, &pauses), ST_SYSTEM, "a read that fails");
    ok(strcmp(e.text, "the disk is gone") == 0, "is told as it was");
    buffer_free(&s.log);
}

static void refused(struct document d, const char *says, const char *name)
{
    size_t pauses;
    struct seen s = {.quiet = true};
    is_int(parse(d, &s, 0, &pauses), ST_DATA, name);
    if (!ok(strstr(e.text, says) != NULL && strstr(e.text, "'xl/workbook.xml', line ") != NULL &&
                strcmp(e.file, "a.xlsx") == 0,
            "and why"))
        printf("# it says: %s: %s\n", e.file, e.text);
}

static void test_refused(void)
{
    refused(ONCE(""), "no element found", "nothing at all");
    refused(ONCE("<a><b></a>"), "line 1, column 9: ", "elements that cross");
    refused(ONCE("<a/>\n<b/>"), "line 2, column 1: ", "two roots");
    refused(ONCE("<a>&nbsp;</a>"), "undefined entity", "an entity that is not XML's");
    refused(ONCE("<a k='1' k='2'/>"), "duplicate attribute", "an attribute twice");
    refused(ONCE("<a>\xff</a>"), "not well-formed", "what is no UTF-8");
    refused(ONCE("<?xml version='1.0' encoding='GBK'?><a/>"), "unknown encoding",
            "an encoding that XML need not know");
    refused(ONCE("<!DOCTYPE a><a/>"), "(DTD)", "a document type");
    refused(ONCE("<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"), "(DTD)",
            "entities that grow");
    refused(ONCE("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "(DTD)", "another file");
    refused(DOCUMENT("", "<a>", "", 1000000, 0), "nest deeper", "a million open elements");
    refused(DOCUMENT("<a>", "<b%zu/>", "</a>", 3000000, 0), "more names",
            "millions of names");
    refused(DOCUMENT("<a ", "k%zu='' ", "/>", 3000000, 0), "longer than",
            "millions of attributes");
    refused(DOCUMENT("<a k='", "0123456789abcdef", "'/>", 1000000, 0), "longer than",
            "an attribute without end");
    refused(DOCUMENT("<a><!--", "0123456789abcdef", "--></a>", 1000000, 0), "longer than",
            "a comment without end");
}

static void test_taken(void)
{
    size_t pauses;
    struct seen s = {.quiet = true};
    is_int(parse(DOCUMENT("<a>", "<b>%zu</b>\n", "</a>", 1000000, 0), &s, 0, &pauses), ST_OK,
           "a million elements");
    is_int(parse(DOCUMENT("<a k='", "0123456789abcdef", "'/>", 100000, 0), &s, 0, &pauses),
           ST_OK, "a long attribute");
    is_int(parse(DOCUMENT("<a>", "0123456789abcdef", "</a>", 1000000, 0), &s, 0, &pauses),
           ST_OK, "a long text");
    static const char wide[] = "\xef\xbb\xbf<a>\xe5\x85\x83</a>";
    is_int(parse(ONCE(wide), &s, 0, &pauses), ST_OK, "a byte order mark");
    refused(ONCE("<a>"), "no element found", "what ends early");
}

int main(void)
{
    test_events();
    test_failures();
    test_refused();
    test_taken();
    return done_testing();
}
#endif
