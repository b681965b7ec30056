#include "xml_int.h"

#include <stdlib.h>

#include "buffer.h"
#include "utf8.h"

enum { DEPTH_MAX = 16, ATTRIBUTES_MAX = 16 };

/* What a byte may stand in: names, their beginnings, texts (not ], lest ]]> be there), values (not
 * line ends and tabs, which would become blanks). */
enum { IN_NAME = 1, BEGINS_NAME = 2, IN_TEXT = 4, IN_VALUE = 8 };
static const unsigned char table[256] = {
     0,  0,  0,  0,  0,  0,  0,  0,  0,  4,  4,  0,  0,  0,  0,  0,
     0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,
    12, 12, 12, 12, 12, 12,  0, 12, 12, 12, 12, 12, 12, 13, 13, 12,
    13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 12,  0, 12, 12, 12,
    12, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 12, 12,  8, 12, 15,
    12, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12};

/* Where a run of bytes that all have BIT ends. */
RISK_INLINE char *run(char *at, const char *end, unsigned char bit)
{
    while (at < end && (table[(unsigned char)*at] & bit) != 0)
        at++;
    return at;
}

struct scanner {
    struct stretch *s;
    const char *end;
    struct slice open[DEPTH_MAX];
    unsigned depth, depth_max;
    enum scan result;
};

static struct event *add_event(struct scanner *x, enum event_kind kind, char *p, size_t n)
{
    struct stretch *s = x->s;
    if (s->n == s->size && !grow(&s->events, &s->size, s->n + 1, sizeof *s->events)) {
        x->result = SCAN_MEMORY;
        return NULL;
    }
    struct event *v = &s->events[s->n++];
    *v = (struct event){.kind = kind, .n = n, .p = p, .attribute = s->attribute_n};
    return v;
}

static char *leave(struct scanner *x, enum scan why)
{
    x->result = why;
    return NULL;
}

/* Room for a name, a value, and the NULL behind the last. */
static bool attribute_room(struct stretch *s)
{
    return s->attribute_n + 3 <= s->attribute_size ||
           grow(&s->attributes, &s->attribute_size, s->attribute_n + 3, sizeof *s->attributes);
}

static bool twice(const struct stretch *s, size_t first, const char *name, size_t n)
{
    for (size_t i = first; i < s->attribute_n; i += 2)
        if (bytes_eq(s->attributes[i], name, n) && s->attributes[i][n] == '=')
            return true;
    return false;
}

/* Attributes from AT, which is at a blank; returns where the tag's > or / is. */
static char *scan_attributes(struct scanner *x, char *at, size_t first)
{
    struct stretch *s = x->s;
    while (at < x->end && *at == ' ') {
        char *name = ++at, *name_end = run(at, x->end, IN_NAME);
        if (x->end - name_end < 2)
            return leave(x, SCAN_MORE);
        if (name == name_end) /* a blank before the end of the tag */
            return *at == '>' || *at == '/' ? at : leave(x, SCAN_OTHER);
        char quote = name_end[1];
        if ((table[(unsigned char)*name] & BEGINS_NAME) == 0 || *name_end != '=' ||
            (quote != '"' && quote != '\'') ||
            twice(s, first, name, (size_t)(name_end - name)) ||
            s->attribute_n - first >= 2 * ATTRIBUTES_MAX)
            return leave(x, SCAN_OTHER);
        char *value = name_end + 2;
        for (at = value; at < x->end && *at != quote; at++)
            if ((table[(unsigned char)*at] & IN_VALUE) == 0)
                return leave(x, SCAN_OTHER);
        if (at == x->end)
            return leave(x, SCAN_MORE);
        if (!attribute_room(s))
            return leave(x, SCAN_MEMORY);
        s->attributes[s->attribute_n++] = name;
        s->attributes[s->attribute_n++] = value;
        at++;
    }
    return at < x->end ? at : leave(x, SCAN_MORE);
}

/* A start tag at AT; returns what follows it. */
static char *scan_start(struct scanner *x, char *at)
{
    struct stretch *s = x->s;
    char *name = at + 1, *name_end = run(name, x->end, IN_NAME);
    if (name < x->end && (table[(unsigned char)*name] & BEGINS_NAME) == 0)
        return leave(x, SCAN_OTHER);
    if (name_end == x->end)
        return leave(x, SCAN_MORE);
    if (x->depth == x->depth_max)
        return leave(x, SCAN_OTHER);
    struct slice element = {name, (size_t)(name_end - name)};
    struct event *v = add_event(x, EVENT_START, name, element.n);
    if (v == NULL || !attribute_room(s))
        return leave(x, SCAN_MEMORY);
    at = scan_attributes(x, name_end, s->attribute_n);
    if (at == NULL)
        return NULL;
    s->attributes[s->attribute_n++] = NULL;
    if (*at == '>') {
        x->open[x->depth++] = element;
        return at + 1;
    }
    if (x->end - at < 2)
        return leave(x, SCAN_MORE);
    if (at[0] != '/' || at[1] != '>')
        return leave(x, SCAN_OTHER);
    return add_event(x, EVENT_END, name, element.n) != NULL ? at + 2 : NULL;
}

/* An end tag at AT. */
static char *scan_end(struct scanner *x, char *at)
{
    if (x->depth == 0)
        return leave(x, SCAN_OTHER);
    struct slice element = x->open[x->depth - 1];
    if ((size_t)(x->end - at) < element.n + 3)
        return leave(x, SCAN_MORE);
    if (!bytes_eq(at + 2, element.p, element.n) || at[2 + element.n] != '>')
        return leave(x, SCAN_OTHER);
    x->depth--;
    return add_event(x, EVENT_END, at + 2, element.n) != NULL ? at + element.n + 3 : NULL;
}

/* The character that a reference at AT stands for: one of XML's own five; *N is its length. NUL:
 * it is another one, or may be cut off. */
static char reference(const char *at, const char *end, size_t *n)
{
    static const struct {
        const char *text;
        unsigned n;
        char c;
    } all[] = {{"&amp;", 5, '&'}, {"&lt;", 4, '<'}, {"&gt;", 4, '>'}, {"&quot;", 6, '"'},
               {"&apos;", 6, '\''}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if ((size_t)(end - at) >= all[i].n && memcmp(at, all[i].text, all[i].n) == 0) {
            *n = all[i].n;
            return all[i].c;
        }
    return '\0';
}

static char *scan_text(struct scanner *x, char *at)
{
    char *begin = at;
    bool plain = true;
    size_t n = 1;
    for (;; at += n, plain = false) {
        at = run(at, x->end, IN_TEXT);
        if (at == x->end)
            return leave(x, SCAN_MORE);
        if (*at == '<')
            break;
        n = 1;
        if (*at != '\r' && (*at != '&' || reference(at, x->end, &n) == '\0'))
            return leave(x, SCAN_OTHER);
    }
    struct event *v = add_event(x, EVENT_TEXT, begin, (size_t)(at - begin));
    if (v == NULL)
        return NULL;
    v->plain = plain;
    return at;
}

/* Puts characters for references, and a line feed for each line end, in place. */
static void settle(struct event *v)
{
    const char *from = v->p, *end = v->p + v->n;
    char *to = v->p;
    while (from < end) {
        size_t n = 1;
        char c = *from;
        if (c == '&')
            c = reference(from, end, &n);
        if (c == '\r') {
            c = '\n';
            n += from + 1 < end && from[1] == '\n';
        }
        *to++ = c;
        from += n;
    }
    v->n = (size_t)(to - v->p);
}

/* UTF-8, and no U+FFFE and U+FFFF, which XML leaves out (XML 1.0, 2.2). */
static bool is_text(const char *p, const char *end)
{
    if (!utf8_valid(p, (size_t)(end - p)))
        return false;
    while ((p = memchr(p, '\xef', (size_t)(end - p))) != NULL) {
        if (end - p > 2 && p[1] == '\xbf' && (p[2] == '\xbe' || p[2] == '\xbf'))
            return false;
        p++;
    }
    return true;
}

/* Texts as they are meant, NULs behind names and values: each stands on a byte of markup that has
 * been read. */
static void finish(struct stretch *s)
{
    for (size_t i = 0; i < s->n; i++) {
        struct event *v = &s->events[i];
        if (v->kind == EVENT_TEXT && !v->plain)
            settle(v);
        if (v->kind == EVENT_TEXT)
            continue;
        if (v->kind == EVENT_START)
            for (char **a = &s->attributes[v->attribute]; a[0] != NULL; a += 2) {
                *run(a[0], a[1], IN_NAME) = '\0';
                char quote = a[1][-1];
                *strchr(a[1], quote) = '\0';
            }
        v->p[v->n] = '\0';
    }
}

enum scan xml_scan(struct stretch *s, char *at, const char *end, unsigned depth, size_t *used)
{
    struct scanner x = {
        .s = s, .end = end, .depth_max = depth < DEPTH_MAX ? depth : DEPTH_MAX};
    char *begin = at;
    s->n = s->next = s->attribute_n = 0;
    *used = 0;
    do {
        if (*at != '<')
            at = scan_text(&x, at);
        else if (end - at < 2)
            at = leave(&x, SCAN_MORE);
        else
            at = at[1] == '/' ? scan_end(&x, at) : scan_start(&x, at);
    } while (at != NULL && x.depth > 0 && at < end);
    if (at != NULL && x.depth > 0)
        at = leave(&x, SCAN_MORE);
    if (at != NULL && !is_text(begin, at))
        at = leave(&x, SCAN_OTHER);
    if (at == NULL) {
        s->n = 0;
        return x.result;
    }
    finish(s);
    *used = (size_t)(at - begin);
    return SCAN_DONE;
}

void stretch_free(struct stretch *s)
{
    free(s->events);
    free(s->attributes);
}
