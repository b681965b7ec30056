/* Bytes out, with every failed write reported. */
#ifndef RISK_SINK_H
#define RISK_SINK_H

#include <stddef.h>

#include "error.h"

struct sink;

/* PATH NULL or "-" is standard output. A file is written under a temporary name beside it (mode
 * 0600) and takes its name when sink_close succeeds; an existing symlink at PATH is replaced, not
 * followed, unless it leads to a device or a pipe: these are written to directly. */
enum status sink_open(const char *path, struct sink **out, struct error *e);
/* Collects in memory; sink_bytes gives what has come so far, until sink_discard. */
enum status sink_memory(struct sink **out, struct error *e);
struct slice sink_bytes(const struct sink *s);
/* WATCH sees all bytes that are written from here on, in order. */
void sink_watch(struct sink *s, void (*watch)(void *context, struct slice bytes), void *context);
/* A failed write is remembered: it is enough to look at sink_close. */
void sink_write(struct sink *s, const void *p, size_t n);
void sink_char(struct sink *s, char c);
void sink_slice(struct sink *s, struct slice v);
enum status sink_flush(struct sink *s, struct error *e);
/* Flushes, syncs and renames a file, closes; frees S in every case. */
enum status sink_close(struct sink *s, struct error *e);
/* Leaves no file behind. S may be NULL. */
void sink_discard(struct sink *s);
/* The same; where bytes have gone out for good, to standard output or a pipe, MARK goes after them,
 * so that who reads them does not take them for the whole. */
void sink_break_off(struct sink *s, struct slice mark);

#endif
