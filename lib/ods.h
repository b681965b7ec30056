/* The sheets of an OpenDocument workbook (ODF 1.3 part 3), read from content.xml as it comes. */
#ifndef RISK_ODS_H
#define RISK_ODS_H

#include "merging.h"
#include "zipped.h"

enum {
    ODS_ROWS_MAX = 1 << 24,     /* of a sheet: LibreOffice's largest */
    ODS_REPEATED_MAX = 1 << 26, /* cells of a sheet that stand there only because a row repeats */
};

struct ods_sheet {
    char *name;
    bool hidden;
};

struct ods;

/* Z stays the caller's and outlives it; NAME is for messages; DISPLAY: cells get what is shown.
 * ST_DATA for a text document or a
 * drawing, and for one with a password. */
enum status ods_open(struct zipped *z, const char *name, bool display, struct ods **out,
                     struct error *e);
const struct ods_sheet *ods_sheets(const struct ods *o, size_t *n);
bool ods_from_1904(const struct ods *o);
enum status ods_begin(struct ods *o, size_t sheet, struct error *e);
/* The next row that has cells. They hold until the next call. */
enum status ods_next(struct ods *o, const struct merging **row, uint64_t *line, bool *got,
                     struct error *e);
/* Of what was read of the sheet: rows that are not displayed; cells that a merged one covers and
 * that hold something of their own, which is what was read. */
struct ods_told {
    uint64_t hidden_rows, covered;
};
const struct ods_told *ods_told(const struct ods *o);
double ods_progress(const struct ods *o);
void ods_close(struct ods *o);

#endif
