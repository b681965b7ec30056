/* What the columns of a pack's files are for, in a line each, and what may stand in them. */
#ifndef RISK_PACK_NOTES_H
#define RISK_PACK_NOTES_H

#include <stddef.h>

#include "slice.h"

struct pack_note {
    const char *file;   /* "indicators" */
    const char *column; /* "status" */
    const char *text;   /* N_() */
    /* Words separated by '|', or "FILE.COLUMN": what stands in that column; NULL: anything. */
    const char *choices;
    bool open; /* other things may stand there too */
};

/* NULL: nothing is known of it. */
const struct pack_note *pack_note(const char *file, struct slice column);
const struct pack_note *pack_notes(size_t *n);

#endif
