/* Seals: what is appended to each record of a log, so that a record changed, taken out, put in or
 * moved afterwards is found.
 *
 * A sealed log is the log, a line feed behind each record, with three columns more: `seal_no` (1,
 * 2, 3 ...), `seal_sha256` or `seal_sm3`, and `root_N`, which is blank but in each N-th record.
 * With H the digest and || one behind the other:
 *
 *     seal 0 = H(0x03 || the header as it stands in the sealed log, without its line end)
 *     seal i = H(0x02 || seal i-1 || record i as it stood in the log, without its line end)
 *     leaf j = H(0x00 || seal 0 || the seals of records 8j+1 to 8j+8, or to the last)
 *     root i = the root of the Merkle tree (merkle.h) of the leaves of records 1 to i
 *
 * Eight records share a leaf, so that the tree costs little beside the records themselves. */
#ifndef RISK_SEAL_H
#define RISK_SEAL_H

#include "buffer.h"
#include "error.h"
#include "merkle.h"

enum { SEAL_GROUP = 8, SEAL_BATCH = 1024, SEAL_COLUMNS = 3 };

/* How a log is sealed. */
struct seal_manner {
    enum hash_kind kind;
    uint64_t batch; /* a root stands in each BATCH-th record; from 1 */
};

/* The records so far. */
struct seal {
    struct seal_manner manner;
    uint64_t n; /* records */
    uint8_t header[HASH_SIZE], last[HASH_SIZE];
    struct hash leaf; /* of the last records, if they are no full group */
    struct merkle tree;
};

/* HEADER is that of the sealed log. */
void seal_begin(struct seal *s, const struct seal_manner *manner, struct slice header);
void seal_add(struct seal *s, struct slice record);
void seal_root(const struct seal *s, uint8_t out[HASH_SIZE]);
/* Whether record N bears a root. */
static inline bool seal_has_root(const struct seal_manner *manner, uint64_t n)
{
    return n % manner->batch == 0;
}

/* The seal that RECORD has behind BEFORE. */
void seal_of(enum hash_kind kind, const uint8_t before[HASH_SIZE], struct slice record,
             uint8_t out[HASH_SIZE]);
void seal_of_header(enum hash_kind kind, struct slice header, uint8_t out[HASH_SIZE]);
/* The leaf of a group of N seals, one behind the other. */
void seal_leaf(enum hash_kind kind, const uint8_t header[HASH_SIZE], const uint8_t *seals, size_t n,
               uint8_t out[HASH_SIZE]);

/* The header of a sealed log, from that of the log: without line ends. False: memory is out. */
bool seal_header(const struct seal_manner *manner, struct slice header, struct buffer *out);
/* And back: false if HEADER is not one of a sealed log. */
bool seal_header_read(struct slice header, struct seal_manner *manner, struct slice *log);
/* Adds RECORD, and appends it to OUT with its seal and line end. False: memory is out. */
bool seal_line(struct seal *s, struct slice record, struct buffer *out);

/* What stands behind a record in a sealed log. */
struct seal_mark {
    struct slice record;
    uint64_t no;
    uint8_t seal[HASH_SIZE];
    bool has_root;
    uint8_t root[HASH_SIZE];
};
/* LINE is without its line end. False if it does not end as a sealed record does. */
bool seal_mark_read(struct slice line, struct seal_mark *out);

/* The first line feed that ends a record in N bytes at P: one with an even number of quotes before
 * it. NULL if there is none. FROM bytes have been looked at before, with *QUOTES in them. */
const char *seal_record_end(const char *p, size_t n, size_t from, size_t *quotes);

uint64_t seal_line_feeds(struct slice text);

#endif
