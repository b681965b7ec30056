#include "gb18030.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "encoding.h"
#include "i18n.h"
#include "text.h"

/* Characters of two bytes: 0x81-0xfe, then 0x40-0xfe without 0x7f. Those of four: 0x81-0xfe,
 * 0x30-0x39, 0x81-0xfe, 0x30-0x39, counted through; the first 39420 are what is left of the Basic
 * Multilingual Plane in the order of code points, from 0x90308130 on stand the other planes. */
enum {
    LEAD = 0x81,
    TRAIL = 0x40,
    TRAILS = 0xc0, /* a power of two would make rows meet in the same lines of the cache */
    PAIRS = (0xff - LEAD) * TRAILS,
    PLANE_0 = 39420,
    PLANE_1 = 189000,
    ABOVE = PLANE_1 + 0x100000
};

struct gb18030 {
    char pair[PAIRS][4]; /* UTF-8; the first byte 0: no character */
    uint16_t four[PLANE_0];
};

/* GB 18030-2022 and, for some, GB 18030-2005 give these a character that GB 18030-2000 gave a code
 * point for private use. Systems differ in which edition they follow. */
static const struct {
    unsigned char bytes[2];
    char utf8[5];
    uint16_t private_use;
} changed[] = {
    {{0xa6, 0xd9}, "\xef\xb8\x90", 0xe78d},     {{0xa6, 0xda}, "\xef\xb8\x92", 0xe78e},
    {{0xa6, 0xdb}, "\xef\xb8\x91", 0xe78f},     {{0xa6, 0xdc}, "\xef\xb8\x93", 0xe790},
    {{0xa6, 0xdd}, "\xef\xb8\x94", 0xe791},     {{0xa6, 0xde}, "\xef\xb8\x95", 0xe792},
    {{0xa6, 0xdf}, "\xef\xb8\x96", 0xe793},     {{0xa6, 0xec}, "\xef\xb8\x97", 0xe794},
    {{0xa6, 0xed}, "\xef\xb8\x98", 0xe795},     {{0xa6, 0xf3}, "\xef\xb8\x99", 0xe796},
    {{0xa8, 0xbc}, "\xe1\xb8\xbf", 0xe7c7},     {{0xfe, 0x51}, "\xf0\xa0\x82\x87", 0xe816},
    {{0xfe, 0x52}, "\xf0\xa0\x82\x89", 0xe817}, {{0xfe, 0x53}, "\xf0\xa0\x83\x8c", 0xe818},
    {{0xfe, 0x59}, "\xe9\xbe\xb4", 0xe81e},     {{0xfe, 0x61}, "\xe9\xbe\xb5", 0xe826},
    {{0xfe, 0x66}, "\xe9\xbe\xb6", 0xe82b},     {{0xfe, 0x67}, "\xe9\xbe\xb7", 0xe82c},
    {{0xfe, 0x6c}, "\xf0\xa1\x97\x97", 0xe831}, {{0xfe, 0x6d}, "\xe9\xbe\xb8", 0xe832},
    {{0xfe, 0x76}, "\xf0\xa2\xa6\x8f", 0xe83b}, {{0xfe, 0x7e}, "\xe9\xbe\xb9", 0xe843},
    {{0xfe, 0x90}, "\xe9\xbe\xba", 0xe854},     {{0xfe, 0x91}, "\xf0\xa4\x87\xbe", 0xe855},
    {{0xfe, 0xa0}, "\xe9\xbe\xbb", 0xe864},
};

static size_t place(unsigned char lead, unsigned char trail)
{
    return (size_t)(lead - LEAD) * TRAILS + (size_t)(trail - TRAIL);
}

static uint32_t code_point(const char utf8[4])
{
    struct slice s = {utf8, 4};
    return text_take(&s);
}

/* The characters of two bytes are the system's. */
static void ask_system(struct gb18030 *g, iconv_t cd, uint8_t taken[0x10000])
{
    for (size_t i = 0; i < PAIRS; i++) {
        char bytes[2] = {(char)(i / TRAILS + LEAD), (char)(i % TRAILS + TRAIL)};
        char *from = bytes, utf8[8] = {0}, *to = utf8;
        size_t left = sizeof bytes, room = 4;
        if ((unsigned char)bytes[1] == 0x7f || (unsigned char)bytes[1] == 0xff)
            continue;
        if (iconv(cd, &from, &left, &to, &room) != (size_t)-1 && left == 0) {
            memcpy(g->pair[i], utf8, 4);
            uint32_t c = code_point(utf8);
            if (c < 0x10000)
                taken[c] = 1;
        }
    }
}

/* All of plane 0 that nothing of one or two bytes stands for, in order: so four bytes are defined,
 * and by the edition of 2000. (musl 1.2.3 counts the surrogates in and is off behind them.) */
static void count_four(struct gb18030 *g, const uint8_t taken[0x10000])
{
    size_t n = 0;
    for (uint32_t c = 0x80; c < 0x10000 && n < PLANE_0; c++)
        if (!taken[c] && (c < 0xd800 || c > 0xdfff))
            g->four[n++] = (uint16_t)c;
}

enum status gb18030_open(struct gb18030 **out, struct error *e)
{
    *out = NULL;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)-1 && errno != EINVAL)
        return error_system(e, errno, NULL, _("prepare to decode text"));
    if (cd == (iconv_t)-1)
        return error_set(e, ST_SYSTEM, "%s",
                         _("this system's iconv does not know GB18030 (save the table in UTF-8)"));
    struct gb18030 *g = calloc(1, sizeof *g);
    uint8_t *taken = calloc(1, 0x10000);
    if (g == NULL || taken == NULL) {
        free(g);
        free(taken);
        iconv_close(cd);
        return error_memory(e);
    }
    ask_system(g, cd, taken);
    iconv_close(cd);
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        char *pair = g->pair[place(changed[i].bytes[0], changed[i].bytes[1])];
        uint32_t c = code_point(changed[i].utf8);
        memcpy(pair, changed[i].utf8, 4);
        if (c < 0x10000)
            taken[c] = 0;
        taken[changed[i].private_use] = 1;
    }
    count_four(g, taken);
    free(taken);
    *out = g;
    return ST_OK;
}

void gb18030_close(struct gb18030 *g)
{
    free(g);
}

static bool is_lead(unsigned char c)
{
    return c >= LEAD && c <= 0xfe;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Which of the characters of four bytes. */
static uint32_t number(const unsigned char *p)
{
    uint32_t a = p[0] - (uint32_t)LEAD, b = p[1] - (uint32_t)'0', c = p[2] - (uint32_t)LEAD;
    return ((a * 10 + b) * 126 + c) * 10 + (p[3] - (uint32_t)'0');
}

size_t gb18030_length(const char *text, size_t n)
{
    const unsigned char *p = (const unsigned char *)text;
    if (p[0] <= 0x80)
        return 1;
    if (!is_lead(p[0]))
        return 0;
    if (n == 1)
        return GB18030_MORE;
    if (!is_digit(p[1]))
        return p[1] >= TRAIL && p[1] != 0x7f && p[1] != 0xff ? 2 : 0;
    if ((n > 2 && !is_lead(p[2])) || (n > 3 && !is_digit(p[3])))
        return 0;
    if (n < 4)
        return GB18030_MORE;
    uint32_t i = number(p);
    return i < PLANE_0 || (i >= PLANE_1 && i < ABOVE) ? 4 : 0;
}

/* Of a character of two bytes or more. */
static size_t utf8_length(char lead)
{
    return (unsigned char)lead >= 0xf0 ? 4 : (unsigned char)lead >= 0xe0 ? 3 : 2;
}

static size_t put(char *to, uint32_t c)
{
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

/* A character, or a byte that is of none. */
static void decode_one(const struct gb18030 *g, struct decoding *d, size_t length, bool *euro)
{
    enum { EURO = 0x20ac };
    const unsigned char *p = (const unsigned char *)d->from;
    const char *pair = length == 2 ? g->pair[place(p[0], p[1])] : "";
    size_t n;
    if (length == 1 && p[0] < 0x80) {
        d->to[0] = d->from[0];
        n = 1;
    } else if (length == 1) {
        *euro = true;
        n = put(d->to, EURO);
    } else if (pair[0] != '\0') {
        memcpy(d->to, pair, 4);
        n = utf8_length(pair[0]);
    } else if (length == 4) {
        uint32_t i = number(p);
        n = put(d->to, i < PLANE_0 ? g->four[i] : i - PLANE_1 + 0x10000);
    } else {
        length = 1;
        n = encoding_put_mark(d->to, p[0]);
    }
    d->from += length;
    d->left -= length;
    d->to += n;
    d->room -= n;
}

/* Copies ASCII, and characters of two bytes, as long as there are any. */
static void decode_run(const struct gb18030 *g, struct decoding *d)
{
    enum { WORD = 8 };
    const char *p = d->from, *end = p + d->left;
    char *to = d->to, *to_end = to + d->room;
    while (to_end - to >= WORD && end - p >= WORD) {
        uint64_t word = bytes_word(p);
        if ((word & UINT64_C(0x8080808080808080)) == 0) {
            memcpy(to, &word, WORD);
            p += WORD;
            to += WORD;
            continue;
        }
        for (; (unsigned char)*p < 0x80; p++)
            *to++ = *p;
        for (; end - p >= 2 && to_end - to >= 4; p += 2) {
            unsigned char lead = (unsigned char)p[0], trail = (unsigned char)p[1];
            if (!is_lead(lead) || trail < TRAIL || trail == 0xff)
                break;
            const char *pair = g->pair[place(lead, trail)];
            if (pair[0] == '\0')
                break;
            memcpy(to, pair, 4);
            to += utf8_length(pair[0]);
        }
        if (end - p >= WORD && (unsigned char)*p >= 0x80)
            break;
    }
    d->left = (size_t)(end - p);
    d->room = (size_t)(to_end - to);
    d->from = p;
    d->to = to;
}

void gb18030_decode(const struct gb18030 *g, struct decoding *d, bool ended, bool *euro)
{
    while (d->left > 0 && d->room >= DECODING_ROOM) {
        decode_run(g, d);
        if (d->left == 0 || d->room < DECODING_ROOM)
            return;
        size_t length = gb18030_length(d->from, d->left);
        if (length == GB18030_MORE && !ended)
            return;
        decode_one(g, d, length, euro);
    }
}
