#ifndef RISK_GRID_HTML_INT_H
#define RISK_GRID_HTML_INT_H

#include "grid_int.h"

enum { HTML_CHARSET_MAX = 32 };

/* What the page says of its encoding, where that counts; else "". */
enum status html_charset(struct grid *g, char charset[HTML_CHARSET_MAX], struct error *e);

#endif
