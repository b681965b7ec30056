/* Bytes that could not be decoded. */
#include "encoding.h"

enum { MARK = 0xf8, DIGIT = 7 };

size_t encoding_put_mark(char *to, unsigned char byte)
{
    to[0] = (char)(MARK | byte >> 6);
    to[1] = (char)(MARK | (byte >> 3 & DIGIT));
    to[2] = (char)(MARK | (byte & DIGIT));
    return ENCODING_MARK;
}

bool encoding_mark(struct slice s, unsigned char *byte)
{
    if (s.n < ENCODING_MARK)
        return false;
    unsigned value = 0;
    for (size_t i = 0; i < ENCODING_MARK; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < MARK)
            return false;
        value = value << 3 | (c & DIGIT);
    }
    *byte = (unsigned char)value;
    return value <= 0xff;
}

size_t encoding_restore(struct slice s, char *to)
{
    size_t n = 0;
    while (s.n > 0) {
        unsigned char byte = (unsigned char)s.p[0];
        size_t step = encoding_mark(s, &byte) ? ENCODING_MARK : 1;
        to[n++] = (char)byte;
        s.p += step;
        s.n -= step;
    }
    return n;
}
