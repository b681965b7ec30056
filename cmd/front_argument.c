/* Arguments that are more than a word: lists, sizes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "front_int.h"

bool front_list(struct front *f, const char *argument, char **copy, const char **items, size_t max,
                size_t *n)
{
    struct slice given = slice_of(argument);
    char *text = malloc(given.n + 1);
    if (text == NULL) {
        struct error e;
        error_memory(&e);
        f->status = front_fail(&e);
        f->over = true;
        return false;
    }
    memcpy(text, argument, given.n + 1);
    free(*copy);
    *copy = text;
    *n = 0;
    for (char *next = text, *item; next != NULL;) {
        item = next;
        next = strchr(item, ',');
        if (next != NULL)
            *next++ = '\0';
        char q[QUOTE_SIZE];
        if (*item == '\0')
            front_usage(f, _("an item of the list is blank: '%s'"), quote(q, given));
        else if (*n == max)
            front_usage(f, _("the list has more than %zu items"), max);
        if (f->over)
            return false;
        items[(*n)++] = item;
    }
    return true;
}

bool front_size(struct front *f, const char *option, const char *argument, size_t *out)
{
    size_t v = 0;
    const char *p = argument;
    bool good = *p >= '0' && *p <= '9';
    for (; *p >= '0' && *p <= '9'; p++) {
        size_t digit = (size_t)(*p - '0');
        good = good && v <= (SIZE_MAX - digit) / 10;
        v = v * 10 + digit;
    }
    static const char units[] = "KMG";
    const char *unit = *p != '\0' ? strchr(units, *p) : NULL;
    int shift = unit != NULL ? 10 * (int)(unit - units + 1) : 0;
    if (unit != NULL)
        p++;
    if (!good || *p != '\0' || v == 0 || v > SIZE_MAX >> shift) {
        char q[QUOTE_SIZE];
        front_usage(f, _("%s: no size: '%s' (bytes, or with K, M, G: 64M)"), option,
                    quote(q, slice_of(argument)));
        return false;
    }
    *out = v << shift;
    return true;
}

bool front_count(struct front *f, const char *option, const char *argument, unsigned most,
                 unsigned *out)
{
    unsigned v = 0;
    const char *p = argument;
    for (; *p >= '0' && *p <= '9' && v <= most; p++)
        v = v * 10 + (unsigned)(*p - '0');
    if (*p != '\0' || v == 0 || v > most) {
        char q[QUOTE_SIZE];
        front_usage(f, _("%s: not a number from 1 to %u: '%s'"), option, most,
                    quote(q, slice_of(argument)));
        return false;
    }
    *out = v;
    return true;
}
