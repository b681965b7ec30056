/* A small table held whole, read as a spreadsheet program saved it: a pack's file, a list, a
 * calendar. GB18030 or UTF-8, BOM, CRLF, blank trailing rows and columns, comment rows that start
 * with '#', short rows. */
#ifndef RISK_SHEET_H
#define RISK_SHEET_H

#include "arena.h"
#include "buffer.h"
#include "error.h"

struct sheet_row {
    uint64_t line; /* first physical line */
    /* [columns], UTF-8, blanks at the ends removed; a NUL stands behind each */
    struct slice *cells;
};

/* Memory is the arena's that was given to sheet_load. */
struct sheet {
    const char *file;
    size_t columns, n;
    struct slice *names; /* [columns] */
    struct sheet_row *rows;
    uint64_t header_line;
};

/* Malformed CSV, undecodable text, a duplicate or blank column name over filled cells, a row longer
 * than the header: ST_USAGE with file:line:column. */
enum status sheet_load(const char *path, struct arena *a, struct sheet *out, struct error *e);
/* Its two halves: the file's bytes, appended to RAW (ST_SYSTEM where it cannot be opened or read;
 * *MISSING, if given, makes a file that is not there no error), and what they say. PATH is
 * copied. LINES, if given, has what each line of RAW is called (from lines[0], and one beyond the
 * last line end): the row of a workbook's sheet that it was made of. */
enum status sheet_read(const char *path, struct buffer *raw, bool *missing, struct error *e);
enum status sheet_parse(const char *path, struct slice raw, const uint64_t *lines, struct arena *a,
                        struct sheet *out, struct error *e);
/* Index of a column, or -1. */
int sheet_column(const struct sheet *s, const char *name);
/* Refuses a column that is not in KNOWN (n names; the error tells the nearest and lists the rest)
 * and a missing one of the first REQUIRED of them. MAP[i] gets the index of KNOWN[i], or -1. */
enum status sheet_map(const struct sheet *s, const char *const *known, size_t n, size_t required,
                      int *map, struct error *e);
/* The cell, or the empty slice where the column is absent (index -1). */
struct slice sheet_cell(const struct sheet *s, size_t row, int column);
/* An ST_USAGE error at that cell. */
enum status sheet_error(const struct sheet *s, size_t row, int column, struct error *e,
                        const char *format, ...) RISK_PRINTF(5, 6);
/* Where a row of S stands, for a message about HERE: "line 7", or "dir/tables.csv:7" where that is
 * another sheet. */
enum { SHEET_PLACE_SIZE = 320 };
const char *sheet_place(char out[SHEET_PLACE_SIZE], const struct sheet *here, const struct sheet *s,
                        size_t row);
/* The same as sheet_error, saying that the cell is no WHAT that is known: the nearest and a list of
 * KNOWN. */
enum status sheet_unknown(const struct sheet *s, size_t row, int column, const char *what,
                          const char *const *known, size_t n, struct error *e);

/* A day as people and spreadsheet programs write it: 2024-03-05, 2024/3/5, 2024年3月5日, also with
 * a time of 0:00 behind. DAY_FIRST and DAY_LAST take a month or a year as well, and give its first
 * or last day. ST_USAGE at the cell for anything else, a blank too. */
enum sheet_day { DAY_EXACT, DAY_FIRST, DAY_LAST };
enum status sheet_day(const struct sheet *s, size_t row, int column, enum sheet_day how,
                      int64_t *out, struct error *e);
/* A whole number from 1 to MAX (3, 3.00, 1,000). */
enum status sheet_count(const struct sheet *s, size_t row, int column, int64_t max, int64_t *out,
                        struct error *e);
/* CELL with what a spreadsheet did to it undone: 500,000 -> 500000, 15％ -> 15%, 2024/3/5 ->
 * 2024-03-05. Only where it is nothing but such a number or date; else as it is. p is NULL when
 * memory is out. */
struct slice sheet_plain(struct slice cell, struct arena *a);

#endif
