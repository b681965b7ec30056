/* What is kept of a subject's rows in one period for one aggregate: a state that rows are added to,
 * that two of which merge, and that can be put away in a file. States stand side by side in a
 * group's row (group.h). */
#ifndef RISK_SLOT_H
#define RISK_SLOT_H

#include "keytab.h"
#include "vec.h"

enum slot_kind {
    SLOT_COUNT, /* rows */
    SLOT_SUM,
    SLOT_EXTREME,   /* smallest or largest value */
    SLOT_SAME,      /* the one value that all rows have: a number, day, month ... */
    SLOT_SAME_TEXT, /* or a text */
    SLOT_ORDERED,   /* the value of the first or last row */
    SLOT_LIST,      /* all numbers or dates */
    SLOT_SET,       /* different values */
    SLOT_WINDOW,    /* all values with their dates and lines */
    SLOT_EVIDENCE   /* lines */
};

/* A group's row begins with this; the states of its slots follow. */
struct group_head {
    uint32_t subject;
    int32_t period;
    why_t why;    /* something about a row of it was unreadable */
    uint8_t owns; /* a state holds memory outside the row */
};

static inline struct group_head *group_head(char *group)
{
    return (struct group_head *)(void *)group;
}

/* A number (a decimal of 64 bits at its own scale, or `wide`), a text's number in slot.texts, or
 * days, months ... States are small: at a million subjects it is their size that costs time. */
struct value_state {
    int64_t low;
    uint32_t wide; /* index + 1 in slot.wide, in slot.sums for a sum; 0 for none */
    why_t why;     /* 0, or why the result is unknown */
    uint8_t scale, set;
};

struct count_state {
    uint32_t low; /* rows: use count_rows */
    uint16_t high;
    why_t why;
};
static inline uint64_t count_rows(const struct count_state *c)
{
    return (uint64_t)c->high << 32 | c->low;
}

struct text_state {
    uint32_t text; /* number in slot.texts + 1, 0 for none */
    why_t why;
};

struct ordered_state {
    struct value_state value;
    int64_t order;
    uint8_t tie; /* rows of the same order with different values */
};

struct list_state {
    void *values; /* int64_t at `scale`, or struct num if wide */
    uint32_t n, size;
    why_t why;
    uint8_t scale, wide;
};

struct window_row {
    struct value_state value; /* unset for a count; a text by its number in slot.texts */
    uint64_t line;   /* or the number in slot.texts of what its _source says, or in slot.places */
    uint32_t source; /* file's number, SOURCE_TEXT or SOURCE_PLACES */
    int32_t day;
};
struct window_state {
    struct window_row *rows;
    uint32_t n, size;
    why_t why;
};

/* Lines, at most EVIDENCE_MAX of them, and how many rows there were. */
enum { EVIDENCE_MAX = 100 };
struct evidence_state {
    uint32_t first_low; /* the newest range begins at line first_high * 2^32 + first_low */
    uint8_t first_high;
    uint8_t n;       /* lines in it */
    uint16_t source; /* file's number, or SOURCE_TEXT where the line is a text's number */
    uint32_t older;  /* index + 1 in slot.ranges */
    uint32_t total;  /* rows; EVIDENCE_MORE: nobody knows how many more */
};
enum { SOURCE_TEXT = UINT16_MAX, SOURCE_PLACES = UINT16_MAX + 1 };
#define EVIDENCE_MORE UINT32_MAX

struct line_range {
    uint64_t first;
    uint32_t n, source, older;
};
/* The lines that a row which was made of others rests on. */
struct places {
    const struct line_range *list; /* `older` says nothing */
    size_t n;
    uint32_t total;            /* rows; the list may hold fewer */
    const struct slice *texts; /* of those of SOURCE_TEXT, by `first` */
};
/* Those of a row that was read: its line, or what its _source says. Points to itself. */
struct one_place {
    struct line_range line;
    struct slice text;
    struct places places;
};
static inline const struct places *place_one(struct one_place *p, uint64_t line, uint32_t source,
                                             struct slice source_text)
{
    bool told = source_text.n > 0;
    p->line = (struct line_range){told ? 0 : line, 1, told ? SOURCE_TEXT : source, 0};
    p->text = source_text;
    p->places = (struct places){&p->line, 1, 1, &p->text};
    return &p->places;
}
/* The newest range of X. */
static inline struct line_range evidence_newest(const struct evidence_state *x)
{
    return (struct line_range){(uint64_t)x->first_high << 32 | x->first_low, x->n, x->source,
                               x->older};
}
static inline void evidence_put(struct evidence_state *x, struct line_range r)
{
    x->first_low = (uint32_t)r.first;
    x->first_high = (uint8_t)(r.first >> 32);
    x->n = (uint8_t)r.n;
    x->source = (uint16_t)r.source;
}

/* Memory of what must hold every value, of all slots and checks together. */
struct hold {
    size_t limit; /* 0: none */
    size_t bytes;
    const void *refused; /* the slot or check that would have gone beyond */
};
/* What WHO holds is to take TO bytes and not FROM: false if that is too much. H may be NULL. */
bool hold_change(struct hold *h, size_t from, size_t to, const void *who);

struct slot {
    enum slot_kind kind;
    bool last; /* SLOT_EXTREME: largest; SLOT_ORDERED: last */
    enum type type;
    struct hold *hold;                             /* or NULL */
    const struct expr *arg;                        /* NULL for counts and evidence */
    const struct expr *where;                      /* rows that are added; NULL: all */
    const struct expr *order;                      /* SLOT_ORDERED, SLOT_WINDOW */
    struct slice key;                              /* the same for the same state */
    struct slice arg_text, where_text, order_text; /* the same for the same expression */
    size_t offset;                                 /* in a group's row */
    why_t differs, blank;                          /* reasons that this slot gives */
    struct keytab texts;
    struct recent_text { /* [subject]: SLOT_SAME_TEXT: the text that it had last */
        const char *p;
        uint32_t n, text; /* `text` as in struct text_state */
    } * recent;
    size_t recent_size;
    struct slot *wider; /* SLOT_SAME_TEXT: one of the same texts that is given all rows, and before
                           this: its `texts` and `recent` serve both; NULL: none */
    struct num *wide;
    struct num_sum *sums;
    size_t wide_n, wide_size; /* of the one of them that it has */
    uint32_t *wide_free;      /* free places */
    size_t free_n, free_size;
    struct places *places; /* SLOT_WINDOW: of rows made of others */
    size_t places_n, places_size;
    struct arena places_arena;
    bool of_key; /* says what a view's key is: rejected rows tell it, too */
    bool idle;   /* what it is given is not there in the reading at hand */
    bool made;   /* SLOT_EVIDENCE: of rows made of others, which may rest on the same lines */
    bool apart;  /* the same: no two of them do */
    struct line_range *ranges;
    size_t ranges_n, ranges_size;
    uint32_t ranges_free;
};

size_t slot_size(enum slot_kind kind); /* bytes, a multiple of 8 */

/* Rows of a batch and the group that each belongs to. */
struct slot_rows {
    size_t n;
    char **group;            /* [row] a group's row, NULL for a row that has none */
    const uint32_t *subject; /* [row] its subject's number, where it has a group */
    uint32_t subject_n;      /* subjects so far */
    const uint64_t *line;
    uint32_t source;
    const struct slice *source_text; /* _source cells, or NULL */
    const uint32_t *pick; /* [picks] the rows that have a group and that the slot's `where` keeps;
                             NULL: all N */
    size_t picks;
    const uint32_t *doubt; /* [doubts] those of which it does not know */
    const why_t *doubt_why;
    size_t doubts;
    const struct places *places; /* instead of lines, for rows made of others; or NULL */
    struct arena *scratch;       /* for the time of the call */
};
/* Adds the rows picked. ARG and ORDER are the values of the slot's expressions (NULL where it has
 * none). False when memory is out. */
bool slot_add(struct slot *s, const struct slot_rows *rows, const struct vec *arg,
              const struct vec *order, struct reasons *reasons);

/* A group's row at GROUP gets what FROM holds as well. */
bool slot_merge(struct slot *s, char *group, const char *from, struct reasons *reasons);
/* Gives back what the state holds outside the row; the state is then to be cleared, which
 * slot_clear does too. */
void slot_release(struct slot *s, char *group);
void slot_clear(struct slot *s, char *group);
/* To bytes and back; slot_load merges. *AT moves on. Bytes are this process's own and trusted. */
bool slot_save(const struct slot *s, const char *group, struct buffer *to);
bool slot_load(struct slot *s, char *group, const char **at, struct reasons *reasons);
void slot_free(struct slot *s);

/* The state's value; false if it is not a number (unset or unknown). Not of a sum. */
bool slot_number(const struct slot *s, const struct value_state *v, struct num *out);
/* A sum's total, 0 where there was nothing to add. */
enum num_result slot_total(const struct slot *s, const struct value_state *v, struct num *out);
/* Text N of a SLOT_SAME_TEXT. */
static inline struct slice slot_text(const struct slot *s, uint32_t n)
{
    return (s->wider == NULL ? s : s->wider)->texts.keys[n - 1];
}
/* Number I of a SLOT_LIST. */
struct num list_number(const struct list_state *l, size_t i);
/* How many different values a set holds; and what one of its numbers stands for, as it is written.
 */
uint32_t set_count(struct list_state *l);
bool set_text(const struct slot *s, int64_t number, struct buffer *out);
/* FROM without what GROUP holds, into TO (cleared). Only where slot_can_be_without says so: for
 * known counts and sums that were not too large; the rest is to be merged anew. */
bool slot_can_be_without(const struct slot *s, const char *group);
bool slot_without(struct slot *s, const char *from, const char *group, char *to,
                  struct reasons *reasons);

/* The lines of FROM, a state of S or one beside its groups, in X as well. */
bool evidence_merge(struct slot *s, struct evidence_state *x, const struct evidence_state *from);
void evidence_clear(struct slot *s, struct evidence_state *x);
bool evidence_add_places(struct slot *s, struct evidence_state *x, const struct places *p);
/* Single lines, for evidence that is picked row by row. */
struct spots {
    struct spot {
        uint64_t line; /* or a text's number in the slot whose evidence it is */
        uint32_t source;
    } * list;
    size_t n, size;
    bool shared; /* lines may be in the evidence already */
    bool more;   /* there are others, and nobody knows which */
};
/* Takes down the lines of N rows of FROM, a SLOT_WINDOW, for evidence of S. */
bool spots_add(struct slot *s, struct spots *p, const struct slot *from,
               const struct window_row *rows, size_t n);
/* Each of them once in X, a state of S, as well. P is put in order. */
bool evidence_add_spots(struct slot *s, struct evidence_state *x, struct spots *p);
/* The lines of X as those of a row; in A. */
bool evidence_places(const struct slot *s, const struct evidence_state *x, struct arena *a,
                     struct places *out);
/* With all that they point to, in A. */
bool places_copy(const struct places *p, struct arena *a, struct places *out);
/* Two of them together, a line of both once; texts stay where they are. */
bool places_join(const struct places *x, const struct places *y, struct arena *a,
                 struct places *out);

#endif
