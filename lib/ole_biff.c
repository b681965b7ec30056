/* The stream of a workbook is records: type, length, bytes (MS-XLS 2.1.4). First come those of the
 * workbook, then those of each sheet, each part from a BOF to its EOF; charts lie within sheets.
 * Converters go on where the chain of records breaks, and so lose rows. */
#include "ole_int.h"

enum {
    END_OF_PART = 0x0a, /* EOF */
    FILEPASS = 0x2f,
    BOUNDSHEET = 0x85,
    BEGIN_PART = 0x809, /* BOF, of Excel 5 and later */
    RECORD_HEAD = 4
};

struct walk {
    struct ole_stream stream;
    unsigned depth;
    uint64_t parts, sheets; /* BOFs outside of others; sheets that the workbook names */
    bool locked;
};

/* Sheets and charts have a part of their own; modules of macros need not. */
static bool count_sheet(struct walk *w, size_t length)
{
    unsigned char body[6];
    if (length < sizeof body || !ole_stream_read(&w->stream, body, sizeof body))
        return false;
    w->sheets += body[5] <= 2;
    return ole_stream_read(&w->stream, NULL, length - sizeof body);
}

/* False where it is no record, or does not end within the stream. */
static bool next_record(struct walk *w)
{
    unsigned char head[RECORD_HEAD];
    if (!ole_stream_read(&w->stream, head, sizeof head))
        return false;
    uint32_t type = ole_half(head), length = ole_half(head + 2);
    if (type == BEGIN_PART) {
        w->parts += w->depth == 0;
        w->depth++;
    } else if (w->depth == 0 || type == 0) {
        return false;
    } else if (type == END_OF_PART) {
        w->depth--;
    } else if (type == FILEPASS) {
        w->locked = true;
    } else if (type == BOUNDSHEET && w->parts == 1) {
        return count_sheet(w, length);
    }
    return ole_stream_read(&w->stream, NULL, length);
}

/* What stands behind the last part fills the stream up, and is not looked at. */
enum biff biff_look(struct ole *o, const unsigned char *entry)
{
    struct walk w = {0};
    ole_stream_begin(o, entry, &w.stream);
    while (w.stream.at < w.stream.size && next_record(&w) && !w.locked)
        ;
    if (w.locked)
        return BIFF_LOCKED;
    return w.depth == 0 && w.parts > w.sheets ? BIFF_WHOLE : BIFF_DAMAGED;
}
