/* What the parts of rectify share. */
#ifndef RISK_RECTIFY_INT_H
#define RISK_RECTIFY_INT_H

#include "rectify.h"

/* rectify_find.c; X may be NULL */
void rectify_index_free(struct rectify_index *x);

#endif
