#include "xml.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <expat.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "xml_int.h"

enum { BYTES = 2 * XML_CHUNK };

/* Expat is the authority. What stands between two of its tokens and has nothing odd in it is told
 * without it, several times as fast: expat never sees it, so that what it does see stays
 * well-formed. */
struct xml {
    struct xml_options o;
    XML_Parser parser;
    unsigned depth;
    char *bytes; /* [BYTES]: read, but for AT to END not yet taken */
    size_t at, end;
    bool begun, final; /* FINAL: all has been read */
    bool quick;        /* the encoding is UTF-8, as the scanner needs it */
    bool section;      /* inside CDATA */
    unsigned odd;      /* stretches in a row that the scanner left to expat */
    struct stretch stretch;
    uint64_t fed, skipped; /* bytes that expat was given, and those it was not */
    bool telling; /* what has been scanned: expat is not at work */
    bool paused, suspended, failed, ended;
    enum status status;
    struct error why;
    size_t held; /* bytes that expat has from us */
    bool over;   /* it asked for more than XML_MEMORY_MAX */
};

/* Expat's memory is counted, so that no document can take more than is meant for it. Expat does not
 * tell for whom it allocates, but does so only while it is called. */
static _Thread_local struct xml *counted;

union block {
    size_t size;
    max_align_t align;
};

static void *resize_counted(void *old, size_t size)
{
    union block *b = old == NULL ? NULL : (union block *)old - 1;
    size_t before = b == NULL ? 0 : b->size;
    if (size > XML_MEMORY_MAX || counted->held - before > XML_MEMORY_MAX - size) {
        counted->over = true;
        return NULL;
    }
    b = realloc(b, sizeof *b + size);
    if (b == NULL)
        return NULL;
    b->size = size;
    counted->held += size - before;
    return b + 1;
}

static void *allocate_counted(size_t size)
{
    return resize_counted(NULL, size);
}

static void free_counted(void *p)
{
    if (p == NULL)
        return;
    union block *b = (union block *)p - 1;
    counted->held -= b->size;
    free(b);
}

static enum status refuse(struct xml *x, const char *what)
{
    char part[QUOTE_SIZE];
    XML_Index at = XML_GetCurrentByteIndex(x->parser);
    uint64_t byte = (at < 0 ? x->fed : (uint64_t)at) + x->skipped + 1;
    if (x->o.part == NULL)
        return error_at(&x->why, ST_DATA, x->o.file, 0, 0, _("byte %" PRIu64 ": %s"), byte, what);
    return error_at(&x->why, ST_DATA, x->o.file, 0, 0, _("part '%s', byte %" PRIu64 ": %s"),
                    quote(part, slice_of(x->o.part)), byte, what);
}

static void stop(struct xml *x, enum status st)
{
    x->failed = true;
    x->status = st;
    if (!x->telling)
        XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct xml *x = context;
    if (x->failed)
        return;
    if (++x->depth > XML_DEPTH_MAX)
        stop(x, refuse(x, _("elements nest deeper than in any real document: refused")));
    else if (x->o.start != NULL)
        x->o.start(x->o.context, x->depth, name, attributes);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
    struct xml *x = context;
    if (x->failed)
        return;
    if (x->o.end != NULL)
        x->o.end(x->o.context, x->depth, name);
    x->depth--;
}

static void XMLCALL on_text(void *context, const XML_Char *p, int n)
{
    struct xml *x = context;
    if (!x->failed)
        x->o.text(x->o.context, p, (size_t)n);
}

static void XMLCALL on_section(void *context)
{
    ((struct xml *)context)->section = true;
}

static void XMLCALL on_section_end(void *context)
{
    ((struct xml *)context)->section = false;
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int has_subset)
{
    (void)name, (void)system, (void)public, (void)has_subset;
    struct xml *x = context;
    stop(x, refuse(x, _("document type (DTD): no spreadsheet program writes one; refused")));
}

enum status xml_open(const struct xml_options *options, struct xml **out, struct error *e)
{
    static const XML_Memory_Handling_Suite memory = {allocate_counted, resize_counted,
                                                     free_counted};
    *out = NULL;
    struct xml *x = calloc(1, sizeof *x);
    if (x == NULL)
        return error_memory(e);
    x->o = *options;
    counted = x;
    const XML_Char separator[2] = {options->separator, '\0'};
    x->bytes = malloc(BYTES);
    if (x->bytes != NULL)
        x->parser = XML_ParserCreate_MM(NULL, &memory, separator[0] == '\0' ? NULL : separator);
    if (x->parser == NULL) {
        free(x->bytes);
        free(x);
        return error_memory(e);
    }
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    if (options->text != NULL)
        XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetCdataSectionHandler(x->parser, on_section, on_section_end);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    *out = x;
    return ST_OK;
}

static enum status cannot_parse(struct xml *x)
{
    enum XML_Error code = XML_GetErrorCode(x->parser);
    if (code != XML_ERROR_NO_MEMORY) {
        char what[256];
        snprintf(what, sizeof what, _("not XML as it should be (%s): the file is damaged"),
                 XML_ErrorString(code));
        return refuse(x, what);
    }
    if (!x->over)
        return error_memory(&x->why);
    return refuse(x, _("more names and attributes than in any real document: refused"));
}

/* Whether a document that begins like this is UTF-8: without a declaration, or with one that says
 * so in the usual way. */
static bool is_utf8(struct slice s)
{
    static const char bom[] = "\xef\xbb\xbf", declaration[] = "<?xml ";
    if (s.n >= 3 && memcmp(s.p, bom, 3) == 0)
        s = (struct slice){s.p + 3, s.n - 3};
    if (s.n < sizeof declaration || s.p[0] != '<')
        return false;
    if (memcmp(s.p, declaration, sizeof declaration - 1) != 0)
        return true;
    const char *end = memchr(s.p, '>', s.n);
    for (const char *p = s.p; end != NULL && p + 8 < end; p++)
        if (memcmp(p, "encoding", 8) == 0)
            return end - p > 16 && p[8] == '=' && (p[9] == '"' || p[9] == '\'') &&
                   p[15] == p[9] &&
                   (memcmp(p + 10, "UTF-8", 5) == 0 || memcmp(p + 10, "utf-8", 5) == 0);
    return end != NULL;
}

/* More bytes behind those that are left. */
static enum status fill(struct xml *x, struct error *e)
{
    x->end -= x->at;
    memmove(x->bytes, x->bytes + x->at, x->end);
    x->at = 0;
    size_t want = x->end, got = 1;
    want = want + XML_CHUNK < BYTES ? want + XML_CHUNK : BYTES;
    while (x->end < want && got > 0) {
        enum status st = x->o.read(x->o.from, x->bytes + x->end, want - x->end, &got, e);
        if (st != ST_OK)
            return st;
        x->end += got;
    }
    x->final = got == 0;
    if (!x->begun)
        x->quick = !x->o.plain && x->o.separator == '\0' &&
                   is_utf8((struct slice){x->bytes, x->end});
    x->begun = true;
    counted = x; /* reading may have parsed something else */
    return ST_OK;
}

/* Whether what the parser has not got through yet is one tag, or so: it looks at it all again each
 * time. */
static bool stuck(const struct xml *x)
{
    XML_Index at = XML_GetCurrentByteIndex(x->parser);
    return at >= 0 && x->fed > (uint64_t)at && x->fed - (uint64_t)at > XML_TAG_MAX;
}

static void took(struct xml *x, enum XML_Status code)
{
    x->suspended = code == XML_STATUS_SUSPENDED;
    if (x->failed)
        return;
    x->failed = true;
    if (code == XML_STATUS_ERROR)
        x->status = cannot_parse(x);
    else if (code == XML_STATUS_OK && stuck(x))
        x->status = refuse(x, _("a tag longer than any real one: refused"));
    else
        x->failed = false;
    x->ended = code == XML_STATUS_OK && x->final && x->at == x->end;
}

/* Gives expat the next bytes: all, or up to the end of what may be a tag. The more of them the
 * scanner could not take, the more at once. */
static void feed(struct xml *x)
{
    const char *p = x->bytes + x->at, *end = NULL;
    size_t n = x->end - x->at, least = x->odd > 8 ? (size_t)x->odd * 64 : 0;
    least = least < XML_CHUNK / 4 ? least : XML_CHUNK / 4;
    if (x->quick && least < n)
        end = memchr(p + least, '>', n - least);
    n = end != NULL ? (size_t)(end - p) + 1 : n;
    x->at += n;
    x->fed += n;
    took(x, XML_Parse(x->parser, p, (int)n, x->final && x->at == x->end));
}

/* Whether expat stands between two tokens of an element's content. */
static bool between(const struct xml *x)
{
    return x->depth > 0 && !x->section &&
           XML_GetCurrentByteIndex(x->parser) == (XML_Index)x->fed;
}

/* Tells what has been scanned, until a handler pauses or fails. */
static void tell(struct xml *x)
{
    struct stretch *s = &x->stretch;
    x->telling = true;
    while (s->next < s->n && !x->paused && !x->failed) {
        const struct event *v = &s->events[s->next++];
        if (v->kind == EVENT_START)
            on_start(x, v->p, (const char **)&s->attributes[v->attribute]);
        else if (v->kind == EVENT_END)
            on_end(x, v->p);
        else if (x->o.text != NULL)
            on_text(x, v->p, (int)v->n);
    }
    x->telling = false;
}

/* One stretch, by the scanner or by expat. */
static enum status step(struct xml *x, struct error *e)
{
    if (x->stretch.next < x->stretch.n) {
        tell(x);
        return ST_OK;
    }
    if (x->suspended) {
        took(x, XML_ResumeParser(x->parser));
        return ST_OK;
    }
    if (x->at == x->end && !x->final)
        return fill(x, e);
    enum scan result = SCAN_OTHER;
    size_t used;
    if (x->quick && x->at < x->end && between(x))
        result = xml_scan(&x->stretch, x->bytes + x->at, x->bytes + x->end,
                          XML_DEPTH_MAX - x->depth, &used);
    if (result == SCAN_MEMORY)
        return error_memory(e);
    if (result == SCAN_MORE && !x->final && x->end - x->at < XML_CHUNK)
        return fill(x, e);
    if (result == SCAN_DONE) {
        x->odd = 0;
        x->at += used;
        x->skipped += used;
        tell(x);
    } else {
        x->odd++;
        feed(x);
    }
    return ST_OK;
}

enum status xml_run(struct xml *x, bool *ended, struct error *e)
{
    counted = x;
    x->paused = false;
    while (!x->failed && !x->paused && !x->ended) {
        enum status st = step(x, e);
        if (st != ST_OK) {
            x->failed = true;
            x->status = st;
        } else if (x->failed && x->why.status != ST_OK && e != NULL) {
            *e = x->why;
        }
    }
    *ended = x->ended;
    return x->failed ? x->status : ST_OK;
}

void xml_pause(struct xml *x)
{
    if (x->failed)
        return;
    x->paused = true;
    if (!x->telling)
        XML_StopParser(x->parser, XML_TRUE);
}

void xml_fail(struct xml *x, enum status st)
{
    if (!x->failed)
        stop(x, st);
}

void xml_close(struct xml *x)
{
    if (x == NULL)
        return;
    counted = x;
    XML_ParserFree(x->parser);
    stretch_free(&x->stretch);
    free(x->bytes);
    free(x);
}

enum status xml_all(const struct xml_options *options, struct error *e)
{
    struct xml *x;
    bool ended;
    enum status st = xml_open(options, &x, e);
    if (st != ST_OK)
        return st;
    st = xml_run(x, &ended, e);
    xml_close(x);
    return st;
}

const char *xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

#endif
