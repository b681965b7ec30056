/* A cell as a file of rows holds it, before anything is made of it. */
#ifndef RISK_CELL_H
#define RISK_CELL_H

#include "slice.h"

enum cell_kind {
    CELL_BLANK,
    CELL_TEXT,   /* UTF-8 as it stands, blanks and all; every cell of CSV that is not empty */
    CELL_NUMBER, /* a workbook's number */
    CELL_DAY,    /* a workbook's number that its format, or its type, makes a date or a time */
    CELL_FLAG,   /* a workbook's true or false */
    CELL_ERROR   /* a formula that failed */
};

/* A cell that a merged one covers repeats what the merged cell holds. Whether that counts here is
 * for the reader to decide: a name does in each row, an amount must not be added twice. */
enum cell_cover {
    COVER_NONE,
    COVER_ACROSS, /* the merged cell begins to the left, in this row */
    COVER_DOWN    /* in a row above */
};

/* Texts belong to the row's owner. */
struct cell {
    uint8_t kind;  /* enum cell_kind */
    uint8_t cover; /* enum cell_cover */
    bool percent;  /* NUMBER: its format shows a percentage; 0.15 then reads 15% */
    bool rounded;  /* NUMBER: an integer of 16 digits or more. Programs keep 15: the rest is lost */
    bool uncomputed; /* a formula without a stored result; BLANK */
    /* TEXT as it stands. NUMBER: a decimal as num_parse reads it, rounded half-even to the 15
     * digits that spreadsheet programs keep; as stored where it has too many places for that, and
     * where it is an integer written out, of which all digits may be meant (rounded tells).
     * DAY: 2024-03-05, 2024-03-05T10:30:00, or 10:30:00 where it has no day (hours may exceed 24).
     * FLAG: true, false. ERROR: #N/A and the like. */
    struct slice text;
    struct slice shown; /* as a spreadsheet program displays it; only where that was asked for */
};

#endif
