/* Text in whatever encoding to UTF-8, as a stream. */
#ifndef RISK_ENCODING_H
#define RISK_ENCODING_H

#include "source.h"

struct encoding;

/* *TEXT gives what RAW says in UTF-8. RAW stays the caller's; *TEXT is closed with source_close
 * before encoding_close. NAME is what iconv calls the encoding; NULL: it is decided. */
enum status encoding_open(struct source *raw, const char *name, struct encoding **out,
                          struct source **text, struct error *e);
/* "UTF-8" as long as all that was read is ASCII. */
const char *encoding_name(const struct encoding *d);
/* The same, but NULL where the bytes pass as they are. What it points to changes when the encoding
 * is decided. */
const char *const *encoding_from(const struct encoding *d);
/* Whether the byte 0x80 was read as the euro sign. */
bool encoding_euro(const struct encoding *d);
void encoding_close(struct encoding *d);

/* Chinese in GB18030 hardly ever begins with many characters that happen to be right in UTF-8, and
 * never holds more ideographs of UTF-8 than bytes that are not right there: text that does is UTF-8
 * with a damaged byte, and read as GB18030 it would say something else in silence. */
bool encoding_is_damaged_utf8(struct slice text, size_t first_invalid);

/* A byte that does not belong to the encoding comes out as a mark: three bytes that never stand in
 * UTF-8 (0xf8 and an octal digit each). So whoever checks UTF-8 finds it, with its place. */
enum { ENCODING_MARK = 3 };
size_t encoding_put_mark(char *to, unsigned char byte);
/* Whether S begins with a mark; *BYTE is what it stands for. */
bool encoding_mark(struct slice s, unsigned char *byte);
/* S with each mark as the byte that it stands for, to TO, which has room for s.n. Returns how many
 * bytes that are. TO may be s.p. */
size_t encoding_restore(struct slice s, char *to);

#endif
