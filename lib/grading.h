/* Alerts get their grade, score, action, handler and day (riskgrade).
 *
 * What other alerts say of the same subject decides as well. So all are read first: a few numbers
 * of each stay in memory, its record is put aside. Then come the rules of grades.csv, scores and
 * joint cases; then each record goes out as it stood, with what was found behind it, in the order
 * in which they came. What is found does not depend on that order. */
#ifndef RISK_GRADING_H
#define RISK_GRADING_H

#include "pack.h"
#include "writer.h"

struct grading_options {
    struct reader_options reader;
    const char *const *files; /* "-" is standard input */
    size_t file_n;
    const char *const *ledgers;
    size_t ledger_n;
    const char *officials, *recusals; /* sheets (routes.h); may be NULL */
    int64_t today;
    bool any_pack;            /* alerts of other packs are taken too */
    reader_reject_fn *reject; /* is given refused alerts in the order of the files; NULL: the first
                                 one ends the work */
    void (*warn)(void *context, const char *text);
    void (*progress)(void *context, double share, uint64_t alerts); /* may be NULL */
    void *context;
};

struct grading_counts {
    uint64_t alerts, grade[LEVELS + 1];
    uint64_t cases;   /* joint ones */
    uint64_t unruled; /* alerts for which no rule holds */
    uint64_t
        doubtful; /* alerts that another rule would grade otherwise if what is unknown met it */
    uint64_t unhandled;
    uint64_t of_other_packs;
    uint64_t rejected;
};

struct grading;

/* Reads the pack's grades.csv and routes.csv, the lists, and the ledgers. PACK and what the options
 * point to must outlive it. */
enum status grading_open(const struct pack *pack, const struct grading_options *options,
                         struct grading **out, struct error *e);
/* Nothing is written before all has been read and judged. */
enum status grading_run(struct grading *g, struct writer *w, struct error *e);
const struct grading_counts *grading_counts(const struct grading *g);
void grading_close(struct grading *g); /* G may be NULL */

#endif
