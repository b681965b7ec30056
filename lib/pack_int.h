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

/* The bytes of a layer's files; those that are not there have PRESENT false. */
struct pack_files {
    const char *directory; /* or the workbook */
    struct slice raw[PACK_FILES];
    const char *path[PACK_FILES];      /* what messages call it; NULL: the file in DIRECTORY */
    const uint64_t *lines[PACK_FILES]; /* see sheet_parse */
    bool present[PACK_FILES];
};
enum status pack_build(const struct pack_files *layers, size_t n, struct pack **out,
                       struct error *e);

/* Names by their directories, and what holds where no pack.csv says otherwise. */
enum status pack_name_layers(struct pack *p, const struct pack_files *layers, size_t n,
                             struct error *e);
enum status pack_read_settings(struct pack *p, size_t layer, const struct sheet *s,
                               struct error *e);
/* Each adds to P what S says, layer by layer. Indicators come last: they are checked against all
 * others, and exceptions against them. */
enum status pack_read_tables(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_views(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_indicators(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_taxonomy(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_regions(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_params(struct pack *p, const struct sheet *s, struct error *e);
enum status pack_read_exceptions(struct pack *p, const struct sheet *s, struct error *e);
/* When the sheets of all layers are read. */
enum status pack_check_parents(const struct pack *p, struct error *e);
enum status pack_settle_params(struct pack *p, struct error *e);

/* A row of a lower layer's indicators.csv, whose id I bears: it may tighten I's thresholds. */
enum status pack_tighten(struct pack *p, struct indicator *i, const struct indicator_place *by,
                         struct error *e);
/* What rows of lower layers change in Q: only as far as the higher ones let them. */
enum status pack_check_changes(const struct pack *p, struct param *q, struct error *e);
/* The thresholds of the row at BY, for a value compared by OP; those left blank are not touched. */
enum status pack_threshold(struct pack *p, const struct indicator_place *by, struct slice op,
                           int level, struct slice *out, struct error *e);
const char *pack_part_name(enum indicator_part part);
/* An array with room for MORE elements of WIDTH bytes behind the N that it holds. NULL when memory
 * is out. */
void *pack_more(struct pack *p, const void *array, size_t n, size_t more, size_t width);

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
