/* Whether bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). The
 * vector routine and its scalar twin agree on every input. */
#ifndef RISK_UTF8_H
#define RISK_UTF8_H

#include <stdbool.h>
#include <stddef.h>

typedef bool utf8_valid_fn(const char *p, size_t n);

utf8_valid_fn utf8_valid_plain;
/* The fastest of this machine. */
utf8_valid_fn utf8_valid;

#if defined(__GNUC__) && defined(__x86_64__)
#define RISK_AVX2 1
utf8_valid_fn utf8_valid_avx2;
#endif
/* This build has the AVX2 routines and this processor runs them. */
bool cpu_has_avx2(void);

#endif
