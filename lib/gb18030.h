/* GB 18030, and the GBK and GB 2312 in it, to UTF-8. Where editions of the standard give two
 * characters to the same bytes (2000, 2005, 2022), one of them for private use, this gives the
 * other one. */
#ifndef RISK_GB18030_H
#define RISK_GB18030_H

#include "error.h"

struct gb18030;

/* The character at P, of which N bytes are there, 1 at least: its bytes (1, 2 or 4), 0 if none
 * begins so, or GB18030_MORE if it takes more bytes than these. 0x80 counts as one: in code page
 * 936 it is the euro sign. */
enum { GB18030_MORE = 3 };
size_t gb18030_length(const char *p, size_t n);

enum status gb18030_open(struct gb18030 **out, struct error *e);
void gb18030_close(struct gb18030 *g);

/* Bytes to come, and room for what they become. */
struct decoding {
    const char *from;
    size_t left;
    char *to;
    size_t room;
};
enum { DECODING_ROOM = 16 }; /* below this, nothing may be done */
/* Goes on as far as there is room. A character that is not yet whole stays, unless the input has
 * ENDED. A byte that begins no character becomes a mark (encoding.h). *EURO is set where 0x80 was
 * read. */
void gb18030_decode(const struct gb18030 *g, struct decoding *d, bool ended, bool *euro);

#endif
