/* Issues: what must be rectified, one for each indicator, subject and run. Their state follows from
 * the events of the ledger.
 *
 *   to review --review--> false | explained | confirmed
 *   confirmed --plan--> planned --complete--> completed --evaluate--> evaluated --close--> closed
 *   evaluate as ineffective: back to confirmed. closed --reopen, or an alert--> to review, rebound
 *   An alert after a verdict false or explained: to review again. After confirmed it changes
 *   nothing but is counted. Before it is closed, reopen takes a verdict back: to review, and what
 *   was confirmed no longer counts as such. */
#ifndef RISK_ISSUE_H
#define RISK_ISSUE_H

#include "alert.h"
#include "keytab.h"
#include "ledger.h"

enum { ISSUE_PLAN_DAYS = 30 }; /* calendar days from confirmation to the plan */

enum issue_state {
    ISSUE_TO_REVIEW,
    ISSUE_FALSE,
    ISSUE_EXPLAINED,
    ISSUE_CONFIRMED,
    ISSUE_PLANNED,
    ISSUE_COMPLETED,
    ISSUE_EVALUATED,
    ISSUE_CLOSED,
    ISSUE_STATES
};
const char *issue_state_name(enum issue_state s);

struct issue {
    struct slice id;
    /* From LEDGER_ALERT_ID on, as the latest event set them; but an alert of an earlier period than
     * the one that stands here changes none, and the handler of a transfer stays. */
    struct slice cell[LEDGER_COLUMNS];
    enum issue_state state;
    bool rebound;                              /* came back after it was closed */
    bool confirmed;                            /* once, and not taken back */
    bool transferred;                          /* to the handler that stands there */
    int64_t opened_on, verdict_on, changed_on; /* days; INT64_MIN: not yet; changed: of state */
    int64_t due;                 /* of the plan, then of the rectification; INT64_MIN: none */
    uint32_t alerts, unreviewed; /* alerts, and those since the last verdict */
    uint64_t first_seq, last_seq;
    uint32_t next_same; /* the next issue of the same indicator and subject, or UINT32_MAX */
};

/* Zero-initialise; issues_free gives everything back. */
struct issues {
    struct arena arena;
    struct keytab ids, alerts; /* issues' ids by number; alert ids */
    struct keytab facts;       /* digests of indicator, subject_kind, subject */
    struct keytab routed;      /* digests of grade, score, action, handler, copies, case_id */
    struct issue *list;        /* [ids.n] */
    size_t size;
    struct known_alert *known; /* [alerts.n] */
    size_t known_size;
    uint32_t *first_same; /* [facts.n] */
    size_t same_size;
};

/* The first 128 bits of SHA-256 over the word "issue", the indicator, subject_kind, subject and
 * since, each preceded by its length likewise. Without `since` it is the period that counts. */
void issue_id(struct slice indicator, struct slice subject_kind, struct slice subject,
              struct slice since, struct slice period, char out[ALERT_ID_SIZE]);
/* The event's effect. ST_DATA where it cannot follow what went before (the text says what the
 * issue's state is and what may come): then nothing has changed. Only memory otherwise. */
enum status issues_take(struct issues *all, const struct ledger_event *event, struct error *e);
/* NULL if there is none. */
struct issue *issues_find(const struct issues *all, struct slice id);
/* The issue that an alert belongs to by its id, or NULL; *SAME: its grade, score, action, handler,
 * copies and case_id were those of ALERT_CELLS (LEDGER_COLUMNS of them) when it was last seen. */
struct issue *issues_alert(const struct issues *all, struct slice alert_id,
                           const struct slice *cells, bool *same);
/* The issue of the run from SINCE (blank: PERIOD alone) to PERIOD. Rows that come late may move a
 * run's beginning, so it is the one whose run overlaps; of several the latest. NULL if there is
 * none. Periods of one indicator have one form, and their texts the order of time. */
struct issue *issues_of_run(const struct issues *all, struct slice indicator,
                            struct slice subject_kind, struct slice subject, struct slice since,
                            struct slice period);
/* Confirmed issues (whatever became of them later) of the same indicator and subject but of another
 * run, whose id is not ID. */
uint32_t issues_repeats(const struct issues *all, struct slice indicator, struct slice subject_kind,
                        struct slice subject, struct slice id);
/* Days by which a plan or rectification is late on TODAY, 0 if it is not. */
int64_t issue_overdue(const struct issue *x, int64_t today);
void issues_free(struct issues *all);
/* All events of a ledger. */
enum status issues_read(struct issues *all, struct ledger *l, struct error *e);

#endif
