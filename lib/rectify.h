/* What rectify-track does, without options and printing: graded alerts become issues, people's
 * verdicts are recorded, the state of all issues is told.
 *
 * Alerts and verdicts are read and checked whole before the ledger is opened: so a bad row leaves
 * no event behind, and a command further up the pipe may still read the ledger, which a writer's
 * lock would not let it. */
#ifndef RISK_RECTIFY_H
#define RISK_RECTIFY_H

#include "alert_in.h"
#include "issue.h"
#include "writer.h"

enum review_result { REVIEW_CONFIRMED, REVIEW_FALSE, REVIEW_EXPLAINED, REVIEW_RESULTS };
const char *review_result_name(enum review_result v);
/* The word, or its Chinese: confirmed 属实, false 误报 or 不属实, explained 已说明. */
bool review_result_find(struct slice word, enum review_result *out);
/* "confirmed (属实), ..." for messages. */
const char *review_result_words(void);

/* ---- The ledger and what follows from it. */

/* An issue's last verdict. */
struct signature {
    struct slice by; /* empty: there is none yet */
    enum review_result result;
    int64_t on;         /* the day on which it was given */
    int64_t alerted_on; /* the day on which its last alert came in */
    uint32_t turns;     /* how often an alert came, or the verdict was taken back */
};

struct rectify_index;

/* Zero-initialise; rectify_free gives everything back, the lock too. */
struct rectify {
    int64_t today;
    struct ledger *ledger;
    struct issues issues;
    struct signature *signatures; /* [issues.ids.n] */
    size_t signature_size;
    struct keytab said; /* verdicts, as rectify_said looks for them */
    struct arena arena;
    struct rectify_index *by_issue, *by_alert; /* made when first needed */
};

/* Reads PATH. ST_SYSTEM where there is none, but for MAKE; ST_DATA where an event is later than
 * TODAY. WARN is told of a torn record. */
enum status rectify_begin(struct rectify *r, const char *path, enum ledger_mode mode, bool make,
                          int64_t today, void (*warn)(void *context, const char *text),
                          void *context, struct error *e);
/* The event's effect on issues and signatures; nothing is written. */
enum status rectify_take(struct rectify *r, const struct ledger_event *event, struct error *e);
const struct signature *rectify_signature(const struct rectify *r, const struct issue *x);
/* The issue with that id, or to which the alert with that id belongs (ALERT). The first characters
 * are enough, RECTIFY_ID_LEAST or more. ST_DATA, without a place, if there is none, or if there are
 * several: then they are listed. */
enum { RECTIFY_ID_LEAST = 6 };
enum status rectify_find(struct rectify *r, bool alert, struct slice id, struct issue **out,
                         struct error *e);
void rectify_free(struct rectify *r);

/* ---- Graded alerts into issues. */

enum { KEPT_CELLS = LEDGER_CASE_ID - LEDGER_ALERT_ID + 1 };

/* What the ledger keeps of an alert: cells end to end. */
struct kept_alert {
    const char *bytes;
    uint32_t end[KEPT_CELLS];
    uint32_t file;
    uint64_t line;
};

struct intake_step {
    struct slice issue, since;
    uint32_t alert;
    enum ledger_kind kind;
};

/* Zero-initialise; intake_free gives everything back. */
struct intake {
    struct arena arena;
    const char **files; /* the caller's texts */
    size_t file_n, file_size;
    struct kept_alert *alerts;
    size_t n, size;
    struct intake_step *steps; /* what is new */
    size_t step_n, step_size;
    /* Of the alerts read: new issues, alerts of issues that were there, known ones that were graded
     * otherwise, and known ones. */
    uint64_t opened, added, regraded, known;
    uint64_t again, back; /* issues to review again; of them closed before */
};

enum status intake_read(struct intake *in, const char *path, const struct reader_options *options,
                        struct error *e);
/* Puts them in order, so that the order of rows decides nothing. ST_DATA: one alert twice that is
 * not the same both times. */
enum status intake_sort(struct intake *in, struct error *e);
enum status intake_plan(struct intake *in, struct rectify *r, struct error *e);
enum status intake_write(const struct intake *in, struct rectify *r, struct error *e);
void intake_free(struct intake *in);

/* ---- Verdicts. */

struct review {
    struct slice issue_id, alert_id, by, reason; /* ids as they were given */
    enum review_result result;
    int64_t on;
    bool dated;       /* ON was said, and is not just today */
    const char *file; /* NULL: from the command line */
    uint64_t line;
    uint64_t issue_column, alert_column, on_column; /* field numbers */
    /* When planned: */
    struct issue *issue;
    enum {
        REVIEW_NEW,    /* it is recorded */
        REVIEW_OTHER,  /* it is recorded, and takes an earlier one back */
        REVIEW_SECOND, /* it is that which stands, of another person or with another reason */
        REVIEW_KNOWN   /* it was recorded before */
    } effect;
    int64_t due; /* of the plan; INT64_MIN: none */
    struct signature before;
};

/* Zero-initialise; reviews_free gives everything back. */
struct reviews {
    struct arena arena;
    struct review *list; /* in order of issues when planned */
    size_t n, size;
    uint64_t undecided; /* rows without verdict, name and reason */
};

/* Columns issue or alert_id (or both), verdict, by, and reason and on where they are there. */
enum status reviews_read(struct reviews *all, const char *path,
                         const struct reader_options *options, int64_t today, struct error *e);
/* Whether V was recorded before: said by the same person since the issue's last alert, with that
 * reason (any, if V has none), or on that day (if V is dated). */
enum status rectify_said(struct rectify *r, const struct review *v, bool *said, struct error *e);
/* One; the texts stay the caller's. False when memory is out. */
bool reviews_add(struct reviews *all, const struct review *one);
/* What a verdict lacks: a name that can be seen; a reason, where it clears someone. */
enum review_lack { LACKS_NOTHING, LACKS_NAME, LACKS_REASON };
enum status review_lack(enum review_result v, struct slice by, struct slice reason,
                        enum review_lack *out, struct error *e);
const char *review_lack_text(enum review_lack lack);
enum status reviews_plan(struct reviews *all, struct rectify *r, int64_t plan_days,
                         struct error *e);
enum status reviews_write(const struct reviews *all, struct rectify *r, struct error *e);
void reviews_free(struct reviews *all);

/* ---- The table of issues. */

struct issue_filter {
    bool states[ISSUE_STATES];
    bool overdue; /* only those */
};
struct issue_counts {
    uint64_t states[ISSUE_STATES], overdue; /* of all */
    uint64_t all, shown, shown_overdue;
};

/* In the order in which issues were opened. */
void issue_table(const struct rectify *r, const struct issue_filter *filter, struct writer *w,
                 struct issue_counts *counts);

#endif
