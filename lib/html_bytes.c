/* Bytes of a page for the parser: only whole characters of UTF-8, no NUL, and an element behind the
 * last of them that tells whether the page ended where a page may. */
#include "encoding.h"
#include "html_int.h"
#include "i18n.h"
#include "text.h"

enum { SILENT_MAX = 32 << 20 /* bytes without an element or a text */ };

/* Put behind the page's end. It comes as an element only where no tag and no comment is open. */
static const char the_end[] = "<probity-end>";

/* BYTES stand where no UTF-8 is. */
static enum status refuse_byte(struct html *h, struct slice bytes)
{
    unsigned char byte = (unsigned char)bytes.p[0];
    encoding_mark(bytes, &byte);
    return error_at(h->e, ST_DATA, h->name, h->line, 0,
                    _("the byte 0x%02x does not belong to the page's encoding; give the right one "
                      "(--from), or fetch the page again"),
                    byte);
}

static enum status check(struct html *h)
{
    for (size_t i = h->at; i < h->valid; i++) {
        h->line += h->block[i] == '\n';
        if (h->block[i] == '\0')
            return error_at(h->e, ST_DATA, h->name, h->line, 0, "%s",
                            _("a NUL byte stands in the HTML; the file is damaged"));
    }
    return ST_OK;
}

/* More bytes into the block: a character that it ends within waits for the next. */
static enum status fill(struct html *h)
{
    size_t got, n = h->end - h->valid;
    memmove(h->block, h->block + h->valid, n);
    enum status st = source_read(h->source, h->block + n, HTML_BLOCK - n, &got, h->e);
    if (st != ST_OK)
        return st;
    h->end = n + got;
    h->at = 0;
    h->valid = utf8_check((struct slice){h->block, h->end});
    st = check(h);
    if (st == ST_OK && h->end - h->valid >= (got > 0 ? 4 : 1))
        st = refuse_byte(h, (struct slice){h->block + h->valid, h->end - h->valid});
    h->silent += got;
    if (st == ST_OK && h->silent > SILENT_MAX)
        st = error_at(h->e, ST_DATA, h->name, h->line, 0, _("%d bytes without an HTML tag"),
                      SILENT_MAX);
    return st;
}

int html_more(void *html, char *to, int size)
{
    struct html *h = html;
    if (h->status == ST_OK && h->at == h->valid && !h->source_ended) {
        do
            h->status = fill(h);
        while (h->status == ST_OK && h->valid == 0 && h->end > 0);
        h->source_ended = h->end == 0;
    }
    if (h->status != ST_OK || size <= 0)
        return h->status == ST_OK ? 0 : -1;
    const char *from = h->source_ended ? the_end + h->end_at : h->block + h->at;
    size_t left = h->source_ended ? sizeof the_end - 1 - h->end_at : h->valid - h->at;
    size_t n = left < (size_t)size ? left : (size_t)size;
    memcpy(to, from, n);
    *(h->source_ended ? &h->end_at : &h->at) += n;
    return (int)n;
}
