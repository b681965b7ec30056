/* Bytes in: a file, standard input, a copy in memory; gzip is unpacked wherever it comes from. */
#ifndef RISK_SOURCE_H
#define RISK_SOURCE_H

#include <stddef.h>

#include "error.h"

struct source;

/* PATH "-" is standard input. A directory, an unreadable file and a file of zero bytes are errors
 * (the last ST_DATA: a failed command upstream must not read as calm). */
enum status source_open(const char *path, struct source **out, struct error *e);
/* The same; WATCH sees the bytes of the file as they are read, in order, before gzip is
 * unpacked. */
struct source_watch {
    void (*see)(void *context, struct slice bytes); /* NULL: nobody looks */
    void *context;
};
enum status source_open_watched(const char *path, const struct source_watch *watch,
                                struct source **out, struct error *e);
/* Bytes that stay the caller's and outlive the source; NAME is for messages. */
enum status source_memory(struct slice bytes, const char *name, struct source **out,
                          struct error *e);
/* The first SIZE bytes of FD, a file that can be read by place and stays the caller's. A file that
 * has become shorter meanwhile is ST_SYSTEM. */
enum status source_part(int fd, uint64_t size, const char *name, struct source **out,
                        struct error *e);
/* Bytes that another module makes. CLOSE gets STATE in the end, also when this fails. */
struct source_maker {
    enum status (*read)(void *state, void *to, size_t size, size_t *got, struct error *e);
    double (*progress)(const void *state); /* as source_progress */
    void (*close)(void *state);
};
enum status source_make(const struct source_maker *maker, void *state, const char *name,
                        struct source **out, struct error *e);
/* Reads up to SIZE bytes; *GOT is 0 only at the end. A truncated or damaged gzip is ST_DATA. */
enum status source_read(struct source *s, void *to, size_t size, size_t *got, struct error *e);
/* The next bytes, at least WANT unless the input ends before; they are still to be read. OUT holds
 * until then, or until the next call. */
enum status source_peek(struct source *s, size_t want, struct slice *out, struct error *e);
/* Instead of source_read: *FD gives, by place, the SIZE bytes that S has from here on. It is the
 * file itself where that is possible, else an unlinked copy, and stays S's. */
enum status source_place(struct source *s, int *fd, uint64_t *size, struct error *e);
/* The operand, or "-": what messages and evidence call it. */
const char *source_name(const struct source *s);
/* Share of a regular file that has been read, for progress; -1 if it cannot be known. */
double source_progress(const struct source *s);
void source_close(struct source *s);

/* Copies all that PATH, "-" or anything but a regular file, still has to give to an unlinked
 * temporary file (TMPDIR, mode 0600) and makes later opens of PATH read that, from its beginning,
 * as often as they like. */
enum status source_spool(const char *path, struct error *e);
static inline enum status source_spool_stdin(struct error *e)
{
    return source_spool("-", e);
}
/* Makes opens of NAME read a copy of BYTES, until it is withdrawn: for what is part of another
 * file. */
enum status source_give(struct slice bytes, const char *name, struct error *e);
void source_withdraw(const char *name);

#endif
