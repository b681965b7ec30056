/* Characters of UTF-8 text: counted, cut, folded, measured. The tables are small on purpose and
 * always the same ones, so that normal() says the same on every system; they follow Unicode's
 * UnicodeData.txt (simple lower case) and EastAsianWidth.txt. */
#include "text.h"

#include <stdint.h>

uint32_t text_take(struct slice *s)
{
    unsigned char c = (unsigned char)s->p[0];
    size_t n = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (n > s->n)
        n = 1;
    static const unsigned char mask[] = {0, 0xff, 0x1f, 0x0f, 0x07};
    uint32_t u = c & mask[n];
    for (size_t i = 1; i < n; i++)
        u = u << 6 | ((unsigned char)s->p[i] & 0x3f);
    s->p += n;
    s->n -= n;
    return u;
}

static bool put_character(struct buffer *out, uint32_t u)
{
    char c[4];
    size_t n = u < 0x80 ? 1 : u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; i-- > 1; u >>= 6)
        c[i] = (char)(0x80 | (u & 0x3f));
    c[0] = (char)(lead[n] | u);
    return buffer_append(out, c, n);
}

static bool begins_character(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

size_t text_length(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += begins_character(s.p[i]);
    return n;
}

struct slice text_left(struct slice s, size_t n)
{
    size_t i = 0;
    for (; i < s.n; i++)
        if (begins_character(s.p[i]) && n-- == 0)
            break;
    return (struct slice){s.p, i};
}

struct slice text_right(struct slice s, size_t n)
{
    size_t i = s.n;
    while (i > 0 && n > 0)
        n -= begins_character(s.p[--i]);
    return (struct slice){s.n == 0 ? s.p : s.p + i, s.n - i};
}

struct range {
    uint32_t from, to;
};

static bool is_in(const struct range *r, size_t n, uint32_t u)
{
    while (n > 0) {
        size_t half = n / 2;
        if (u < r[half].from) {
            n = half;
        } else if (u > r[half].to) {
            r += half + 1;
            n -= half + 1;
        } else {
            return true;
        }
    }
    return false;
}
#define IN(ranges, u) is_in(ranges, sizeof(ranges) / sizeof(ranges)[0], u)

bool text_is_blank(uint32_t u)
{
    static const struct range blanks[] = {
        {0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},     {0x1680, 0x1680},
        {0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x2060}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
    };
    return IN(blanks, u);
}

/* Where the last character of S begins. */
static size_t last_character(struct slice s)
{
    size_t i = s.n - 1;
    while (i > 0 && s.n - i < 4 && !begins_character(s.p[i]))
        i--;
    return i;
}

/* Whether a byte begins no blank: visible ASCII, most letters of China. */
static bool is_visible(char c)
{
    unsigned char u = (unsigned char)c;
    return (u > 0x20 && u < 0x7f) || (u > 0xe3 && u < 0xef);
}

struct slice text_trim(struct slice s)
{
    if (s.n > 0 && is_visible(s.p[0]) && is_visible(s.p[last_character(s)]))
        return s;
    for (struct slice rest = s; s.n > 0 && text_is_blank(text_take(&rest)); s = rest)
        continue;
    while (s.n > 0) {
        size_t i = last_character(s);
        struct slice last = {s.p + i, s.n - i};
        if (!text_is_blank(text_take(&last)) || last.n > 0)
            break;
        s.n = i;
    }
    return s;
}

/* Upper case in runs of every STEPth character; DELTA leads to the lower case. Sorted. */
static const struct {
    uint16_t from, to, step;
    int16_t delta;
} upper[] = {
    {0x0041, 0x005a, 1, 32},    {0x00c0, 0x00d6, 1, 32},   {0x00d8, 0x00de, 1, 32},
    {0x0100, 0x012e, 2, 1},     {0x0130, 0x0130, 1, -199}, {0x0132, 0x0136, 2, 1},
    {0x0139, 0x0147, 2, 1},     {0x014a, 0x0176, 2, 1},    {0x0178, 0x0178, 1, -121},
    {0x0179, 0x017d, 2, 1},     {0x01cd, 0x01db, 2, 1},    {0x01de, 0x01ee, 2, 1},
    {0x01f8, 0x021e, 2, 1},     {0x0386, 0x0386, 1, 38},   {0x0388, 0x038a, 1, 37},
    {0x038c, 0x038c, 1, 64},    {0x038e, 0x038f, 1, 63},   {0x0391, 0x03a1, 1, 32},
    {0x03a3, 0x03ab, 1, 32},    {0x0400, 0x040f, 1, 80},   {0x0410, 0x042f, 1, 32},
    {0x0460, 0x0480, 2, 1},     {0x048a, 0x04be, 2, 1},    {0x04c0, 0x04c0, 1, 15},
    {0x04c1, 0x04cd, 2, 1},     {0x04d0, 0x052e, 2, 1},    {0x1e00, 0x1e94, 2, 1},
    {0x1ea0, 0x1efe, 2, 1},     {0x212a, 0x212a, 1, -8383}, {0x212b, 0x212b, 1, -8262},
};

static uint32_t fold(uint32_t u)
{
    if (u >= 0xff01 && u <= 0xff5e) /* full-width ASCII */
        u -= 0xff01 - 0x21;
    enum { UPPER = sizeof upper / sizeof upper[0] };
    if (u > upper[UPPER - 1].to)
        return u;
    for (size_t i = 0; i < UPPER && upper[i].from <= u; i++)
        if (u <= upper[i].to && (u - upper[i].from) % upper[i].step == 0)
            return (uint32_t)((int32_t)u + upper[i].delta);
    return u;
}

bool text_normal(struct slice s, struct buffer *out)
{
    if (!buffer_reserve(out, s.n))
        return false;
    while (s.n > 0) {
        uint32_t u = text_take(&s);
        if (!text_is_blank(u) && !put_character(out, fold(u)))
            return false;
    }
    return true;
}

bool text_digits(struct slice s, struct buffer *out)
{
    while (s.n > 0) {
        uint32_t u = text_take(&s);
        if (u >= 0xff10 && u <= 0xff19)
            u -= 0xff10 - '0';
        if (u >= '0' && u <= '9' && !buffer_char(out, (char)u))
            return false;
    }
    return !out->failed;
}

/* Blocks that are wide as a whole (unassigned places in them included), and emoji. */
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},
    {0x23f0, 0x23f0},   {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267f, 0x267f},   {0x2693, 0x2693},   {0x26a1, 0x26a1},
    {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},   {0x26ce, 0x26ce},
    {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},
    {0x2728, 0x2728},   {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27b0, 0x27b0},   {0x27bf, 0x27bf},
    {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},   {0x2e80, 0x303e},
    {0x3041, 0x3247},   {0x3250, 0x4dbf},   {0x4e00, 0xa4cf},   {0xa960, 0xa97c},
    {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6b},
    {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18d08}, {0x1aff0, 0x1b2ff},
    {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a},
    {0x1f200, 0x1f320}, {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393},
    {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0}, {0x1f3f4, 0x1f3f4},
    {0x1f3f8, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc}, {0x1f4ff, 0x1f53d},
    {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596},
    {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc},
    {0x1f6d0, 0x1f6d2}, {0x1f6d5, 0x1f6d7}, {0x1f6dd, 0x1f6df}, {0x1f6eb, 0x1f6ec},
    {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb}, {0x1f7f0, 0x1f7f0}, {0x1f90c, 0x1f93a},
    {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x2fffd},
    {0x30000, 0x3fffd},
};

/* Marks that combine with what stands before, controls and zero-width characters. */
static const struct range narrow[] = {
    {0x0000, 0x001f},   {0x007f, 0x009f},   {0x0300, 0x036f},   {0x0483, 0x0489},
    {0x0591, 0x05bd},   {0x05bf, 0x05bf},   {0x05c1, 0x05c2},   {0x05c4, 0x05c5},
    {0x05c7, 0x05c7},   {0x0610, 0x061a},   {0x061c, 0x061c},   {0x064b, 0x065f},
    {0x0670, 0x0670},   {0x06d6, 0x06dc},   {0x06df, 0x06e4},   {0x06e7, 0x06e8},
    {0x06ea, 0x06ed},   {0x0e31, 0x0e31},   {0x0e34, 0x0e3a},   {0x0e47, 0x0e4e},
    {0x0f18, 0x0f19},   {0x0f35, 0x0f35},   {0x0f37, 0x0f37},   {0x0f39, 0x0f39},
    {0x0f71, 0x0f7e},   {0x0f80, 0x0f84},   {0x0f86, 0x0f87},   {0x0f8d, 0x0f97},
    {0x0f99, 0x0fbc},   {0x0fc6, 0x0fc6},   {0x1160, 0x11ff},   {0x180b, 0x180f},
    {0x1ab0, 0x1ace},   {0x1dc0, 0x1dff},   {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x2064},   {0x2066, 0x206f},   {0x20d0, 0x20f0},   {0x302a, 0x302d},
    {0x3099, 0x309a},   {0xfe00, 0xfe0f},   {0xfe20, 0xfe2f},   {0xfeff, 0xfeff},
    {0xe0001, 0xe0001}, {0xe0020, 0xe007f}, {0xe0100, 0xe01ef},
};

size_t text_width(struct slice s)
{
    size_t width = 0;
    while (s.n > 0) {
        uint32_t u = text_take(&s);
        if (u >= 0x20 && u < 0x7f)
            width++;
        else if (!IN(narrow, u))
            width += IN(wide, u) ? 2 : 1;
    }
    return width;
}
