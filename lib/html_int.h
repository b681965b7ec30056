#ifndef RISK_HTML_INT_H
#define RISK_HTML_INT_H

#include "html.h"

enum { HTML_BLOCK = 16 * 1024 };

struct html {
    struct source *source;
    void *parser; /* htmlParserCtxt */
    const char *name;
    html_event_fn *fn;
    void *context;
    struct level {
        size_t table;
        bool row, cell, caption;
    } levels[HTML_NESTED_MAX];
    size_t open, tables;    /* tables that are open, that have begun */
    size_t depth, left_out; /* elements open; of which within one whose text is no text */
    bool angle;             /* a `<` that begins no tag has been seen, and not given on */
    bool ended;             /* the element behind the page's end has been seen */
    bool source_ended;
    size_t end_at; /* how much of that has been given */
    char block[HTML_BLOCK];
    size_t at, valid, end; /* in it: given, checked, there */
    uint64_t line;
    size_t silent;
    enum status status;
    struct error *e;
};

/* Up to SIZE bytes of the page for the parser (xmlInputReadCallback): 0 at its end, -1 when that
 * failed (status). */
int html_more(void *html, char *to, int size);

#endif
