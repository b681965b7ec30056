/* Where the files of a pack's layer are: in a folder, or in a workbook with a sheet for each
 * ("indicators" for indicators.csv, "tests.cases" for tests/cases.csv). */
#ifndef RISK_PACK_PLACE_H
#define RISK_PACK_PLACE_H

#include "arena.h"
#include "sheet.h"

/* The prefix of sheets that stand for files of tests/; the sheet of lists that pack_export makes,
 * which is none of the pack's. */
#define PACK_TESTS "tests."
#define PACK_LISTS "_lists"

struct pack_place;

/* PATH is a folder or a workbook (xlsx, ods, xls), and is kept. A wrong one is told as such and not
 * as the first file that it lacks. */
enum status pack_place_open(const char *path, struct pack_place **out, struct error *e);
/* FILE ("tables.csv", "tests/cases.csv") as its bytes, appended to RAW; of a workbook's sheet as
 * CSV in UTF-8. *PATH (memory of A) is what messages call it: "DIR/tables.csv", "pack.xlsx!tables".
 * *LINES, of a sheet, gives for each physical line of RAW the sheet's row (memory of A); else NULL.
 * *MISSING, if given, makes a file that is not there no error. */
enum status pack_place_read(struct pack_place *p, const char *file, struct arena *a,
                            const char **path, struct buffer *raw, const uint64_t **lines,
                            bool *missing, struct error *e);
/* Whether it is a workbook. */
bool pack_place_is_book(const struct pack_place *p);
void pack_place_close(struct pack_place *p);

#endif
