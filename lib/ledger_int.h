/* What only the parts of the ledger share: its file, and one record. */
#ifndef RISK_LEDGER_INT_H
#define RISK_LEDGER_INT_H

#include "buffer.h"
#include "digest.h"
#include "ledger.h"
#include "reader.h"

enum { LEDGER_BLOCK = 64 * 1024 };

struct ledger_file {
    char *path;
    int fd;
    bool made;     /* it was not there before */
    bool broken;   /* what stands on the disk is not known: nothing more is written */
    uint64_t size; /* in bytes, when it was opened */
    uint64_t end;  /* behind the last whole record; what stands there up to SIZE is torn */
};

/* Opens PATH and locks it; LEDGER_READ only while it looks how far the whole records go. */
enum status ledger_file_open(const char *path, enum ledger_mode mode, struct ledger_file *f,
                             struct error *e);
/* N bytes from AT on, which must be there. */
enum status ledger_file_read(const struct ledger_file *f, uint64_t at, char *to, size_t n,
                             struct error *e);
/* Whether the file's first bytes are those of TEXT, as far as both go. */
enum status ledger_file_starts(const struct ledger_file *f, struct slice text, bool *same,
                               struct error *e);
/* The line on which what is torn begins. */
enum status ledger_file_torn_line(const struct ledger_file *f, uint64_t *line, struct error *e);
/* Appends what is torn to PATH.torn, with a line end behind it, then cuts it off. */
enum status ledger_file_set_aside(struct ledger_file *f, struct error *e);
/* Behind the last whole record. What could not be written whole is taken back. */
enum status ledger_file_append(struct ledger_file *f, struct slice bytes, struct error *e);
enum status ledger_file_sync(struct ledger_file *f, struct error *e);
void ledger_file_close(struct ledger_file *f);

/* The header with its line end. False when memory is out. */
bool ledger_header(struct buffer *out);
/* The chain of a record with these CELLS behind one whose chain is BEFORE (empty: the first). */
void ledger_chain(struct slice before, const struct slice *cells, char out[DIGEST_SIZE]);
/* A record as it is written. ST_DATA: a cell that a reader would refuse. */
enum status ledger_record(const struct slice *cells, struct buffer *out, struct error *e);

#endif
