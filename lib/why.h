/* The rows and the arithmetic that an alert rests on, so that a person can redo it with a
 * calculator. */
#ifndef RISK_WHY_H
#define RISK_WHY_H

#include "engine.h"

/* Reads the inputs twice: once to find the alert (ID or the beginning of one, at least 6
 * characters), once more to show its rows. ST_DATA if no alert, or more than one, has it. */
enum status why_show(const struct pack *pack, int64_t today, const struct reader_options *reader,
                     const struct input *inputs, size_t n, const char *id, struct sink *out,
                     struct error *e);

#endif
