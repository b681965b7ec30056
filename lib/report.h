/* What riskscan tells besides alerts: outcomes, coverage, how an indicator is read. */
#ifndef RISK_REPORT_H
#define RISK_REPORT_H

#include "engine.h"

/* A row an indicator: how many subjects and subject-periods ended in each outcome, and what the
 * insufficient lacked. */
bool report_outcomes(const struct engine *x, struct writer *w);
/* A row an indicator: whether it can run on the inputs' headers, and what is missing. */
bool report_coverage(const struct engine *x, struct writer *w);
/* How an indicator is read, in sentences. */
enum status report_explain(const struct plan *p, const struct check *c, struct sink *out,
                           struct error *e);
/* Share of triggered among the judged above which an indicator does not discriminate. */
bool report_indiscriminate(const struct check *c, uint64_t *triggered, uint64_t *judged);

/* Where the exceptions stand that held alerts back, at most 10 of them, and how many they are. */
bool report_held(const struct engine *x, uint64_t *exceptions, struct buffer *places);
/* A line, behind INDENT, for each row that the parameters of C, and of the views that it stands on,
 * may have. */
bool report_params(const struct plan *p, const struct check *c, const char *indent,
                   struct buffer *out);

#endif
