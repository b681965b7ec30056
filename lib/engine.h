/* Runs a plan over tables: opens them, finds which is which, reads each once (twice only if a table
 * is looked up by its own rows), and leaves alerts and outcomes. With several threads these are the
 * same, and so is what is warned of and what ends the run. */
#ifndef RISK_ENGINE_H
#define RISK_ENGINE_H

#include "judge.h"
#include "reader.h"

struct input {
    const char *table; /* name in the dictionary, or NULL: by the file's stem, else by its header */
    const char *path;  /* "-" is standard input */
};

struct engine_options {
    struct reader_options reader;
    reader_reject_fn *reject;        /* NULL: strict */
    const struct judge_hooks *hooks; /* or NULL; with them groups stay until the end */
    void (*progress)(void *context, double share, uint64_t rows); /* share -1: not known */
    void (*warn)(void *context, const char *text);
    void *context;
    unsigned threads; /* how many tables may be read at a time; 0 is 1 */
};

/* A file of a table. */
struct feed {
    const char *path;
    size_t table;
    struct reader *reader; /* NULL: to be opened again */
    int *column;           /* [the table's columns]: index in the file, or -1 */
    int source_column;     /* _source, or -1 */
    uint32_t source;
};

/* A view whose groups stay between readings of its table. */
struct kept {
    bool on;
    size_t first, last; /* the readings that make them and that need them last */
    const bool *looks;  /* [plan.others]: those that it looks into */
    struct keyless keyless;
};

struct engine {
    struct plan *plan;
    struct engine_options options;
    struct judge judge;
    struct alerts alerts;
    struct alerts held; /* by exceptions */
    struct feed *feeds;
    size_t feed_n;
    const char **sources;   /* names by number */
    size_t read;            /* the reading at hand, in plan.reads */
    struct need need;       /* of all that takes part in it */
    struct need all;        /* of all that takes part in any */
    struct arena reading;   /* what lives as long as that */
    bool *feeds_grouping;   /* [plan.groupings]: a check that runs has it, in this reading */
    struct view_run *views; /* [plan.derived] */
    struct kept *kept;      /* [plan.derived] */
    bool *told;             /* [table]: it has been read, and what it is warned of told */
    bool again;             /* it is the second time, for what is judged as rows come */
    bool quiet;             /* a table is read again: what was warned of has been */
    bool rehearsal; /* a table is read for others before it is read for itself: rows and rejects
                       count then */
    uint64_t rows, rejected;
    bool lost; /* a rejected record's subject could not be read, in this reading of its table */
    uint64_t unreadable; /* rejected rows whose subject could not be read: what is clear is so among
                            the rest */
    struct arena arena;
};

/* Opens the inputs and binds their columns; both plan and inputs must outlive the engine. */
enum status engine_open(struct plan *plan, const struct engine_options *options,
                        const struct input *inputs, size_t n, struct engine **out, struct error *e);
enum status engine_run(struct engine *x, struct error *e);
void engine_close(struct engine *x);
/* What C needs and the inputs have not: appends the tables to OUT and, if COLUMNS, "table.column"
 * of those that no file of a table has, separated by blanks. */
bool engine_lacks(const struct engine *x, const struct check *c, bool columns, struct buffer *out);

#endif
