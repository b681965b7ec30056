#include "xml.h"

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#ifdef HAVE_WORKBOOKS

#include <expat.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"

struct xml {
    struct xml_options o;
    XML_Parser parser;
    unsigned depth;
    uint64_t fed;
    bool paused, final, failed; /* FINAL: all bytes are with the parser */
    bool ended;
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
    union block *moved = realloc(b, sizeof *b + size);
    if (moved == NULL)
        return NULL;
    moved->size = size;
    counted->held += size - before;
    return moved + 1;
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
    unsigned long line = (unsigned long)XML_GetCurrentLineNumber(x->parser);
    unsigned long column = (unsigned long)XML_GetCurrentColumnNumber(x->parser) + 1;
    if (x->o.part == NULL)
        return error_at(&x->why, ST_DATA, x->o.file, line, column, "%s", what);
    return error_at(&x->why, ST_DATA, x->o.file, 0, 0, _("part '%s', line %lu, column %lu: %s"),
                    quote(part, slice_of(x->o.part)), line, column, what);
}

static void stop(struct xml *x, enum status st)
{
    x->failed = true;
    x->status = st;
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
    x->parser = XML_ParserCreate_MM(NULL, &memory, separator[0] == '\0' ? NULL : separator);
    if (x->parser == NULL) {
        free(x);
        return error_memory(e);
    }
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    if (options->text != NULL)
        XML_SetCharacterDataHandler(x->parser, on_text);
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

/* Gives the parser the next bytes. */
static enum status feed(struct xml *x, enum XML_Status *code, struct error *e)
{
    void *to = XML_GetBuffer(x->parser, XML_CHUNK);
    if (to == NULL) {
        *code = XML_STATUS_ERROR;
        return ST_OK;
    }
    size_t got = 0;
    enum status st = x->o.read(x->o.from, to, XML_CHUNK, &got, e);
    if (st != ST_OK)
        return st;
    counted = x; /* reading may have parsed something else */
    x->fed += got;
    x->final = got == 0;
    *code = XML_ParseBuffer(x->parser, (int)got, x->final);
    return ST_OK;
}

/* Whether what the parser has not got through yet is one tag, or so: it looks at it all again with
 * each chunk. */
static bool stuck(const struct xml *x)
{
    XML_Index at = XML_GetCurrentByteIndex(x->parser);
    return at >= 0 && x->fed > (uint64_t)at && x->fed - (uint64_t)at > XML_TAG_MAX;
}

/* One call of expat. ST_OK: it wants more, has been paused, or (x->ended) is through. */
static enum status step(struct xml *x, struct error *e)
{
    enum XML_Status code;
    counted = x;
    if (x->paused) {
        x->paused = false;
        code = XML_ResumeParser(x->parser);
    } else {
        enum status st = feed(x, &code, e);
        if (st != ST_OK)
            return st;
    }
    if (!x->failed && code == XML_STATUS_ERROR) {
        x->failed = true;
        x->status = cannot_parse(x);
    } else if (!x->failed && code == XML_STATUS_OK && stuck(x)) {
        x->failed = true;
        x->status = refuse(x, _("a tag longer than any real one: refused"));
    }
    if (x->failed && x->why.status != ST_OK && e != NULL)
        *e = x->why;
    x->paused = code == XML_STATUS_SUSPENDED;
    x->ended = code == XML_STATUS_OK && x->final;
    return x->failed ? x->status : ST_OK;
}

enum status xml_run(struct xml *x, bool *ended, struct error *e)
{
    enum status st = x->failed ? x->status : ST_OK;
    bool go = st == ST_OK && !x->ended;
    while (go) {
        st = step(x, e);
        go = st == ST_OK && !x->paused && !x->ended;
    }
    *ended = x->ended;
    return st;
}

void xml_pause(struct xml *x)
{
    if (!x->failed)
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
