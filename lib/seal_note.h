/* A root as a person writes it into a paper register, and types it from there: four lines of
 * sixteen hexadecimal digits in fours, each with two check digits, which find any one digit that
 * is wrong, any two neighbours that are swapped, and a line in another's place. */
#ifndef RISK_SEAL_NOTE_H
#define RISK_SEAL_NOTE_H

#include "buffer.h"
#include "error.h"
#include "hash.h"

enum { SEAL_NOTE_LINES = 4, SEAL_NOTE_DIGITS = HASH_DIGITS / SEAL_NOTE_LINES };

/* Appends line LINE (from 0), such as "3f2a 9c01 77be 10aa - 47". False: memory is out. */
bool seal_note_line(const uint8_t root[HASH_SIZE], int line, struct buffer *out);
/* Reads 64 digits, or 72 with the check digits; blanks, line ends and hyphens may stand between
 * them, and letters be upper case. ST_USAGE: what is wrong with it. */
enum status seal_note_read(struct slice text, uint8_t out[HASH_SIZE], struct error *e);

#endif
