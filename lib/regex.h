/* Regular expressions (PCRE2, UTF), with limits whose reach is an error and never "no match". */
#ifndef RISK_REGEX_H
#define RISK_REGEX_H

#include "error.h"

struct regex;

/* ST_USAGE with the pattern's own complaint and the character where. */
enum status regex_compile(struct slice pattern, struct regex **out, struct error *e);
/* SUBJECT must be valid UTF-8. A match, depth or heap limit reached is ST_DATA (the pattern is
 * quoted in the text); FROM and TO (may be NULL) get the byte range matched. */
enum status regex_match(struct regex *r, struct slice subject, bool *matched, size_t *from,
                        size_t *to, struct error *e);
/* Whose pattern it is, for errors: NAME must outlive it. */
void regex_belongs(struct regex *r, const char *name);
struct slice regex_pattern(const struct regex *r);
void regex_free(struct regex *r);

#endif
