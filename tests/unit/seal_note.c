/* A root on paper: every wrong digit and every swap of neighbours is found. */
#include "seal_note.h"

#include "tap.h"

static uint8_t root[HASH_SIZE];
static char text[512];
static size_t length;

static void write_note(void)
{
    struct buffer b = {0};
    for (int i = 0; i < SEAL_NOTE_LINES; i++)
        ok(seal_note_line(root, i, &b) && buffer_char(&b, '\n'), "line %d", i + 1);
    memcpy(text, b.p, b.n);
    length = b.n;
    buffer_free(&b);
}

static bool reads(struct slice s)
{
    struct error e;
    uint8_t back[HASH_SIZE];
    return seal_note_read(s, back, &e) == ST_OK && memcmp(back, root, HASH_SIZE) == 0;
}

static bool refuses(struct slice s, const char *why)
{
    struct error e = {0};
    uint8_t back[HASH_SIZE];
    return seal_note_read(s, back, &e) == ST_USAGE && strstr(e.text, why) != NULL;
}

static void both_forms(void)
{
    char plain[HASH_DIGITS];
    hash_text(root, plain);
    ok(reads((struct slice){text, length}), "as it is written");
    ok(reads((struct slice){plain, sizeof plain}), "digits alone");
    for (size_t i = 0; i < sizeof plain; i++)
        if (plain[i] >= 'a')
            plain[i] = (char)(plain[i] - 'a' + 'A');
    ok(reads((struct slice){plain, sizeof plain}), "in capitals");
    ok(refuses((struct slice){plain, 63}, "63 digits, where 64"), "a digit is missing");
    ok(refuses((struct slice){text, length - 2}, "71 digits"), "a check digit is missing");
    ok(refuses(SLICE(""), "0 digits"), "nothing");
    ok(refuses(SLICE("0x12"), "hexadecimal digits only"), "an x");
    ok(refuses(SLICE("３f"), "hexadecimal digits only"), "a full-width digit");
}

static bool is_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

static void every_slip(void)
{
    static const char digits[] = "0123456789abcdef";
    char bad[512];
    int tried = 0, lost = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(text[i]))
            continue;
        for (int d = 0; d < 16; d++) {
            memcpy(bad, text, length);
            bad[i] = digits[d];
            if (bad[i] == text[i])
                continue;
            tried++;
            lost += !refuses((struct slice){bad, length}, "was not copied right");
        }
    }
    ok(tried == 72 * 15 && lost == 0, "every wrong digit: %d, not found: %d", tried, lost);
    tried = lost = 0;
    for (size_t i = 0; i < length; i++) {
        size_t next = i + 1;
        while (next < length && !is_digit(text[next]))
            next++;
        if (!is_digit(text[i]) || next == length || text[i] == text[next])
            continue;
        memcpy(bad, text, length);
        bad[i] = text[next];
        bad[next] = text[i];
        tried++;
        lost += reads((struct slice){bad, length});
    }
    ok(tried > 50 && lost == 0, "every swap of neighbours: %d, not found: %d", tried, lost);
    size_t line = length / SEAL_NOTE_LINES;
    memcpy(bad, text, length);
    memcpy(bad, text + line, line);
    memcpy(bad + line, text, line);
    ok(refuses((struct slice){bad, length}, "line 1 "), "lines 1 and 2 swapped");
}

int main(void)
{
    for (size_t i = 0; i < HASH_SIZE; i++)
        root[i] = (uint8_t)(i * 37 + 11);
    write_note();
    both_forms();
    every_slip();
    return done_testing();
}
