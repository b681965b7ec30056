/* What went wrong, and where. librisk returns a status and fills a struct error; only commands
 * print it. */
#ifndef RISK_ERROR_H
#define RISK_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "slice.h"

/* The values are the exit statuses of every command. */
enum status {
    ST_OK = 0,
    ST_FAILED = 1, /* a check that was asked for did not hold */
    ST_USAGE = 2,  /* usage or pack error */
    ST_DATA = 3,   /* input data refused */
    ST_SYSTEM = 4  /* open, read, write, memory */
};

struct error {
    enum status status;
    char file[512];    /* "" if the error has no place */
    uint64_t line;     /* physical line from 1, 0 if unknown */
    uint64_t line_end; /* last line of a record that spans lines, else 0 */
    uint64_t column;   /* field number from 1, 0 if unknown */
    char text[1400];   /* what happened, the value quoted, the remedy; UTF-8, one line */
};

#if defined(__GNUC__)
#define RISK_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define RISK_PRINTF(f, a)
#endif

/* Each returns the status given, so that a caller may write `return error_set(...)`. E may be NULL.
 * error_set forgets an earlier place; error_at sets it as well. */
enum status error_set(struct error *e, enum status s, const char *format, ...) RISK_PRINTF(3, 4);
enum status error_at(struct error *e, enum status s, const char *file, uint64_t line,
                     uint64_t column, const char *format, ...) RISK_PRINTF(6, 7);
/* Gives a place to an error that has none yet; returns e's status. */
enum status error_place(struct error *e, const char *file, uint64_t line, uint64_t column);
/* "cannot WHAT: strerror(errnum)" at FILE (may be NULL). */
enum status error_system(struct error *e, int errnum, const char *file, const char *what);
enum status error_memory(struct error *e);

/* Renders V for a message into OUT: control bytes and invalid UTF-8 as \xNN, at most 60 characters
 * and then "...". Returns OUT. The quotes around it are the message's own. */
enum { QUOTE_SIZE = 768 };
const char *quote(char out[QUOTE_SIZE], struct slice v);

/* "file:line:column: text", or as much of it as is known, without program name and newline. */
void error_render(const struct error *e, char *out, size_t size);

#endif
