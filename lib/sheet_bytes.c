/* The bytes of a small table: read whole, and told apart as UTF-8 or GB18030. */
#include "sheet_int.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "encoding.h"
#include "gb18030.h"
#include "i18n.h"
#include "text.h"

enum { SHEET_BYTES_MAX = 64 << 20, READ_SIZE = 64 * 1024 };

static enum status read_all(int fd, const char *path, struct buffer *raw, struct error *e)
{
    size_t start = raw->n;
    for (;;) {
        if (!buffer_reserve(raw, READ_SIZE))
            return error_memory(e);
        ssize_t got = read(fd, raw->p + raw->n, READ_SIZE);
        if (got == 0)
            return ST_OK;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(e, errno, path, _("read"));
        raw->n += (size_t)got;
        if (raw->n - start > SHEET_BYTES_MAX)
            return error_at(e, ST_USAGE, path, 0, 0,
                            _("larger than 64 MiB: too large for a table of a pack"));
    }
}

enum status sheet_read(const char *path, struct buffer *raw, bool *missing, struct error *e)
{
    if (missing != NULL)
        *missing = false;
    int fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT && missing != NULL) {
        *missing = true;
        return ST_OK;
    }
    if (fd < 0)
        return error_system(e, errno, path, _("open"));
    enum status r = read_all(fd, path, raw, e);
    close(fd);
    return r;
}

static uint64_t line_of(struct slice raw, size_t offset)
{
    uint64_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += raw.p[i] == '\n' || (raw.p[i] == '\r' && !(i + 1 < raw.n && raw.p[i + 1] == '\n'));
    return line;
}

static enum status refuse_bytes(const char *path, struct slice raw, size_t offset, const char *what,
                                struct error *e)
{
    char shown[QUOTE_SIZE];
    struct slice at = {raw.p + offset, raw.n - offset < 4 ? raw.n - offset : 4};
    return error_at(e, ST_USAGE, path, line_of(raw, offset), 0,
                    _("%s at '%s'; save the table as CSV in UTF-8"), what, quote(shown, at));
}

static enum status convert(const char *path, struct slice raw, struct buffer *out, struct error *e)
{
    struct gb18030 *g;
    bool euro;
    for (size_t at = 0, length; at < raw.n; at += length) {
        length = gb18030_length(raw.p + at, raw.n - at);
        if (length == 0 || length == GB18030_MORE)
            return refuse_bytes(path, raw, at, _("neither UTF-8 nor GB18030"), e);
    }
    if (gb18030_open(&g, e) != ST_OK)
        return error_place(e, path, 0, 0);
    /* A byte becomes three at most: the euro sign. */
    if (!buffer_reserve(out, raw.n * 3 + DECODING_ROOM)) {
        gb18030_close(g);
        return error_memory(e);
    }
    struct decoding d = {raw.p, raw.n, out->p + out->n, out->size - out->n};
    gb18030_decode(g, &d, true, &euro);
    out->n = (size_t)(d.to - out->p);
    gb18030_close(g);
    return ST_OK;
}

enum status sheet_decode(const char *path, struct slice raw, struct buffer *converted,
                         struct slice *text, struct error *e)
{
    struct slice s = raw;
    bool marked = s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0;
    if (marked) {
        s.p += 3;
        s.n -= 3;
    }
    const char *nul = s.n == 0 ? NULL : memchr(s.p, '\0', s.n);
    if (nul != NULL)
        return refuse_bytes(path, s, (size_t)(nul - s.p), _("a NUL byte (UTF-16, or not a table)"),
                            e);
    size_t valid = utf8_check(s);
    if (valid < s.n) {
        if (marked || encoding_is_damaged_utf8(s, valid))
            return refuse_bytes(path, s, valid, _("invalid UTF-8"), e);
        enum status r = convert(path, s, converted, e);
        if (r != ST_OK)
            return r;
        s = buffer_view(converted);
    }
    *text = s;
    return ST_OK;
}
