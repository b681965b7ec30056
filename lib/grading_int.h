/* What the parts of grading share. */
#ifndef RISK_GRADING_INT_H
#define RISK_GRADING_INT_H

#include "alert.h"
#include "alert_in.h"
#include "grades.h"
#include "grading.h"
#include "issue.h"
#include "keytab.h"
#include "routes.h"
#include "spill.h"

#define NO_NUMBER UINT32_MAX

/* Cells that few alerts differ in. */
struct origin {
    struct slice indicator, field, scenario, department, region;
    uint32_t family; /* number in families */
    bool money;      /* the value is an amount of money */
};

enum { ALERT_ID_BYTES = (ALERT_ID_SIZE - 1) / 2 };

/* What is kept of an alert. There may be millions. */
struct graded {
    unsigned char id[ALERT_ID_BYTES];
    uint64_t line;
    uint32_t file, size; /* SIZE: bytes of the record */
    uint32_t origin, subject;
    uint32_t next; /* alert of the same subject, or NO_NUMBER */
    uint32_t run, repeat;
    uint32_t amount;      /* number in amounts, or NO_NUMBER */
    int32_t due;          /* by the ledger, where it is CONFIRMED; NO_DUE: it says none */
    int32_t rule, doubt;  /* rules of grades.csv, or -1 */
    uint8_t doubt_input;  /* enum grade_input */
    uint8_t level, grade; /* enum level */
    bool trial : 1;
    bool confirmed : 1;
    bool own_family : 1; /* on trial, and no other indicator of its family is not */
};
#define NO_DUE INT32_MIN

/* A subject, and what is found of it. */
struct warned {
    uint32_t first;    /* alert */
    uint32_t families; /* of indicators that are not on trial */
    uint32_t account;  /* number in accounts */
    uint32_t joint;    /* number in joints, or NO_NUMBER */
};

/* A subject that alerts of several departments warn of. */
struct joint {
    char id[ALERT_ID_SIZE];
    uint32_t alerts,
        leader;          /* LEADER: the alert whose handler handles all; NO_NUMBER: nobody does */
    const char *handler; /* "" then */
    struct slice copies, departments; /* COPIES: joined by "|" */
};

/* A decimal that is not negative, in half the room of a struct num. */
struct amount {
    uint64_t high, low; /* of the mantissa */
    uint8_t scale;
    bool approximate;
};

/* Records as they stood, put aside until they are written: in memory while they are few. */
struct records {
    struct buffer memory;
    size_t at; /* next one to be taken from memory */
    struct spill *file;
};
enum { RECORDS_MEMORY = 16 << 20 };

struct grading {
    const struct pack *pack;
    struct grading_options options;
    char *pack_says; /* name@version:digest */
    struct grades *grades;
    struct regions regions;
    struct routes *routes;
    struct issues issues;
    struct grading_counts counts;
    struct records records;

    struct arena arena;
    struct slice *names; /* of the columns */
    size_t name_n;

    struct keytab origin_keys, families, subject_keys, accounts;
    struct origin *origins;
    size_t origin_size;
    struct warned *subjects;
    size_t subject_size;
    struct graded *alerts;
    size_t alert_n, alert_size;
    uint32_t *slots; /* alerts by id: number + 1, or 0 */
    size_t slot_mask;
    struct amount *amounts;
    size_t amount_n, amount_size;
    struct joint *joints;
    size_t joint_n, joint_size;
    struct slice other_pack; /* the first one that was met */
};

static inline struct slice subject_key_kind(struct slice key)
{
    return slice_split(&key, '\0');
}
static inline struct slice subject_key_subject(struct slice key)
{
    slice_split(&key, '\0');
    return key;
}

enum status records_put(struct records *r, struct slice raw, struct error *e);
enum status records_rewind(struct records *r, struct error *e);
/* The next N bytes, into TO. */
enum status records_take(struct records *r, size_t n, struct buffer *to, struct error *e);
void records_free(struct records *r);

enum status grading_read(struct grading *g, struct error *e);
/* Zero-initialise but for the first three; free the buffer. */
struct keeping {
    struct grading *grading;
    const struct alert_in *in;
    uint32_t file;
    struct buffer key; /* scratch */
};
/* Keeps what matters of ROW, the alert that IN gave last. ST_DATA: it is refused, nothing is kept.
 */
enum status grading_keep(struct keeping *k, const struct alert_row *row, struct error *e);
enum status grading_judge(struct grading *g, struct error *e);
/* Makes a joint case of the subject if it is one. */
enum status grading_join(struct grading *g, uint32_t subject, struct error *e);
enum status grading_write(struct grading *g, struct writer *w, struct error *e);

/* The grade that the rule gives, or the alert's own level; and the points, likewise. */
enum level grading_given(const struct grading *g, const struct graded *a);
struct num grading_points(const struct grading *g, const struct graded *a);
/* The amount of an alert that has one. */
struct num grading_amount(const struct grading *g, const struct graded *a);
/* The cells that routes look at; the others are blank. */
void grading_row(const struct grading *g, const struct graded *a, struct alert_row *row);
uint32_t grading_families(const struct grading *g, const struct graded *a);
/* The line of grades.csv that RULE stands in, and its name. */
uint64_t grading_rule_line(const struct grading *g, int rule);
/* All that led to the grade, score and handler, in the pack's language. */
bool grading_reasons(const struct grading *g, const struct graded *a, const struct routing *routing,
                     struct buffer *out);

#endif
