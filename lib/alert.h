/* Alerts: what riskscan finds and the other commands pass on (probity-alerts(5)). */
#ifndef RISK_ALERT_H
#define RISK_ALERT_H

#include "check.h"
#include "digest.h"
#include "writer.h"

enum { ALERT_ID_SIZE = DIGEST_SIZE };

/* All slices live in the arena of the list. */
struct alert {
    const struct check *check;
    enum level level;
    int32_t period, since; /* 0 where there is none */
    uint32_t run;
    struct slice subject, name, region, value, threshold, evidence;
    const struct exception *exception; /* by which it is held back, or NULL */
    const struct places *places; /* the evidence, where the plan is shown; else NULL */
};

struct alerts {
    struct arena arena;
    struct alert *list;
    size_t n, size;
};

/* The first 128 bits of SHA-256 over the indicator's id, subject_kind, subject and period, each
 * preceded by its length as 8 bytes, most significant first; in hexadecimal. */
void alert_id(const char *indicator, struct slice subject_kind, struct slice subject,
              struct slice period, char out[ALERT_ID_SIZE]);
/* First 128 bits of SHA-256 over the cells of a record, each preceded by its length likewise. */
void record_digest(const struct slice *cells, size_t n, size_t skip, char out[ALERT_ID_SIZE]);

/* `unit_id` values and so on of by; "record" where each row is a subject. */
struct slice alert_subject_kind(const struct alert *a);
/* The period's text, empty where there is none. OUT holds at least DATE_TEXT_MAX. */
struct slice alert_period(const struct alert *a, int32_t period, char *out);

bool alerts_add(struct alerts *all, const struct alert *a);
/* In order of the pack, subject, period; alerts of the same id become one with both their lines. */
bool alerts_sort(struct alerts *all);
void alerts_free(struct alerts *all);

void alert_write_header(struct writer *w);
/* PACK is the pack that says so. False when memory is out. */
bool alert_write(struct writer *w, const struct alert *a, const struct pack *pack);
extern const char *const alert_columns[];
extern const size_t alert_column_count;

/* `spending.csv:2-4,9;other.csv:7`, at most EVIDENCE_MAX lines and then the total. NAMES are the
 * sources' by number. */
bool evidence_text(const struct slot *s, const struct evidence_state *x, const char *const *names,
                   struct buffer *out);
bool places_text(const struct places *p, const char *const *names, struct buffer *out);

#endif
