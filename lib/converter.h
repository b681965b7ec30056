/* Workbooks of older formats, made xlsx by a program that is installed beside this one: ssconvert
 * (of gnumeric) or LibreOffice. */
#ifndef RISK_CONVERTER_H
#define RISK_CONVERTER_H

#include "buffer.h"
#include "error.h"

enum converter_from {
    FROM_BIFF,    /* Excel 2 to 2003, in OLE2 or bare */
    FROM_XML_2003 /* SpreadsheetML of Excel 2003 */
};

struct converter_limits {
    unsigned seconds;
    uint64_t bytes; /* of each file that it writes */
};
extern const struct converter_limits converter_usual; /* 10 minutes, 4 GiB */

/* Converts the first SIZE bytes of FD, a file that can be read by place, called NAME in messages.
 * *OUT is the xlsx: a file without a name, the caller's to close. SAID gets what the program said
 * meanwhile (it warns without failing), up to a few KiB of it, and *PROGRAM what it is called.
 *
 * The program runs without a shell, in a process group of its own, with an environment of its own,
 * in a directory that only this user can enter. However this one ends, even killed, the program is
 * ended and the directory removed. ST_DATA when the program finds fault with the file, runs out of
 * time or writes more than it may; ST_SYSTEM when there is none, or it cannot be run. */
enum status converter_run(int fd, uint64_t size, const char *name, enum converter_from from,
                          const struct converter_limits *limits, int *out, struct buffer *said,
                          const char **program, struct error *e);

#endif
