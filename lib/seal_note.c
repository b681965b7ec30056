#include "seal_note.h"

#include "i18n.h"

enum { CHECK = 2, WITH_CHECK = SEAL_NOTE_DIGITS + CHECK, PRIME = 97 };

static unsigned value_of(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a') + 10;
}

/* The line's number and its digits, base 16, modulo a prime above any digit: what one wrong digit,
 * or two that are swapped, change is no multiple of it. */
static unsigned check_of(const char digits[SEAL_NOTE_DIGITS], int line)
{
    unsigned v = (unsigned)line + 1;
    for (int i = 0; i < SEAL_NOTE_DIGITS; i++)
        v = (v * 16 + value_of(digits[i])) % PRIME;
    return v;
}

bool seal_note_line(const uint8_t root[HASH_SIZE], int line, struct buffer *out)
{
    char all[HASH_DIGITS];
    hash_text(root, all);
    const char *p = all + line * SEAL_NOTE_DIGITS;
    return buffer_printf(out, "%.4s %.4s %.4s %.4s - %02u", p, p + 4, p + 8, p + 12,
                         check_of(p, line));
}

/* The digits of TEXT, in lower case, into OUT. */
static enum status take_digits(struct slice text, char out[SEAL_NOTE_LINES * WITH_CHECK], size_t *n,
                               struct error *e)
{
    char q[QUOTE_SIZE];
    *n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-')
            continue;
        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return error_set(e, ST_USAGE, _("not a root: '%s': it has hexadecimal digits only"),
                             quote(q, text));
        if (*n < SEAL_NOTE_LINES * WITH_CHECK)
            out[*n] = c;
        ++*n;
    }
    if (*n == HASH_DIGITS || *n == SEAL_NOTE_LINES * WITH_CHECK)
        return ST_OK;
    return error_set(e, ST_USAGE,
                     _("not a root: '%s': %zu digits, where 64 must stand, or 72 with check "
                       "digits"),
                     quote(q, text), *n);
}

enum status seal_note_read(struct slice text, uint8_t out[HASH_SIZE], struct error *e)
{
    char digits[SEAL_NOTE_LINES * WITH_CHECK], plain[HASH_DIGITS];
    size_t n;
    enum status s = take_digits(text, digits, &n, e);
    if (s != ST_OK)
        return s;
    bool checked = n > HASH_DIGITS;
    for (int line = 0; line < SEAL_NOTE_LINES; line++) {
        const char *p = digits + line * (checked ? WITH_CHECK : SEAL_NOTE_DIGITS);
        const char *check = p + SEAL_NOTE_DIGITS;
        unsigned is = check_of(p, line);
        if (checked && (check[0] != (char)('0' + is / 10) || check[1] != (char)('0' + is % 10)))
            return error_set(e, ST_USAGE,
                             _("line %d of the root was not copied right: its digits give the "
                               "check digits %02u, and '%.2s' stands there"),
                             line + 1, is, check);
        memcpy(plain + line * SEAL_NOTE_DIGITS, p, SEAL_NOTE_DIGITS);
    }
    hash_parse((struct slice){plain, sizeof plain}, out);
    return ST_OK;
}
