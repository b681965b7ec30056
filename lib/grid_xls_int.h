#ifndef RISK_GRID_XLS_INT_H
#define RISK_GRID_XLS_INT_H

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "error.h"

/* *NAME is a function in the sheets of an xlsx, the SIZE bytes of FD, that gives something else
 * each time that it is calculated ("TODAY("), or NULL. A text that looks like one counts too. */
enum status xls_find_volatile(int fd, uint64_t size, const char *file, const char **name,
                              struct error *e);

#endif
