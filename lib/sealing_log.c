/* The log that is sealed: its records as they stand. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "i18n.h"
#include "sealing_int.h"

enum { BLOCK = 64 * 1024 };

/* ---- how far a growing log goes ---- */

static enum status read_block(int fd, uint64_t at, char *to, size_t n, const char *path,
                              struct error *e)
{
    while (n > 0) {
        ssize_t got = pread(fd, to, n, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_system(e, errno, path, _("read"));
        if (got == 0)
            return error_at(e, ST_SYSTEM, path, 0, 0, "%s",
                            _("the file became shorter while it was read"));
        to += got;
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return ST_OK;
}

/* Where the last line of SIZE bytes ends; 0: there is no line end. */
static enum status last_line_end(int fd, uint64_t size, const char *path, uint64_t *end,
                                 struct error *e)
{
    char block[BLOCK];
    *end = 0;
    for (uint64_t to = size; to > 0 && *end == 0;) {
        size_t n = to < BLOCK ? (size_t)to : BLOCK;
        enum status s = read_block(fd, to - n, block, n, path, e);
        if (s != ST_OK)
            return s;
        size_t i = n;
        while (i > 0 && block[i - 1] != '\n')
            i--;
        to -= n;
        *end = i > 0 ? to + i : 0;
    }
    return ST_OK;
}

/* Its lines that have an end, as they are now. */
static enum status open_growing(const char *path, struct sealing_log *log, struct source **out,
                                struct error *e)
{
    int fd;
    uint64_t size, end;
    enum status s = source_open(path, &log->file, e);
    if (s == ST_OK)
        s = source_place(log->file, &fd, &size, e);
    if (s == ST_OK)
        s = last_line_end(fd, size, path, &end, e);
    if (s != ST_OK)
        return s;
    if (end == 0)
        return error_at(e, ST_DATA, path, 1, 0, "%s",
                        _("there is no line end yet: it cannot be told whether the header is "
                          "whole"));
    log->rest = end < size;
    return source_part(fd, end, path, out, e);
}

/* ---- its header ---- */

static enum status peek_header(struct source *source, struct buffer *out, struct error *e)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct slice seen = {"", 0};
    const char *end = NULL;
    size_t want = 0, quotes = 0, looked = 0;
    do {
        looked = seen.n;
        want = want == 0 ? BLOCK : want * 2;
        enum status s = source_peek(source, want, &seen, e);
        if (s != ST_OK)
            return s;
        end = seal_record_end(seen.p, seen.n, looked, &quotes);
    } while (end == NULL && seen.n >= want && want < READER_CELL_MAX);
    struct slice header = {seen.p, end == NULL ? seen.n : (size_t)(end - seen.p)};
    if (header.n > 0 && header.p[header.n - 1] == '\r')
        header.n--;
    if (header.n >= sizeof mark - 1 && memcmp(header.p, mark, sizeof mark - 1) == 0)
        header = (struct slice){header.p + sizeof mark - 1, header.n - (sizeof mark - 1)};
    return buffer_slice(out, header) ? ST_OK : error_memory(e);
}

static enum status check_columns(const struct sealing_log *log, struct error *e)
{
    char q[QUOTE_SIZE];
    struct seal_manner manner;
    struct slice header;
    const char *path = reader_name(log->reader);
    if (seal_header_read(buffer_view(&log->header), &manner, &header))
        return error_at(e, ST_DATA, path, 1, 0, "%s",
                        _("this log is sealed: to add what is new, give the log itself, and this "
                          "one with --append"));
    for (size_t c = 0; c < reader_columns(log->reader); c++) {
        struct slice name = reader_column(log->reader, c);
        if (slice_eq(name, SLICE("seal_no")) ||
            (name.n >= 5 && memcmp(name.p, "seal_", 5) == 0 &&
             hash_find((struct slice){name.p + 5, name.n - 5}, &manner.kind)) ||
            (name.n > 5 && memcmp(name.p, "root_", 5) == 0))
            return error_at(e, ST_DATA, path, 1, c + 1,
                            _("a column that seals bear: '%s'; rename it, or seal the log without "
                              "it"),
                            quote(q, name));
    }
    return ST_OK;
}

/* ---- opening ---- */

/* A record that is no record. A quote that was opened and not closed takes the rest with it, line
 * end and all: its writing may have been broken off. */
static enum status on_odd(void *context, struct slice raw, const struct error *why,
                          struct error *e)
{
    struct sealing_log *log = context;
    if (log->odd.status == ST_OK && raw.n > 0 && raw.p[raw.n - 1] == '\n') {
        log->odd = *why;
        return ST_OK;
    }
    if (e != NULL)
        *e = log->odd.status == ST_OK ? *why : log->odd;
    return ST_DATA;
}

enum status sealing_log_open(const char *path, bool growing, struct sealing_log *log,
                             struct error *e)
{
    const struct reader_options options = {.format = READER_CSV};
    struct source *source = NULL;
    *log = (struct sealing_log){0};
    enum status s =
        growing ? open_growing(path, log, &source, e) : source_open(path, &source, e);
    if (s == ST_OK && (s = peek_header(source, &log->header, e)) != ST_OK)
        source_close(source);
    if (s == ST_OK)
        s = reader_open(source, &options, &log->reader, e);
    if (s == ST_OK)
        s = reader_select(log->reader, NULL, 0, e);
    if (s == ST_OK)
        s = check_columns(log, e);
    log->next = seal_line_feeds(buffer_view(&log->header)) + 2;
    if (s == ST_OK && growing)
        reader_reject(log->reader, on_odd, log);
    if (s != ST_OK)
        sealing_log_close(log);
    return s;
}

/* ---- records ---- */

enum status sealing_log_next(struct sealing_log *log, struct slice *record, bool *more,
                             struct error *e)
{
    *more = false;
    if (log->row == log->batch.n) {
        enum status s = reader_next(log->reader, &log->batch, e);
        log->row = 0;
        if (s != ST_OK || log->batch.n == 0)
            return s;
    }
    log->line = log->batch.line[log->row];
    if (log->odd.status != ST_OK && log->line > log->odd.line) {
        if (e != NULL)
            *e = log->odd;
        return ST_DATA;
    }
    log->next = batch_line_end(&log->batch, log->row) + 1;
    *record = log->batch.raw[log->row++];
    *more = true;
    return ST_OK;
}

bool sealing_log_torn(const struct sealing_log *log, struct error *what)
{
    if (log->odd.status == ST_OK && !log->rest)
        return false;
    const char *text = _("the last record is not whole: it is still being written, or its writing "
                         "was broken off; it is not sealed, and will be when it is whole");
    if (log->odd.status == ST_OK)
        error_at(what, ST_DATA, reader_name(log->reader), log->next, 0, "%s", text);
    else
        error_at(what, ST_DATA, log->odd.file, log->odd.line, log->odd.column, "%s", text);
    return true;
}

void sealing_log_close(struct sealing_log *log)
{
    reader_close(log->reader);
    source_close(log->file);
    buffer_free(&log->header);
    *log = (struct sealing_log){0};
}
