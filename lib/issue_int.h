/* What only the parts of issues share: the state machine as a table, and how cells become keys. */
#ifndef RISK_ISSUE_INT_H
#define RISK_ISSUE_INT_H

#include "issue.h"

/* What is known of an alert: its issue, and how it was last graded and routed (a number in
 * `routed`). */
struct known_alert {
    uint32_t issue, routed;
};

/* Digests of cells that together make a key. */
void issue_fact(struct slice indicator, struct slice subject_kind, struct slice subject,
                char out[DIGEST_SIZE]);
void issue_routed(const struct slice *cells, char out[DIGEST_SIZE]);

/* Whether an event may come in this state, and has all that it needs; X is NULL where there is no
 * such issue. ST_DATA says what may come instead, or what is missing. */
enum status issue_may(const struct issue *x, const struct ledger_event *event, struct error *e);
/* What RESULT says of a verdict. False if that is none. */
bool issue_verdict(struct slice result, enum issue_state *out);
bool issue_effective(struct slice result, bool *out);

#endif
