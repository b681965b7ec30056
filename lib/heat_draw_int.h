/* What the parts of heat_draw share. */
#ifndef RISK_HEAT_DRAW_INT_H
#define RISK_HEAT_DRAW_INT_H

#include "heat_draw.h"

struct canvas {
    const struct heat *h;
    enum heat_kind kind;
    const struct heat_drawing *d;
    struct buffer text;
    size_t *columns; /* the shown ones, in order */
    size_t n;
    size_t *width; /* [n] with a blank before it */
    int *group;    /* [n] the region that it is a part of */
    bool grouped;  /* there are several */
    size_t label;  /* width of the rows' names */
};

/* At most one place: rounded for the eye. */
size_t short_number(const struct num *v, char out[NUM_TEXT_MAX]);
/* Colours from here on those of SHADE (0: faint), and back to plain. */
void put_shade(struct canvas *v, int shade);
void put_plain(struct canvas *v);
/* Without the blanks at its end. */
void end_line(struct canvas *v);
/* heat_legend.c: what numbers, marks and colours mean. */
void draw_legend(struct canvas *v);

#endif
