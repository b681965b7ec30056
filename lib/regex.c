#include "regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "i18n.h"
#include "text.h"

/* Enough for any honest pattern on any honest cell; an exploding one reaches them in well under a
 * second. */
enum {
    MATCH_LIMIT = 2000000,     /* steps of backtracking */
    DEPTH_LIMIT = 1000000,     /* remembered at a time */
    HEAP_LIMIT = 128 * 1024,   /* KiB */
    PATTERN_MAX = 64 * 1024,   /* bytes */
    JIT_STACK_MIN = 32 * 1024, /* bytes */
    JIT_STACK_MAX = 1024 * 1024
};

struct regex {
    const char *owner; /* or NULL */
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    struct slice pattern;
    char bytes[];
};

static enum status pattern_error(struct slice pattern, int code, PCRE2_SIZE offset, struct error *e)
{
    PCRE2_UCHAR text[256] = "";
    pcre2_get_error_message(code, text, sizeof text);
    struct slice before = {pattern.p, offset < pattern.n ? offset : pattern.n};
    before.n = utf8_check(before);
    char shown[QUOTE_SIZE];
    return error_set(e, ST_USAGE, _("pattern '%s': %s, at the pattern's character %zu"),
                     quote(shown, pattern), (const char *)text, text_length(before) + 1);
}

static enum status compile(struct regex *r, struct error *e)
{
    int code;
    PCRE2_SIZE offset;
    r->code = pcre2_compile((PCRE2_SPTR)r->pattern.p, r->pattern.n,
                            PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C, &code, &offset, NULL);
    if (r->code == NULL)
        return code == PCRE2_ERROR_HEAP_FAILED ? error_memory(e)
                                               : pattern_error(r->pattern, code, offset, e);
    r->context = pcre2_match_context_create(NULL);
    r->match = pcre2_match_data_create(1, NULL);
    if (r->context == NULL || r->match == NULL)
        return error_memory(e);
    pcre2_set_match_limit(r->context, MATCH_LIMIT);
    pcre2_set_depth_limit(r->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(r->context, HEAP_LIMIT);
    /* Where the library has no JIT the interpreter gives the same answers, later. */
    if (pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE) == 0) {
        r->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL);
        if (r->stack == NULL)
            return error_memory(e);
        pcre2_jit_stack_assign(r->context, NULL, r->stack);
    }
    return ST_OK;
}

enum status regex_compile(struct slice pattern, struct regex **out, struct error *e)
{
    *out = NULL;
    if (pattern.n > PATTERN_MAX)
        return error_set(e, ST_USAGE, _("a pattern of %zu bytes is too long; at most %d are taken"),
                         pattern.n, (int)PATTERN_MAX);
    struct regex *r = calloc(1, sizeof *r + pattern.n + 1);
    if (r == NULL)
        return error_memory(e);
    if (pattern.n > 0)
        memcpy(r->bytes, pattern.p, pattern.n);
    r->pattern = (struct slice){r->bytes, pattern.n};
    enum status s = compile(r, e);
    if (s != ST_OK) {
        regex_free(r);
        return s;
    }
    *out = r;
    return ST_OK;
}

/* Puts the owner's name before what is said. */
static enum status owned(const struct regex *r, struct error *e)
{
    if (e == NULL || r->owner == NULL)
        return ST_DATA;
    char text[sizeof e->text];
    memcpy(text, e->text, sizeof text);
    return error_set(e, ST_DATA, "%s: %s", r->owner, text);
}

static enum status gave_up(const struct regex *r, struct slice subject, int code, struct error *e)
{
    char pattern[QUOTE_SIZE], shown[QUOTE_SIZE];
    quote(pattern, r->pattern);
    quote(shown, subject);
    switch (code) {
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
        error_set(
            e, ST_DATA,
            _("pattern '%s' has too many ways to match '%s' and was given up; a repeat inside a "
              "repeat, such as (a+)+, is often the cause"),
            pattern, shown);
        break;
    default: {
        PCRE2_UCHAR text[256] = "";
        pcre2_get_error_message(code, text, sizeof text);
        error_set(e, ST_DATA, _("pattern '%s' failed on '%s': %s"), pattern, shown,
                  (const char *)text);
    }
    }
    return owned(r, e);
}

enum status regex_match(struct regex *r, struct slice subject, bool *matched, size_t *from,
                        size_t *to, struct error *e)
{
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.n == 0 ? "" : subject.p);
    *matched = false;
    int n = pcre2_match(r->code, text, subject.n, 0, PCRE2_NO_UTF_CHECK, r->match, r->context);
    /* A long cell may need more stack than the JIT has; the interpreter takes it from the heap. */
    if (n == PCRE2_ERROR_JIT_STACKLIMIT)
        n = pcre2_match(r->code, text, subject.n, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, r->match,
                        r->context);
    if (n == PCRE2_ERROR_NOMATCH)
        return ST_OK;
    if (n == PCRE2_ERROR_NOMEMORY)
        return error_memory(e);
    if (n < 0)
        return gave_up(r, subject, n, e);
    *matched = true;
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(r->match);
    if (from != NULL)
        *from = span[0];
    if (to != NULL)
        *to = span[1];
    return ST_OK;
}

void regex_belongs(struct regex *r, const char *name)
{
    r->owner = name;
}

struct slice regex_pattern(const struct regex *r)
{
    return r->pattern;
}

void regex_free(struct regex *r)
{
    if (r == NULL)
        return;
    pcre2_code_free(r->code);
    pcre2_match_data_free(r->match);
    pcre2_match_context_free(r->context);
    pcre2_jit_stack_free(r->stack);
    free(r);
}
