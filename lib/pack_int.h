/* What the parts of pack.h share: the files of a pack, read and checked one after the other. */
#ifndef RISK_PACK_INT_H
#define RISK_PACK_INT_H

#include "pack.h"

/* In the order in which they are read and digested. */
enum pack_file {
    FILE_PACK,
    FILE_TABLES,
    FILE_INDICATORS,
    FILE_TAXONOMY,
    FILE_REGIONS,
    FILE_CALENDAR,
    FILE_VIEWS,
    FILE_PARAMS,
    FILE_EXCEPTIONS,
    PACK_FILES
};
const char *pack_file_name(enum pack_file f);

/* From the bytes of the files; those that are not there have PRESENT false. */
enum status pack_build(const char *directory, const struct slice raw[PACK_FILES],
                       const bool present[PACK_FILES], struct pack **out, struct error *e);

/* Each fills its part of P from S. Indicators come last: they are checked against all others. */
enum status pack_read_tables(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_views(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_indicators(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_taxonomy(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_regions(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_params(struct pack *p, const struct sheet *s, struct error *e);
/* When all indicators are in. */
enum status pack_read_exceptions(struct pack *p, const struct sheet *s, struct error *e);
/* When all rows are in. */
enum status pack_settle_params(struct pack *p, struct error *e);

/* The cell as a C string; cells have a NUL behind. */
const char *pack_string(const struct sheet *s, size_t row, int column);
/* Refuses a blank cell. */
enum status pack_filled(const struct sheet *s, size_t row, int column, const char *what,
                        struct error *e);
/* The cell names no table and no view. */
enum status pack_no_table(struct pack *p, const struct sheet *s, size_t row, int column,
                          struct error *e);
/* Which of NAMES the cell is; BLANK for a blank one (-1: refused). */
enum status pack_choose(const struct sheet *s, size_t row, int column, const char *what,
                        const char *const *names, size_t n, int blank, int *out, struct error *e);

/* The first and last day that the cells FROM and TO give; INT64_MIN and INT64_MAX where blank. */
enum status pack_validity(const struct sheet *s, size_t row, int from, int to, int64_t *first,
                          int64_t *last, struct error *e);

#endif
