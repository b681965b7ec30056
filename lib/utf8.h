/* Whether bytes are UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). The
 * vector routines and their scalar twin agree on every input. */
#ifndef RISK_UTF8_H
#define RISK_UTF8_H

#include <stdbool.h>
#include <stddef.h>

typedef bool utf8_valid_fn(const char *p, size_t n);

utf8_valid_fn utf8_valid_plain;
/* The fastest of this machine. */
utf8_valid_fn utf8_valid;

#if defined(__GNUC__) && defined(__x86_64__) && !defined(__ILP32__)
#define RISK_X86_VECTORS 1
utf8_valid_fn utf8_valid_avx2, utf8_valid_avx512;
#endif

/* Sets of vector instructions, each with all that the ones before it can. */
enum vector_set { VECTOR_NONE, VECTOR_AVX2, VECTOR_AVX512 };

/* The best set that this build has routines for and this processor runs. */
enum vector_set cpu_vector_set(void);
/* "none", "avx2", "avx512". */
const char *vector_set_name(enum vector_set set);

#endif
