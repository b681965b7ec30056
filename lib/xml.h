/* XML as events, through expat, with what an unknown document could do to a program shut off once
 * for all: a document type (DTD) is refused, and with it every entity but the five of XML itself;
 * elements nest XML_DEPTH_MAX deep at most; a tag, comment or instruction takes XML_TAG_MAX bytes;
 * names, attributes and open elements together XML_MEMORY_MAX bytes. Text is given in pieces, so it
 * is for the handler to bound what it gathers. */
#ifndef RISK_XML_H
#define RISK_XML_H

#include "error.h"

enum {
    XML_DEPTH_MAX = 128,
    XML_TAG_MAX = 4 << 20,
    XML_MEMORY_MAX = 48 << 20,
    XML_CHUNK = 64 * 1024
};

struct xml;

/* Bytes of the document: up to SIZE, *GOT is 0 only at the end. */
typedef enum status xml_read_fn(void *from, void *to, size_t size, size_t *got, struct error *e);

struct xml_options {
    xml_read_fn *read;
    void *from;
    const char *file, *part; /* for messages; outlive it. PART may be NULL: FILE is the document */
    /* ' ': names are given as "namespace local", an attribute without a prefix as "local". 0: as
     * they stand, prefix and all, which is faster. */
    char separator;
    /* Each may be NULL. NAME and ATTRIBUTES (name, value, ..., NULL) hold during the call only.
     * DEPTH counts from 1, the root; of an end, it is the element's own. */
    void (*start)(void *context, unsigned depth, const char *name, const char **attributes);
    void (*end)(void *context, unsigned depth, const char *name);
    void (*text)(void *context, const char *p, size_t n);
    void *context;
};

enum status xml_open(const struct xml_options *options, struct xml **out, struct error *e);
/* Reads on until a handler pauses or fails, or the document has been read to its end; then *ENDED.
 */
enum status xml_run(struct xml *x, bool *ended, struct error *e);
/* For handlers. No handler is called after it but the text that stands before the next tag, none at
 * all after xml_fail. */
void xml_pause(struct xml *x);
/* What xml_run is to return, after the handler has filled its caller's error. */
void xml_fail(struct xml *x, enum status st);
void xml_close(struct xml *x);

/* All of a document at once. */
enum status xml_all(const struct xml_options *options, struct error *e);

/* The value of an attribute called NAME, or NULL. */
const char *xml_attribute(const char **attributes, const char *name);
/* What follows the prefix, if there is one. */
static inline const char *xml_local(const char *name)
{
    for (const char *p = name; *p != '\0'; p++)
        if (*p == ':')
            return p + 1;
    return name;
}

#endif
