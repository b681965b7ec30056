/* A pack's folder as a workbook with a sheet for each of its files, for those who edit rules in a
 * spreadsheet program; -p reads it as it reads the folder. */
#ifndef RISK_PACK_EXPORT_H
#define RISK_PACK_EXPORT_H

#include "sink.h"

/* Writes the files of DIRECTORY as they stand, comments too: every cell as text, so that no program
 * makes a date of 2024-03 or a formula of a minus; a note on each header, a list to choose from
 * where the pack knows what may stand in a column. The tables of tests/ go into hidden sheets
 * "tests.NAME". DAY (date.h) is what the workbook says of when it was made. ST_USAGE for a folder
 * that is no pack, or where this build has no libxlsxwriter. */
enum status pack_export(const char *directory, int64_t day, struct sink *out, struct error *e);

#endif
