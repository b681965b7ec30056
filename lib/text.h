/* Text as a person reads it: characters and not bytes, UTF-8 throughout. Inputs must be valid
 * UTF-8. */
#ifndef RISK_TEXT_H
#define RISK_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

/* Takes the first character off S, which is not empty. Bytes that are not UTF-8 count one by
 * one. */
uint32_t text_take(struct slice *s);
size_t text_length(struct slice s);                /* code points */
struct slice text_left(struct slice s, size_t n);  /* the first N code points */
struct slice text_right(struct slice s, size_t n); /* the last N */
/* Blanks of every width, tabs, line ends, zero-width characters and marks of direction. */
bool text_is_blank(uint32_t character);
/* Without them at either end. */
struct slice text_trim(struct slice s);
/* Width folded (full-width ASCII to half), upper case of ASCII, Latin, Greek and Cyrillic letters
 * to lower, blanks removed. Appends to OUT; normal(normal(s)) is normal(s). */
bool text_normal(struct slice s, struct buffer *out);
/* The decimal digits of S (full-width ones as ASCII), all else left out. */
bool text_digits(struct slice s, struct buffer *out);
/* Edits that make B of A: characters put in, left out or replaced, and neighbours swapped, each 1;
 * what was swapped is not edited again (optimal string alignment). False where a text is longer
 * than TEXT_DISTANCE_MAX characters. */
enum { TEXT_DISTANCE_MAX = 1000 };
bool text_distance(struct slice a, struct slice b, size_t *out);
/* Columns a terminal needs: East Asian wide and full-width characters 2, combining ones 0. */
size_t text_width(struct slice s);
/* Offset of the first byte that is not valid UTF-8 (no surrogates, no overlong forms, at most
 * U+10FFFF), or s.n. */
size_t utf8_check(struct slice s);

#endif
