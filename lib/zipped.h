/* The parts of a zip archive, read one after another through libzip. Nothing is ever unpacked to a
 * file, so a part's name is only a name, whatever it holds.
 *
 * A part is refused (ST_DATA) that is encrypted, damaged (its checksum or size is wrong), packed in
 * a way that libzip does not know, or that unpacks to more than ZIPPED_PART_MAX bytes, or, beyond
 * ZIPPED_FREE, to more than ZIPPED_RATIO times what it takes in the archive: deflate reaches 1032,
 * sheets 5 to 40. */
#ifndef RISK_ZIPPED_H
#define RISK_ZIPPED_H

#include "error.h"

#define ZIPPED_PART_MAX ((uint64_t)16 << 30)
#define ZIPPED_FREE ((uint64_t)64 << 20)
enum { ZIPPED_RATIO = 300, ZIPPED_ENTRIES_MAX = 100000 };

struct zipped;
struct zipped_part;

/* The SIZE bytes of FD, a file that can be read by place and stays the caller's. NAME is for
 * messages, and copied. */
enum status zipped_open(int fd, uint64_t size, const char *name, struct zipped **out,
                        struct error *e);
/* Bytes that stay the caller's and outlive it. */
enum status zipped_memory(struct slice bytes, const char *name, struct zipped **out,
                          struct error *e);
size_t zipped_count(const struct zipped *z);
/* In the order of the archive's directory. */
const char *zipped_name(const struct zipped *z, size_t i);
/* Whether there is a part NAME; where none is written like that, one that differs only in the case
 * of ASCII letters will do. A blank before nothing: "xl/workbook.xml". */
bool zipped_find(const struct zipped *z, const char *name, size_t *i);
void zipped_close(struct zipped *z);

/* Several parts may be open at once; all are closed before the archive is. */
enum status zipped_part_open(struct zipped *z, size_t i, struct zipped_part **out,
                             struct error *e);
/* Up to SIZE bytes; *GOT is 0 only at the end, which is reached only where the checksum holds. */
enum status zipped_read(struct zipped_part *p, void *to, size_t size, size_t *got,
                        struct error *e);
/* Share of the part that has been read. */
double zipped_progress(const struct zipped_part *p);
const char *zipped_part_name(const struct zipped_part *p);
void zipped_part_close(struct zipped_part *p);

#endif
