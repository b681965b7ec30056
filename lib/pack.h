/* A pack: the tables of rules that an office keeps as spreadsheets (probity-pack(5)). */
#ifndef RISK_PACK_H
#define RISK_PACK_H

#include "arena.h"
#include "calendar.h"
#include "date.h"
#include "error.h"
#include "num.h"
#include "params.h"
#include "sheet.h"

enum column_type {
    TYPE_TEXT,
    TYPE_ID,
    TYPE_DECIMAL,
    TYPE_PERCENT,
    TYPE_DATE,
    TYPE_TIME,
    TYPE_MONTH,
    TYPE_YEAR,
    TYPE_FLAG,
    TYPE_USCC,
    TYPE_IDNO,
    TYPE_QUARTER
};
const char *column_type_name(enum column_type t);

/* A column of a table in the dictionary. */
struct column {
    const char *name;
    enum column_type type;
    bool required;        /* the table is refused without it */
    const char **aliases; /* headers that exports bear */
    size_t alias_count;
    const char *description;
    const struct sheet *sheet; /* tables.csv, and place: */
    size_t row;
};

struct table {
    const char *name, *department;
    struct column *columns;
    size_t column_count;
    bool keeps; /* a view some of whose rows may not count: one more column says which (view.h) */
};

/* A table made of another: the rows of views.csv that bear its name, one a computed column. */
struct view {
    const char *name;
    struct slice table, where, by;
    struct view_column {
        const char *name;
        struct slice expr;
        size_t row;
    } * columns;
    size_t column_count;
    const struct sheet *sheet; /* and place, for errors: */
    const int *part_column;    /* [VIEW_PARTS] of the sheet, -1 where absent */
    size_t table_row, where_row, by_row; /* the first row where the cell is filled, else of all */
};
enum view_part {
    VIEW_NAME,
    VIEW_TABLE,
    VIEW_COLUMN,
    VIEW_EXPR,
    VIEW_WHERE,
    VIEW_BY,
    VIEW_DESCRIPTION,
    VIEW_PARTS
};

enum level { LEVEL_NONE, LEVEL_BLUE, LEVEL_YELLOW, LEVEL_RED };
enum { LEVELS = 3 };
const char *level_name(enum level l); /* "", "blue", "yellow", "red" */

enum indicator_status { INDICATOR_ON, INDICATOR_TRIAL, INDICATOR_OFF };
enum gap { GAP_UNKNOWN, GAP_BREAK, GAP_SKIP };

/* A row of indicators.csv. Expressions stay text here; expr.h compiles them. */
struct indicator {
    const char *id, *name, *field, *scenario, *family;
    enum indicator_status status;
    struct slice table, where, by, having, period, value, op, threshold[LEVELS], region, label;
    uint32_t periods; /* `for` */
    enum gap gap;
    const char *unit; /* of `value`: "元" or "yuan" where it is an amount of money */
    const char *basis, *source, *benign, *advice;
    int64_t valid_from, valid_to; /* days, INT64_MIN and INT64_MAX where blank */
    struct indicator_place {
        const struct sheet *sheet;
        size_t row;
        const int *columns;           /* [PART_COUNT] of the sheet, -1 where absent */
    } place, threshold_place[LEVELS]; /* a lower layer may have set a threshold */
};
/* The column of indicators.csv that a part came from, for sheet_error. */
enum indicator_part {
    PART_ID,
    PART_NAME,
    PART_FIELD,
    PART_SCENARIO,
    PART_FAMILY,
    PART_STATUS,
    PART_TABLE,
    PART_WHERE,
    PART_BY,
    PART_HAVING,
    PART_PERIOD,
    PART_VALUE,
    PART_OP,
    PART_BLUE,
    PART_YELLOW,
    PART_RED,
    PART_FOR,
    PART_GAP,
    PART_REGION,
    PART_LABEL,
    PART_BASIS,
    PART_SOURCE,
    PART_VALID_FROM,
    PART_VALID_TO,
    PART_BENIGN,
    PART_ADVICE,
    PART_UNIT,
    PART_COUNT
};

struct region {
    const char *code, *name, *parent; /* parent "" at the top */
    int64_t row, column;              /* of the tile map, from 1; 0 where blank */
    const struct sheet *sheet;        /* and place: */
    size_t sheet_row;
};
/* A subject of which an indicator does not warn, for a time. */
struct exception {
    const char *indicator, *subject, *reason, *approved_by;
    int64_t expires;           /* the last day on which it holds */
    const struct sheet *sheet; /* and place: */
    size_t row;
};
struct scenario {
    const char *field, *field_name, *field_name_en, *code, *name, *name_en;
    const struct sheet *sheet; /* and place: */
    size_t row;
};

/* One directory of those that lie upon one another: province, city, county. */
struct layer {
    const char *directory, *name, *version;
};

struct pack {
    struct arena arena;
    struct layer *layers; /* from the highest */
    size_t layer_count;
    const char *directory; /* of the lowest */
    const char *language;
    int64_t min_peers;
    const struct sheet *language_sheet, *min_peers_sheet; /* and place; NULL: none sets it */
    size_t language_row, min_peers_row;
    struct table *tables;
    size_t table_count;
    struct view *views;
    size_t view_count;
    struct indicator *indicators;
    size_t indicator_count;
    struct scenario *scenarios;
    size_t scenario_count;
    struct region *regions;
    size_t region_count;
    struct regions *tree; /* of them */
    struct param *params;
    size_t param_count;
    struct param_row *param_rows; /* of all, in the order of the files */
    size_t param_row_n;
    struct exception *exceptions;
    size_t exception_count;
    const struct sheet **calendar_sheets; /* of all layers */
    size_t calendar_sheet_count;
    struct calendar *calendar; /* NULL: there is none, and workdays are unknown */
    char digest[33];           /* of all layers' files: hex of the first 128 bits of SHA-256 */
};

/* N layers, the highest first: each may add to those before it and tighten what they set, and is
 * refused otherwise (probity-pack(5)). */
enum status pack_load(const char *const *directories, size_t n, struct pack **out, struct error *e);
void pack_free(struct pack *p);
/* "jiangsu@1.0+xian@2:DIGEST", as alerts name it. */
bool pack_says(const struct pack *p, struct buffer *out);
/* A table that one layer alone may have, such as grades.csv: *PATH is where it stands, or would
 * stand in the highest; MISSING says that it does not. */
enum status pack_sole_sheet(const struct pack *p, const char *file, struct arena *a,
                            const char **path, struct sheet *out, bool *missing, struct error *e);
const struct table *pack_table(const struct pack *p, struct slice name);
const struct view *pack_view(const struct pack *p, struct slice name);
const struct column *table_column(const struct table *t, struct slice name);
/* An ST_USAGE error at the cell of indicators.csv that PART of I stands in. */
enum status pack_error(const struct pack *p, const struct indicator *i, enum indicator_part part,
                       struct error *e, const char *format, ...) RISK_PRINTF(5, 6);

/* Refuses an exception that holds for more than 12 months from TODAY. */
enum status pack_check_exceptions(const struct pack *p, int64_t today, struct error *e);

#endif
