/* The quick way through XML without anything odd in it (xml.c). */
#ifndef RISK_XML_INT_H
#define RISK_XML_INT_H

#include "slice.h"

enum event_kind { EVENT_START, EVENT_END, EVENT_TEXT };

struct event {
    enum event_kind kind;
    size_t n;         /* bytes of the name, or the text */
    char *p;          /* a name has a NUL behind it */
    size_t attribute; /* of a start: where its attributes begin */
    bool plain;       /* of a text: it has neither references nor carriage returns */
};

/* The events of a stretch of XML, as expat would tell them but for the pieces of texts. */
struct stretch {
    struct event *events;
    size_t n, size, next; /* NEXT: the first that has not been told */
    char **attributes;    /* name, value, ..., NULL, for each start */
    size_t attribute_n, attribute_size;
};

enum scan {
    SCAN_DONE,
    SCAN_MORE,  /* the element does not end before END */
    SCAN_OTHER, /* it is for expat to judge */
    SCAN_MEMORY
};
/* From AT, between two tokens of an element's content: the text up to the next tag, or an element
 * with all that is in it, nested DEPTH deep at most. Where *USED bytes are taken, they change: NULs
 * come to stand among them. Taken is UTF-8 with ASCII names, of references XML's own five, in
 * texts; no comments, sections, instructions, or blanks where none is needed. */
enum scan xml_scan(struct stretch *s, char *at, const char *end, unsigned depth, size_t *used);
void stretch_free(struct stretch *s);

#endif
