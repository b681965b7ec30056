/* What the parts of encoding.h share: which encoding it is. */
#ifndef RISK_ENCODING_INT_H
#define RISK_ENCODING_INT_H

#include "encoding.h"

enum encoding_kind {
    ENCODING_ASCII, /* as yet: it is decided at the first byte above 0x7f */
    ENCODING_UTF8,
    ENCODING_GB18030,
    ENCODING_ICONV /* what it is called says which */
};

struct encoding_choice {
    enum encoding_kind kind;
    char name[32]; /* "UTF-8", "GB18030", "UTF-16LE", or as it was given */
    size_t unit;   /* bytes that make the least of it: 2 in UTF-16 */
    bool as_given; /* the name may be none */
};

/* By NAME (NULL: by the first bytes): a byte order mark, or NULs where UTF-16 has them. FILE is for
 * messages. */
enum status encoding_begin(const char *file, const char *name, struct slice first,
                           struct encoding_choice *out, struct error *e);
/* By SAMPLE, which begins with a byte above 0x7f; ENDED: nothing follows it. ST_DATA, without a
 * place, and *AT in SAMPLE, where it cannot be told. */
enum status encoding_guess(struct slice sample, bool ended, struct encoding_choice *out, size_t *at,
                           struct error *e);

#endif
