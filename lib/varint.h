/* Whole numbers in as few bytes as they need, seven bits a byte, for files of this process's own.
 */
#ifndef RISK_VARINT_H
#define RISK_VARINT_H

#include <stdint.h>

#include "buffer.h"

static inline char *varint_put(char *p, uint64_t v)
{
    while (v >= 0x80) {
        *p++ = (char)(v | 0x80);
        v >>= 7;
    }
    *p++ = (char)v;
    return p;
}

static inline uint64_t varint_get(const char **at)
{
    uint64_t v = 0;
    unsigned shift = 0;
    for (;;) {
        unsigned char c = (unsigned char)*(*at)++;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80)
            return v;
        shift += 7;
    }
}

static inline uint64_t zigzag(int64_t v)
{
    return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
}

static inline int64_t unzigzag(uint64_t v)
{
    return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

enum { VARINT_MAX = 10 };

#endif
