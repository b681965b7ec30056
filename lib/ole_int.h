#ifndef RISK_OLE_INT_H
#define RISK_OLE_INT_H

#include "buffer.h"
#include "ole.h"

enum { OLE_HEADER = 512, OLE_ENTRY = 128, OLE_SECTOR_MAX = 4096 };

struct ole {
    int fd;
    uint64_t size;
    const char *name;
    unsigned char header[OLE_HEADER];
    uint32_t sector, mini_sector; /* their sizes */
    struct buffer directory;      /* entries of OLE_ENTRY bytes; the first is the root */
    uint32_t fat_part, fat_sector; /* of the FAT: the part (plus 1) that was last, its sector */
    bool damaged;
    struct error *e;
};

static inline uint32_t ole_half(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static inline uint32_t ole_word(const unsigned char *p)
{
    return ole_half(p) | ole_half(p + 2) << 16;
}

/* Reads header and directory. Of this and what follows: false when it fails (the error is set), or
 * where the file is damaged (`damaged` is). */
bool ole_open(struct ole *o);
const unsigned char *ole_entry(const struct ole *o, uint32_t i);

/* A stream, from its beginning to its end. */
struct ole_stream {
    struct ole *o;
    uint64_t size, at;
    bool small;
    uint32_t sector, first, n; /* in the block: read, there */
    unsigned char block[OLE_SECTOR_MAX];
};
void ole_stream_begin(struct ole *o, const unsigned char *entry, struct ole_stream *s);
/* N bytes; TO NULL: they are skipped. False at the end, too. */
bool ole_stream_read(struct ole_stream *s, void *to, size_t n);

/* What the records of a workbook's stream tell. */
enum biff { BIFF_WHOLE, BIFF_LOCKED, BIFF_DAMAGED };
enum biff biff_look(struct ole *o, const unsigned char *entry);

#endif
