/* A heat table drawn with characters, for a terminal or a letter in plain text. */
#ifndef RISK_HEAT_DRAW_H
#define RISK_HEAT_DRAW_H

#include "heat.h"
#include "heat_in.h"
#include "sink.h"

enum { HEAT_WIDTH_LEAST = 30, HEAT_WIDTH_MOST = 1000 };

struct heat_drawing {
    size_t width; /* columns of a terminal, HEAT_WIDTH_LEAST or more */
    bool color;   /* shades in 256 colours; else marks alone */
};

/* Rows are fields or scenarios, columns regions with short names: 南京 for 南京市. Regions that do
 * not fit, or lie in another one than those before, begin a block of their own. A legend follows,
 * in the language of messages. KIND: what was read. False when memory is out. */
bool heat_draw(const struct heat *h, enum heat_kind kind, const struct heat_drawing *d,
               struct sink *out);

#endif
