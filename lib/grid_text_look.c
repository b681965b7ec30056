/* The first lines of text: what separates its cells, and what ends its lines. */
#include <stdlib.h>

#include "grid_text_int.h"
#include "reader_int.h"

/* Swaps line feeds and carriage returns. */
void text_swap(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        p[i] = p[i] == '\n' ? '\r' : p[i] == '\r' ? '\n' : p[i];
}

/* Whether lines end in carriage returns and there is no line feed, but within quotes. */
static bool ends_in_returns(struct slice s)
{
    bool quoted = false, returns = false;
    for (size_t i = 0; i < s.n; i++) {
        quoted ^= s.p[i] == '"';
        if (quoted)
            continue;
        if (s.p[i] == '\n')
            return false;
        returns |= s.p[i] == '\r';
    }
    return returns;
}

/* What Excel writes above a table to name its separator: sep=; */
static size_t told_separator(struct slice s, char *separator)
{
    static const char sep[] = "sep=";
    enum { AT = sizeof sep - 1 };
    if (s.n <= AT)
        return 0;
    for (size_t i = 0; i < AT; i++)
        if ((s.p[i] | 0x20) != (sep[i] | 0x20))
            return 0;
    unsigned char c = (unsigned char)s.p[AT];
    bool odd = c == '"' || c == '\n' || c == '\r' || c < '\t' || c >= 0x7f ||
               (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    size_t end = AT + 1;
    if (end < s.n && s.p[end] == '\r')
        end++;
    if (odd || (end < s.n && s.p[end] != '\n'))
        return 0;
    *separator = (char)c;
    return end < s.n ? end + 1 : end;
}

enum { RECORDS = 100 };

/* How well SEPARATOR explains the first records: the number of those that have as many cells as
 * most have (*FIELDS), which are two at least. */
static size_t agreement(struct slice s, bool ended, char separator, size_t *fields)
{
    struct shape shape = shape_of(READER_CSV);
    shape.separator = separator;
    shape.trick = true;
    size_t count[RECORDS], n = 0, best = 0;
    while (s.n > 0 && n < RECORDS) {
        struct walk w = {0};
        bool whole = walk_on(&w, &shape, s.p, s.n);
        if (!whole && !ended)
            break;
        if (w.fault.kind == FAULT_NONE && w.field > 0)
            count[n++] = w.field + 1;
        s.p += w.at + whole;
        s.n -= w.at + whole;
    }
    *fields = 0;
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t k = 0; k < n; k++)
            same += count[k] == count[i];
        if (same > best || (same == best && count[i] > *fields)) {
            best = same;
            *fields = count[i];
        }
    }
    return best;
}

/* Where two explain as much, the one that texts hold less often. */
static char decide(struct slice s, bool ended)
{
    static const char candidates[] = {'\t', ';', '|', ','};
    char best = ',';
    size_t best_count = 0, best_fields = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t fields, count = agreement(s, ended, candidates[i], &fields);
        if (count > best_count || (count == best_count && fields > best_fields)) {
            best = candidates[i];
            best_count = count;
            best_fields = fields;
        }
    }
    return best;
}

enum status text_look(struct source *s, char separator, struct text_look *out, struct error *e)
{
    enum { LOOK = 64 * 1024 };
    struct slice first;
    *out = (struct text_look){.separator = ','};
    enum status st = source_peek(s, LOOK, &first, e);
    char *copy = st == ST_OK ? malloc(LOOK) : NULL;
    if (st == ST_OK && copy == NULL)
        st = error_memory(e);
    if (st != ST_OK)
        return st;
    bool ended = first.n < LOOK;
    if (!ended)
        first.n = LOOK;
    memcpy(copy, first.p, first.n);
    struct slice text = {copy, first.n};
    size_t mark = text.n >= 3 && memcmp(copy, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    out->returns = ends_in_returns(text);
    if (out->returns)
        text_swap(copy, first.n);
    text = (struct slice){copy + mark, first.n - mark};
    size_t told = told_separator(text, &out->separator);
    out->skip = told > 0 ? mark + told : 0;
    if (separator != 0)
        out->separator = separator;
    else if (told == 0)
        out->separator = decide(text, ended);
    free(copy);
    return ST_OK;
}
