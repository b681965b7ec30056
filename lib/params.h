/* Parameters: values that stand in a table of their own, by key, region and date (params.csv), so
 * that an office may set them without touching an expression. */
#ifndef RISK_PARAMS_H
#define RISK_PARAMS_H

#include "buffer.h"
#include "keytab.h"
#include "num.h"
#include "sheet.h"

struct regions;

enum param_type { PARAM_NUMBER, PARAM_DATE, PARAM_TEXT };
/* Which values a lower layer may set in its place: smaller ones, larger ones, none. */
enum tighten { TIGHTEN_NOT, TIGHTEN_MIN, TIGHTEN_MAX };

struct param_value {
    struct slice text; /* as it stands in the cell */
    struct num number;
    bool is_number, is_date;
    int64_t whole; /* a day; a number at the parameter's scale, where that is `small` */
};

struct param_row {
    const char *name, *key;       /* key "" where there is none */
    int region;                   /* index in the pack's regions; -1: everywhere */
    int64_t valid_from, valid_to; /* days, INT64_MIN and INT64_MAX where blank */
    struct param_value *values;   /* more than one: a list */
    size_t value_n;
    enum tighten tighten;
    const char *source;
    const struct sheet *sheet; /* and place: */
    size_t row;
};

struct param {
    const char *name; /* with the $ before it */
    enum param_type type;
    bool keyed; /* each row has a key; else none has */
    bool list;  /* a row has several values */
    bool small; /* its numbers fit 64 bits at SCALE */
    uint8_t scale;
    struct param_row *rows; /* in the order of the file */
    size_t row_n;
    const struct param_row *changed, *changes; /* a lower layer's row, and that of a higher one in
                                                  whose stead it holds; NULL: there is none */
    struct keytab keys; /* with "" for all where there are none */
    uint32_t *first;    /* [keys.n] the first row of a key ... */
    uint32_t *next;     /* [row_n] ... and the one after; UINT32_MAX ends them */
};

/* What keeps every row from holding. */
enum param_lack { PARAM_FOUND, PARAM_NO_KEY, PARAM_NO_REGION, PARAM_NO_DATE };

/* The index of the row of P that holds for KEY (of P's keys), in REGION (of the tree; -1 for one
 * that is not in it), on DAY: that of the nearest region above. -1 if there is none, and *LACK says
 * why. */
int param_find(const struct param *p, const struct regions *tree, uint32_t key, int region,
               int64_t day, enum param_lack *lack);
/* Whether rows of P, those of KEY or all (KEYTAB_NONE), differ by region, by date. */
void param_depends(const struct param *p, uint32_t key, bool *regional, bool *dated);
/* Appends why P is text: "; '$limit' is text, since '5万' (params.csv:3) is no number". Nothing
 * where P is no text, or NULL. */
bool param_why_text(const struct param *p, struct buffer *out);
/* "500000 (params.csv:7)": what a row says, and where. */
bool param_row_says(const struct param *p, const struct param_row *r, struct buffer *out);

#endif
