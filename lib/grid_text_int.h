/* What the parts that read text share. */
#ifndef RISK_GRID_TEXT_INT_H
#define RISK_GRID_TEXT_INT_H

#include "source.h"

/* What the first lines tell. */
struct text_look {
    char separator;
    size_t skip;  /* bytes of a line that says which separator (sep=;), 0: there is none */
    bool returns; /* lines end in carriage returns */
};

/* Looks at what S, which is UTF-8, gives next. SEPARATOR: the one to take; 0: it is decided. */
enum status text_look(struct source *s, char separator, struct text_look *out, struct error *e);
/* Swaps line feeds and carriage returns: the reader knows only the former. */
void text_swap(char *p, size_t n);

#endif
