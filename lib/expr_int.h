/* What the parts of the expression module share: the parser reads, the checker makes typed nodes.
 */
#ifndef RISK_EXPR_INT_H
#define RISK_EXPR_INT_H

#include "expr_lex.h"
#include "functions.h"

enum {
    HEIGHT_MAX = 200, /* levels of nesting, so that no walk over a tree runs out of stack */
    NODES_MAX = 20000 /* with a shared part counted each time that it is met */
};

/* What the parser knows of a node besides. */
struct node {
    struct expr x; /* first: a parsed struct expr * is a struct node * */
    size_t height, size;
    struct node *next_match; /* nodes that own a compiled pattern */
};

struct parser {
    struct lexer lexer;
    struct token token, next; /* `next` is read ahead where `peeked` */
    bool peeked;
    const struct expr_scope *scope;
    size_t depth;
    const char *inside;   /* name of the aggregate whose arguments are being read, or NULL */
    struct node *matches;
};

struct arguments {
    struct expr **v;
    size_t n, size;
};

/* Reading on: the token in hand, the one behind it, and what is wrong with it (NULL, so that a
 * caller may return it). */
bool advance(struct parser *p);
bool peek(struct parser *p, enum token_kind *kind);
struct expr *unexpected(struct parser *p, const char *wanted);
bool expect(struct parser *p, enum token_kind kind, const char *wanted);
bool deeper(struct parser *p);

/* Each reads from the token in hand and leaves the one behind what it read; NULL or false on
 * failure. */
struct expr *parse_condition(struct parser *p); /* a whole expression */
struct expr *parse_sum(struct parser *p);       /* what a comparison compares */
struct expr *parse_primary(struct parser *p);   /* a value without operators */
struct expr *parse_name(struct parser *p);
bool parse_arguments(struct parser *p, struct arguments *a);

bool arguments_add(struct parser *p, struct arguments *a, struct expr *x);

/* Each makes a node and returns it, or NULL with the lexer's error filled. */
struct expr *make_const(struct parser *p, const struct token *t);
struct expr *make_truth(struct parser *p, size_t at, bool truth);
struct expr *make_column(struct parser *p, const struct token *name);
struct expr *make_operator(struct parser *p, enum function f, size_t at, struct expr *a,
                           struct expr *b);
struct expr *make_in(struct parser *p, size_t at, const struct arguments *a);
struct expr *make_match(struct parser *p, size_t at, struct expr *a, const struct token *pattern);
struct expr *make_call(struct parser *p, const struct function_entry *f, size_t at,
                       const struct arguments *a);
/* X has its where, series and over filled in; the arguments come with A. */
struct expr *make_aggregate(struct parser *p, const struct function_entry *f, struct expr *x,
                            const struct arguments *a);
struct expr *make_earlier(struct parser *p, const struct function_entry *f, size_t at,
                          const struct arguments *a);
/* X has its days and the date of its rows filled in; NULL if there can be no window of it. */
struct expr *make_window(struct parser *p, size_t at, struct expr *x);
/* An empty node of KIND, to be finished with node_seal. */
struct expr *node_new(struct parser *p, enum expr_kind kind, enum type type, size_t at);
/* Takes over the arguments, checks the limits, derives `grouped`. */
struct expr *node_seal(struct parser *p, struct expr *x, const struct arguments *a);
/* ARG must be of COLUMN's type (a number may become a year). */
bool check_key(struct parser *p, size_t at, const struct column *column, struct expr *arg);

/* A comparison's or other operator's sign, or word. */
const char *operator_sign(enum function f);

/* `$name`, `$name(key)`: the token in hand names the parameter. With MEMBER, whether that is one of
 * its values (AT is the place of `in`). */
struct expr *parse_parameter(struct parser *p);
struct expr *parse_member(struct parser *p, struct expr *member, size_t at);
struct expr *make_member(struct parser *p, size_t at, struct expr *member, struct expr *list);

/* Index of a column or table, or an error that names the nearest and lists the rest. */
bool find_column(struct parser *p, const struct table *t, const struct token *name, size_t *out);
bool find_table(struct parser *p, struct slice name, size_t at, size_t *out);
/* An expression that the scope has under a name, or NULL. */
struct expr *find_named(const struct parser *p, struct slice name);
/* Where a table's name is expected: the token becomes one that no bare name could be. */
void take_table_name(struct parser *p);
const struct param *find_param(struct parser *p, const struct token *name);
/* No key of PARAM is KEY. */
bool unknown_key(struct parser *p, const struct param *param, const struct expr *key);
const struct function_entry *find_function(struct parser *p, const struct token *name);

#endif
