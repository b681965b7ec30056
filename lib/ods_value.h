/* Days and times as OpenDocument writes them (ODF 1.3 part 3, 19.369 and 19.374; XML Schema), as
 * cell.h wants them. */
#ifndef RISK_ODS_VALUE_H
#define RISK_ODS_VALUE_H

#include "buffer.h"

/* 2024-03-05, 2024-03-05T10:30:00, 2024-03-05T10:30:00.25: a fraction of a second is rounded, a
 * midnight left out. False, with nothing appended, where S is no such day. */
bool ods_day(struct slice s, struct buffer *out);
/* PT10H30M00S to 10:30:00; P1DT2H to 26:00:00. */
bool ods_time(struct slice s, struct buffer *out);

#endif
