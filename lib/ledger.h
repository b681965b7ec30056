/* The ledger of issues: a CSV to which events are only ever appended (probity-ledger(5)).
 *
 * One record is one write(2), under an exclusive lock; ledger_commit makes them durable. Each
 * record bears `chain`, the first 128 bits of SHA-256 over the chain of the record before it and
 * its own cells, each preceded by its length as 8 bytes, most significant first, in hexadecimal: a
 * record changed, taken out or put in afterwards is found, with its line. A record that was being
 * written when the machine failed has no line end: it was never told as done. Readers pass it over
 * with a warning, the next writer moves it to PATH.torn. */
#ifndef RISK_LEDGER_H
#define RISK_LEDGER_H

#include "arena.h"
#include "error.h"

enum ledger_column {
    LEDGER_SEQ, /* 1, 2, 3 ... */
    LEDGER_ON,  /* the day */
    LEDGER_EVENT,
    LEDGER_ISSUE,
    LEDGER_BY, /* the person who signs; blank: the command itself */
    /* What an alert says, as riskgrade wrote it: of `open`, `alert` and `regrade`. */
    LEDGER_ALERT_ID,
    LEDGER_INDICATOR,
    LEDGER_INDICATOR_NAME,
    LEDGER_STATUS,
    LEDGER_DEPARTMENT,
    LEDGER_FIELD,
    LEDGER_SCENARIO,
    LEDGER_SUBJECT_KIND,
    LEDGER_SUBJECT,
    LEDGER_SUBJECT_NAME,
    LEDGER_REGION,
    LEDGER_PERIOD,
    LEDGER_SINCE,
    LEDGER_LEVEL,
    LEDGER_VALUE,
    LEDGER_THRESHOLD,
    LEDGER_EVIDENCE,
    LEDGER_PACK,
    LEDGER_GRADE,
    LEDGER_SCORE,
    LEDGER_ACTION,
    LEDGER_HANDLER, /* of `transfer` too: the new one */
    LEDGER_COPIES,
    LEDGER_CASE_ID,
    /* Of the others: */
    LEDGER_RESULT, /* review: confirmed, false, explained; evaluate: effective, ineffective */
    LEDGER_DUE,    /* review (confirmed), extend: of the plan; plan: of the rectification */
    LEDGER_REASON,
    LEDGER_FILE, /* evidence: its name, and digest as sha256:... or sm3:... */
    LEDGER_DIGEST,
    LEDGER_TEXT,
    LEDGER_CHAIN,
    LEDGER_COLUMNS
};
const char *ledger_column_name(enum ledger_column c);

enum ledger_kind {
    EVENT_OPEN,     /* an issue begins, with its first alert */
    EVENT_ALERT,    /* another alert of the same run */
    EVENT_REGRADE,  /* a known alert, graded or routed otherwise */
    EVENT_REVIEW,   /* a person's verdict */
    EVENT_PLAN,     /* what will be done, by when */
    EVENT_PROGRESS, /* what has been done */
    EVENT_EVIDENCE, /* a file that shows it */
    EVENT_EXTEND,   /* a later day, and who granted it */
    EVENT_COMPLETE, /* the unit says it is done */
    EVENT_EVALUATE, /* a third party looked */
    EVENT_CLOSE,
    EVENT_REOPEN,
    EVENT_TRANSFER, /* another handler */
    EVENT_NOTE,
    EVENT_KINDS
};
const char *ledger_kind_name(enum ledger_kind k);

struct ledger_event {
    uint64_t seq, line;
    int64_t on; /* a day (date.h) */
    enum ledger_kind kind;
    /* [column]; seq, on, event and chain need not be set for ledger_append. Of ledger_next: until
     * the next call. */
    struct slice cell[LEDGER_COLUMNS];
};

struct ledger;

enum ledger_mode {
    LEDGER_READ, /* what stands there now */
    LEDGER_WRITE /* made (mode 0600) if it is not there; waits for other writers */
};
/* WARN is told of a torn record, and of an empty file in which a writer begins; it must not be
 * NULL. A file of another shape is ST_DATA with place, what cannot hold a ledger (a pipe, say)
 * ST_SYSTEM. The lock is the process's: closing another descriptor of the same file would give it
 * up, so a process has one ledger open at a time. */
enum status ledger_open(const char *path, enum ledger_mode mode,
                        void (*warn)(void *context, const char *text), void *context,
                        struct ledger **out, struct error *e);
/* The next event; *MORE is false at the end. ST_DATA with place: a record whose chain or seq does
 * not follow, an event or day that is none, a day before that of the event before it. */
enum status ledger_next(struct ledger *l, struct ledger_event *event, bool *more, struct error *e);
/* Behind all that has been read (to the end, first). Sets EVENT's seq. A day before the last
 * event's is ST_DATA: a clock that went back; so is a cell that no reader would take. A write that
 * fails is taken back, and the next may follow; only if that failed too, or a commit did, nothing
 * more is written. */
enum status ledger_append(struct ledger *l, struct ledger_event *event, struct error *e);
/* All that was appended is on the disk. */
enum status ledger_commit(struct ledger *l, struct error *e);
int64_t ledger_last_day(const struct ledger *l); /* of the last event; INT64_MIN if there is none */
const char *ledger_path(const struct ledger *l);
void ledger_close(struct ledger *l); /* and the lock with it; L may be NULL */

#endif
