/* A pack's own test cases: tests/cases.csv in its directory. */
#ifndef RISK_PACKTEST_H
#define RISK_PACKTEST_H

#include "engine.h"

/* Columns of cases.csv: case, indicator, file (TABLE=FILE in tests/, several by blanks), today,
 * subject, outcome (triggered, insufficient, clear, not applicable), and for each alert level,
 * value, run, period. All subjects of the file must be there, and all alerts of each. The subject
 * of an indicator that judges rows is its file and line, bids.csv:3. Writes a line a case and a
 * sum; ST_FAILED if one does not hold. */
enum status packtest_run(const struct pack *pack, int64_t today, struct sink *out, struct error *e);

#endif
