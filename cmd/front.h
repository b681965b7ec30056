/* The front end that all commands share: locale, one table of options, help, completion,
 * messages, and the close of the standard streams. A command's main, in order:
 *
 *     struct front f;
 *     front_begin(&f, &command, argc, argv);
 *     for (int o; (o = front_next(&f)) != 0;)
 *         switch (o) { case OPT_OWN: own = f.argument; break; }
 *     if (f.over)
 *         return front_end(f.status);
 *     ... the work, over f.operands ...
 *     return front_end(failed ? front_fail(&e) : ST_OK);
 */
#ifndef FRONT_H
#define FRONT_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "i18n.h"
#include "pack.h"
#include "writer.h"

/* A row of a command's table of options. A row without a name is the heading of those that
 * follow. */
struct front_option {
    int id;               /* what front_next returns; a command's own begin at FRONT_OWN */
    char letter;          /* 0 if there is none */
    const char *name;     /* without the dashes */
    const char *argument; /* "FILE" and "DIR" are completed; NULL if it takes none */
    const char *help;     /* N_() text */
};

/* front_next keeps what these say in struct front and does not return them. */
enum front_common {
    FRONT_PACK = 1,
    FRONT_OUTPUT,
    FRONT_TSV,
    FRONT_TSV_ESCAPED,
    FRONT_TODAY,
    FRONT_REJECTS,
    FRONT_EXIT_CODE,
    FRONT_LANG,
    FRONT_HELP,
    FRONT_VERSION,
    FRONT_COMPLETION,
    FRONT_OWN = 100
};

/* Rows for a command's table. The help of most is the same everywhere; --lang, --help, --version
 * need no row. */
#define FRONT_GROUP(heading)      \
    {                             \
        0, 0, NULL, NULL, heading \
    }
#define FRONT_ROW_PACK                                                                        \
    {                                                                                         \
        FRONT_PACK, 'p', "pack", "DIR", N_("the pack of rules, a folder; again: one upon it") \
    }
#define FRONT_ROW_OUTPUT                                                              \
    {                                                                                 \
        FRONT_OUTPUT, 'o', "output", "FILE", N_("write to FILE, whole or not at all") \
    }
#define FRONT_ROW_TSV                                                               \
    {                                                                               \
        FRONT_TSV, 0, "tsv", NULL, N_("tables are tab-separated, quoted as CSV is") \
    }
#define FRONT_ROW_TSV_ESCAPED                                       \
    {                                                               \
        FRONT_TSV_ESCAPED, 0, "tsv-escaped", NULL,                  \
            N_("tab-separated, a record a line, with \\n \\t \\\\") \
    }
#define FRONT_ROW_TODAY                                                         \
    {                                                                           \
        FRONT_TODAY, 0, "today", "DATE", N_("take DATE (YYYY-MM-DD) for today") \
    }
#define FRONT_ROW_REJECTS                                                              \
    {                                                                                  \
        FRONT_REJECTS, 0, "rejects", "FILE", N_("put refused records there and go on") \
    }
#define FRONT_ROW_EXIT_CODE(help)                   \
    {                                               \
        FRONT_EXIT_CODE, 0, "exit-code", NULL, help \
    }
#define FRONT_ROWS_END         \
    {                          \
        0, 0, NULL, NULL, NULL \
    }

struct front_command {
    const char *name;
    const char *summary;                /* N_() one line */
    const char *usage;                  /* what follows the name; one line per form */
    const struct front_option *options; /* up to FRONT_ROWS_END */
    const char *examples;               /* N_() lines as typed */
};

enum { FRONT_OPTIONS_MAX = 64, FRONT_PACKS_MAX = 16 };

struct front {
    /* what the common options said */
    const char *packs[FRONT_PACKS_MAX];
    size_t pack_count;
    const char *output;  /* NULL: standard output */
    const char *rejects; /* NULL: refuse */
    enum reader_format format;
    bool exit_code;
    int64_t today; /* a day (date.h); known when front_next has returned 0 */

    const char *argument; /* of the option that front_next returned */
    char **operands;      /* ends with NULL; known when front_next has returned 0 */
    size_t operand_count;
    bool over; /* help was shown or the usage is wrong: return front_end(status) */
    enum status status;

    /* its own */
    const struct front_command *command;
    struct front_option rows[FRONT_OPTIONS_MAX];
    size_t row_count;
    int argc;
    char **argv;
    const char *today_text;
};

void front_begin(struct front *f, const struct front_command *command, int argc, char **argv);
/* The id of the next option of the command's own, 0 at the end. */
int front_next(struct front *f);

/* The items of a list that commas separate, at most MAX. They point into *COPY, which the caller
 * frees (an earlier *COPY is freed here). False: told, F is over. */
bool front_list(struct front *f, const char *argument, char **copy, const char **items, size_t max,
                size_t *n);
/* Bytes above 0, with K, M or G (of 1024) behind the digits. False: told, F is over. */
bool front_size(struct front *f, const char *option, const char *argument, size_t *out);

/* A number from 1 to MOST. False: told, F is over. */
bool front_count(struct front *f, const char *option, const char *argument, unsigned most,
                 unsigned *out);

/* The pack of -p: one directory, or several that lie upon one another. */
enum status front_pack(const struct front *f, struct pack **out, struct error *e);

/* What was refused, in the file of --rejects. Zero-initialise; SINK stays NULL without one. */
struct front_rejects {
    struct sink *sink;
    struct writer writer;
    uint64_t n;
};
enum status front_rejects_open(const struct front *f, struct front_rejects *r, struct error *e);
/* A record as it stood, and why it was refused. A failed write is told when it is closed. */
enum status front_reject(struct front_rejects *r, struct slice raw, const struct error *why);
/* What was rejected is kept, also of a run that failed with STATUS. A failure to do so takes the
 * place of a STATUS that is none. */
enum status front_rejects_close(struct front_rejects *r, enum status status, struct error *e);
/* Hooks for lib/; they need no CONTEXT. */
void front_on_progress(void *context, double share, uint64_t done);
void front_on_warning(void *context, const char *text);

/* Closes what a command wrote: whole if STATUS is ST_OK or ST_FAILED, else nothing is left of it. A
 * failure to do so takes the place of STATUS and E. OUT may be NULL. */
enum status front_close(struct sink *out, enum status status, struct error *e);
/* "prog: file:line:column: text" on standard error; returns e's status. */
enum status front_fail(const struct error *e);
/* A usage error, with the way to the help; marks F as over. */
enum status front_usage(struct front *f, const char *format, ...) RISK_PRINTF(2, 3);
/* "prog: warning: text" */
void front_warn(const char *format, ...) RISK_PRINTF(1, 2);
/* "prog: text": what was done, in figures */
void front_note(const char *format, ...) RISK_PRINTF(1, 2);
/* A meter on standard error if that is a terminal and a second has gone by. SHARE 0..1, below 0
 * if unknown. */
void front_progress(double share, uint64_t rows);
/* Whether to write colours to FD: a terminal that is not dumb, and NO_COLOR is not set. */
bool front_color(int fd);
/* Flushes and closes the standard streams; a failed write makes STATUS ST_SYSTEM. Returns the
 * exit status. */
int front_end(enum status status);

#endif
