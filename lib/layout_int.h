/* What the parts of layout share. The rules know rows only; where rows come from is a row_feed. */
#ifndef RISK_LAYOUT_INT_H
#define RISK_LAYOUT_INT_H

#include "arena.h"
#include "buffer.h"
#include "keytab.h"
#include "layout.h"

struct row_feed {
    enum status (*next)(void *context, struct grid_row *row, bool *got, struct error *e);
    void *context;
    const char *name; /* of what is read, in messages */
};
enum status laying_open(struct row_feed feed, const struct layout_options *options,
                        struct laying **out, const struct layout **l, struct error *e);

/* --- texts (layout_text.c) */

/* Folded as headers are compared: width, case, blanks; every bracket round. False: no memory. */
bool layout_fold(struct slice text, struct buffer *out);
bool layout_blank_text(struct slice text);
/* Nothing but blanks of any width. Letters, digits and Chinese characters are seen at once. */
static inline bool layout_blank(struct slice text)
{
    if (text.n == 0)
        return true;
    unsigned char c = (unsigned char)text.p[0];
    return (c <= ' ' || c >= 0x7f) && (c < 0xe4 || c > 0xee) && layout_blank_text(text);
}
/* Blanks folded and nothing else: one between words of letters, none between Chinese characters. */
bool layout_tidy_name(struct slice text, struct buffer *out);
static inline bool slice_begins(struct slice s, struct slice with)
{
    return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}
static inline bool slice_ends(struct slice s, struct slice with)
{
    return s.n >= with.n && memcmp(s.p + s.n - with.n, with.p, with.n) == 0;
}
bool slice_has(struct slice s, struct slice what);

/* --- units (layout_unit.c). Texts are folded. */

enum measure { MEASURE_NONE, MEASURE_MONEY, MEASURE_PERCENT, MEASURE_OTHER };
struct unit {
    enum measure measure;
    unsigned power; /* of ten */
};
/* What a list such as `万元` or `万元、%` names; NONE where a part of it is no unit: 元坝区财政局.
 * LOOSE: parts that are none are passed over: `元，含`. */
struct unit unit_of(struct slice list, bool loose);
/* What a line such as `单位：万元` or the end of a title (`...（万元）`) says. WHOLE: it says nothing
 * else. */
struct unit unit_said(struct slice text, bool *whole);
/* Whether it ends with `单位：`, and the unit stands in the next cell. */
bool unit_asked(struct slice text);

/* --- a header's cells (layout_header.c) */

struct header_text {
    struct slice full; /* folded, without the colon or asterisk at its ends; "" where blank */
    struct slice bare; /* without the unit at its end */
    struct slice core; /* without any note in brackets at its end */
    struct unit unit;
};
bool header_read(struct slice text, struct arena *a, struct header_text *out);

/* The cells of one row, or of two of which the upper says what the lower are parts of. */
struct head_cell {
    struct header_text whole; /* of two: both together */
    struct header_text lower; /* of two: the lower alone; else empty */
    struct slice shown;       /* as it stands, blanks folded; of two: UPPER_LOWER; "" blank */
    bool contradicts;         /* upper and lower name units of money that are not the same */
};
struct head {
    struct head_cell *cells;
    size_t n;
    size_t rows; /* 1 or 2 */
    uint64_t line;
};
bool head_single(const struct grid_row *row, struct arena *a, struct head *out);
/* *OUT has no rows where the two cannot be one header. */
bool head_stacked(const struct grid_row *upper, const struct grid_row *lower, struct arena *a,
                  struct head *out);

/* --- the dictionary's names, and how well a header fits them (layout_fit.c) */

enum match {
    MATCH_EXACT, /* name or alias */
    MATCH_UNIT,  /* but for a unit */
    MATCH_LOWER, /* the lower row of a header of two, without the upper */
    MATCH_NOTE,  /* but for a note in brackets */
    MATCH_NONE
};
struct names {
    struct keytab keys;
    struct claim {
        uint32_t table, column; /* COLUMN counts over all tables */
        enum match match;
        uint32_t next; /* claim of the same key, 0 at the end */
    } *claims;         /* from 1 */
    size_t claim_n, claim_size;
    uint32_t *first; /* [key] */
    size_t first_n, first_size;
    uint32_t *base; /* [table] its first column among all; one more at the end */
    struct arena arena;
};
/* Of all tables, or of ONLY. */
bool names_build(const struct pack *p, const struct table *only, struct names *out);
void names_free(struct names *n);

/* Where a column of the dictionary stands. */
struct place {
    enum match match;
    size_t at;      /* in the header */
    size_t second;  /* also there, as good a match; SIZE_MAX */
    uint32_t other; /* a column of the table, from 0, that the cell names as well; UINT32_MAX */
};
struct fit {
    size_t found, exact; /* columns; EXACT: of MATCH_EXACT and MATCH_UNIT */
    size_t required, missing;
};
struct fitting {
    struct place *places; /* [column among all] */
    struct fit *fits;     /* [table] */
    uint8_t *least;       /* [table] best match of the cell at hand */
};
bool fitting_make(const struct pack *p, const struct names *n, struct arena *a,
                  struct fitting *out);
void fitting_do(const struct pack *p, const struct names *n, const struct head *h,
                struct fitting *f);

/* --- words of rows that are no records (layout_words.c). Texts are folded. */

/* TOTAL_NONE where TEXT is no word for a total. LOOSE: also `财政局小计` and `合计：12`. */
enum total_kind total_word(struct slice text, bool loose);
/* Whether a cell that ends like this could be one: in 计, a colon, a bracket, a blank, `total`. This
 * is asked of many cells, so first of their last byte. */
bool total_ends(struct slice text);
static inline bool total_ending(struct slice text)
{
    unsigned char c = text.n > 0 ? (unsigned char)text.p[text.n - 1] : '0';
    bool may = c == 0xa1 || c == 0x9a || c == 0x89 || c == 0x80 || c == ':' || c == ')' ||
               c == 'l' || c == 'L' || c <= ' ';
    return may && total_ends(text);
}

enum note_kind {
    NOTE_NONE,
    NOTE_MAYBE,  /* 备注, 审核人: a label and no more */
    NOTE_LIKELY, /* 备注：... */
    NOTE_SURE    /* 制表人：..., 第1页共3页: hardly a value */
};
/* Below LEAST it may say NONE. */
enum note_kind note_word(struct slice text, enum note_kind least);

/* --- the rows */

struct kept_row {
    struct grid_row row;
    enum row_kind kind;
    const char *why;
};

struct laying {
    struct row_feed feed;
    struct layout_options options;
    struct layout layout;
    struct layout_counts counts;
    struct arena arena;

    struct kept_row *kept; /* the rows read to find the header */
    size_t kept_n, kept_size, kept_bytes, kept_next;
    bool ended; /* the feed */
    size_t header_at, header_rows; /* among those kept */

    struct head head;
    struct unit unit;   /* said above the header */
    uint64_t unit_line; /* where */
    /* Of the header's cells, for the rows below it: */
    size_t *required, *ids; /* [required_n] cells of required columns; those that are no numbers */
    size_t required_n, id_n;
    size_t *names, name_n;  /* cells of texts and ids: where a total would stand */
    bool *unnamed;          /* [head.n] */
    bool *single;           /* [head.n] numbers: what a merged cell holds stands once */
    bool *typed;            /* [head.n] the dictionary knows its type */
    bool *dated;            /* [head.n + 1] days, months, identity numbers: never a small number */
    size_t *blanks, blank_n; /* columns without a name */
    struct slice first_text[2]; /* how the header's rows begin where a record is looked at */
    bool untold;            /* whether a row that looks like a total is still to be told of */
    bool after_header;      /* the row before was the header */
    bool after_note;
    enum total_kind total;

    bool *across; /* [across_n] what hangs down in this column began to the left */
    size_t across_n;
    struct cell *cells; /* a row's, where merged cells were settled */
    size_t cells_size;
    struct slice *repeats; /* folded rows of the titles and the header */
    size_t repeat_n;
    struct buffer fold, first, line;
    char why[1024];
};

void laying_warn(struct laying *y, uint64_t line, uint64_t column, const char *format, ...)
    RISK_PRINTF(4, 5);
/* Reads one row more into y->kept, unless there is none (y->ended). */
enum status laying_keep(struct laying *y, struct error *e);
enum { LOOK_ROWS = 100, LOOK_BYTES = 8 << 20 };

/* A row, or two, that may be the header, and the table that it fits best. */
struct choice {
    size_t row, rows; /* among those kept; ROWS 0: none */
    size_t table;
    size_t tie; /* another table that it fits as well, SIZE_MAX */
    struct fit fit;
    bool fits; /* all required columns are there */
};
/* Chooses among the rows kept, more of which it reads. By the dictionary (layout_find.c) and
 * without one (layout_first.c). */
enum status layout_find(struct laying *y, const struct names *n, struct fitting *f,
                        struct choice *out, struct error *e);
enum status layout_first(struct laying *y, struct choice *out, struct error *e);
bool choice_head(struct laying *y, const struct choice *c, struct arena *a, struct head *out);
/* No row fits; NEAR came nearest. What it lacks (layout_lacks.c). */
enum status layout_lacks(struct laying *y, const struct names *n, struct fitting *f,
                         const struct choice *near, struct error *e);
enum status layout_columns(struct laying *y, const struct names *n, const struct fitting *f,
                           struct error *e);
/* *NAME, of *COLUMN: the name among the table's columns whose PLACES are empty that is nearest to
 * the header TEXT; NULL where none is near. False: no memory. */
bool layout_nearest(const struct table *t, const struct place *places, struct slice text,
                    const char **name, const struct column **column);
/* Titles and units above the header. */
enum status layout_above(struct laying *y, struct error *e);
/* The unit that a cell of ROW names: 单位：万元. *AT is its cell, row->n: none. WHOLE: it says
 * nothing else. False: no memory. */
bool layout_unit_in(struct laying *y, const struct grid_row *row, size_t from, size_t *at,
                    struct unit *u, bool *whole);
/* Of the columns: the header's own, or the sheet's. */
enum status layout_units(struct laying *y, struct error *e);

/* What the rules for rows need to know of the header. */
enum status layout_prepare(struct laying *y, struct error *e);
/* The texts of a row into y->line, folded, with a mark between cells. */
bool layout_row_text(struct laying *y, const struct grid_row *row);
/* What a row below the header is. Settles what merged cells cover. */
enum status layout_judge(struct laying *y, struct grid_row *row, enum row_kind *kind,
                         const char **why, struct error *e);
/* The rules of layout_judge one by one. */
struct look {
    size_t own, first; /* cells that say something, and the first of them */
    size_t across;     /* cells that the first one covers to its right */
    struct slice text; /* the first one's, folded */
};
bool row_is_total(struct laying *y, const struct grid_row *row, struct look look);
/* Whether a number stands where the dictionary has one; without it, anywhere. */
bool row_has_amount(struct laying *y, const struct grid_row *row);
bool row_is_note(struct laying *y, const struct grid_row *row, struct look look);
bool row_numbers_columns(struct laying *y, const struct grid_row *row, struct look look);
bool row_repeats(struct laying *y, const struct grid_row *row, struct look look,
                 enum row_kind *kind);
/* A record that looks like a total is told of once. */
void row_suspect(struct laying *y, const struct grid_row *row, size_t at);
/* Settles what merged cells cover, where SETTLE: ROW's cells are then the layout's own. */
enum status layout_cover(struct laying *y, struct grid_row *row, bool settle, struct error *e);

/* A cell that says something, and is not there for a merged one. */
static inline bool cell_own(const struct cell *c)
{
    return c->kind != CELL_BLANK && c->cover == COVER_NONE &&
           (c->kind != CELL_TEXT || !layout_blank(c->text));
}

#endif
