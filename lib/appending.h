/* A file to which whole records are only ever appended, under a lock: ledgers, sealed logs. What a
 * failing machine left behind the last whole record is torn; where that begins is for the file's
 * own module to find. */
#ifndef RISK_APPENDING_H
#define RISK_APPENDING_H

#include "error.h"

enum { APPENDING_BLOCK = 64 * 1024 };

enum appending_mode {
    APPENDING_READ, /* what stands there now; the lock may be given up when SIZE or END is known */
    APPENDING_WRITE /* made (mode 0600) if it is not there; waits for other writers */
};

struct appending {
    char *path;
    int fd;
    bool made;     /* it was not there before */
    bool broken;   /* what stands on the disk is not known: nothing more is written */
    uint64_t size; /* in bytes, when it was opened */
    uint64_t end;  /* the caller's: behind the last whole record; what stands there up to SIZE is
                    * torn */
};

/* Opens PATH and locks it. What cannot hold records (a pipe, say) is ST_SYSTEM. The lock is the
 * process's: closing another descriptor of the same file would give it up. */
enum status appending_open(const char *path, enum appending_mode mode, struct appending *f,
                           struct error *e);
enum status appending_unlock(const struct appending *f, struct error *e);
/* N bytes from AT on, which must be there. */
enum status appending_read(const struct appending *f, uint64_t at, char *to, size_t n,
                           struct error *e);
/* Whether the file's first bytes are those of TEXT, as far as both go. */
enum status appending_starts(const struct appending *f, struct slice text, bool *same,
                             struct error *e);
/* The line on which END lies. */
enum status appending_line(const struct appending *f, uint64_t *line, struct error *e);
/* Appends what is torn to PATH.torn, with a line end behind it, then cuts it off. */
enum status appending_set_aside(struct appending *f, struct error *e);
/* Behind END. What could not be written whole is taken back. */
enum status appending_append(struct appending *f, struct slice bytes, struct error *e);
/* What was appended behind END goes again. */
void appending_take_back(struct appending *f, uint64_t end);
/* All that was appended is on the disk. */
enum status appending_sync(struct appending *f, struct error *e);
void appending_close(struct appending *f); /* and the lock with it */

#endif
