/* Words, literals and signs of an expression. */
#ifndef RISK_EXPR_LEX_H
#define RISK_EXPR_LEX_H

#include "expr.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME, /* bare: a column, or a function where `(` follows; may hold points between words */
    TOKEN_BACKQUOTED,
    TOKEN_PARAMETER, /* its name without the $ */
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_PERIOD, /* a date, month or quarter: `type` and `whole` */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_POINT,
    TOKEN_RANGE,
    TOKEN_ADD,
    TOKEN_SUB,
    TOKEN_MUL,
    TOKEN_DIV,
    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE,
    TOKEN_MATCH,
    TOKEN_NOT_MATCH,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_IN,
    TOKEN_NOT_IN,
    TOKEN_BETWEEN,
    TOKEN_WHERE,
    TOKEN_OVER,
    TOKEN_TRUE,
    TOKEN_FALSE
};

struct token {
    enum token_kind kind;
    size_t at, end;     /* bytes of the text that it takes */
    struct slice text;  /* a name or text, quotes undone */
    struct num number;
    enum type type;
    int64_t whole;
};

/* `text` must be valid UTF-8. The first failure stays in `status`. */
struct lexer {
    struct slice text;
    size_t at;
    struct arena *arena;
    struct error *error;
    enum status status;
};

bool lex_next(struct lexer *l, struct token *out);
/* Fills the lexer's error with "at character N: ..." (ST_USAGE); returns false. */
bool lex_fail(struct lexer *l, size_t at, const char *format, ...) RISK_PRINTF(3, 4);
bool lex_memory(struct lexer *l);
/* Whether NAME, written bare, would be read as a column's name. */
bool lex_bare(struct slice name);
/* Whether a name that is the first N bytes of TEXT ends there. */
bool lex_ends_name(struct slice text, size_t n);
/* Words that are not reserved but mean something in their place. */
bool word_is_value(struct slice name);  /* in a threshold */
bool word_is_all(struct slice name);    /* after `over` */
bool word_is_others(struct slice name);
bool word_is_within(struct slice name); /* after an aggregate */
bool word_is_days(struct slice name);   /* after its number */
bool word_is_of(struct slice name);     /* after that */

#endif
