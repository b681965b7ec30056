/* A table's rows by subject and period: each group keeps the states (slot.h) of the aggregates that
 * are asked of it.
 *
 * Beyond some memory the groups of periods that a subject has left are closed early, so that memory
 * follows subjects and open periods. While no row has gone back in time, a group is closed as soon
 * as its subject goes on. If a row comes late after all, everything is judged anew: from the table
 * itself if it can be read again, else from an unlinked temporary file in which what was closed has
 * been put away. */
#ifndef RISK_GROUP_H
#define RISK_GROUP_H

#include "slot.h"

struct open_group {
    int32_t period;
    uint32_t group; /* GROUP_NONE: none yet */
};

struct subject {
    struct open_group newest;
    int32_t closed; /* latest period closed, or INT32_MIN */
    uint32_t next;  /* the subject that followed it last: likely to do so again */
    struct older {  /* open groups before the newest, by period, ascending; NULL: none */
        uint32_t n, size;
        struct open_group list[];
    } * older;
    why_t why;      /* a row of it had no readable period, or was rejected */
    uint32_t batch; /* the last one that had a row of it */
};
static inline uint32_t older_n(const struct subject *s)
{
    return s->older == NULL ? 0 : s->older->n;
}
#define GROUP_NONE UINT32_MAX

/* The slots that tell which of a group's rows count: their number and why it is unknown of one; or,
 * where nothing could keep a row from counting, their lines alone. */
struct counting {
    size_t rows; /* SLOT_COUNT, or NO_SLOT */
    size_t lines;
};
#define NO_SLOT SIZE_MAX

struct grouping {
    /* Set by the owner before the first row: */
    struct expr **by;
    size_t by_n;
    const struct expr *period; /* NULL: no time */
    struct slot *slots;
    size_t slot_n, slot_size;
    bool by_place; /* `by` is blank and each row a subject, those that are equal too */
    bool is_view;  /* its groups become rows, of which the key is asked whatever befell theirs */
    bool closes;   /* periods may be closed early */
    bool put_away; /* what is closed is put away: the table cannot be read again */
    size_t memory; /* bytes of groups from which on they are */
    bool apart;    /* no two rows rest on the same lines */
    bool shown;    /* aggregates keep the lines of their rows */
    struct reasons *reasons;
    struct hold *hold; /* of states that hold every value, or NULL */
    /* What has come: */
    size_t stride;
    char **chunks; /* of CHUNK_GROUPS groups, in slabs */
    size_t chunk_n, chunk_size;
    char **slabs;
    size_t slab_n, slab_size;
    uint32_t group_n, in_use;
    uint32_t *unused; /* groups that were dropped; there is room for all */
    size_t unused_n, unused_size;
    struct keytab keys;       /* subjects' keys, by number */
    struct subject *subjects; /* [keys.n] */
    size_t subject_size;
    int32_t first_period, last_period; /* of all rows; first > last if there were none */
    bool late;                         /* a row came for a period that had been closed */
    bool went_back;                    /* a row came for a period before its subject's newest */
    bool eager;                        /* a group is closed when its subject goes on */
    uint32_t *closing;                 /* groups that are to be closed after the batch */
    size_t closing_n, closing_size;
    size_t closing_whole; /* those of them that no row of the batch at hand belongs to */
    uint32_t *leaving;    /* groups to be judged before the batch's rows are added */
    int32_t *leaving_for; /* and the periods for which they are used again */
    size_t leaving_n, leaving_size, went_on;
    bool in_place;         /* subjects that go on keep their group's place */
    uint32_t batch;        /* number of the one at hand */
    uint32_t last_subject; /* of the row before */
    bool written_keys;     /* a key is not the cell as it stands */
    unsigned no_guesses;   /* batches in which subjects are not guessed */
    struct slice *row_keys;
    size_t row_size;
    uint64_t closed_groups;
    struct spill *spill;
    struct buffer spare;
};

/* The slot that keeps such a state, made if there is none; KEY names it. Returns its index, or
 * SIZE_MAX when memory is out. Only before group_begin. */
size_t group_slot(struct grouping *g, const struct slot *like);
enum status group_begin(struct grouping *g, struct error *e);

/* For each of the N rows of a batch its subject's number, KEYTAB_NONE where a key is blank or
 * unknown, and the group it belongs to (a pointer to its row, valid until the next call): NULL if
 * it has no subject or period, or BAD[k] (BAD may be NULL) says that it was rejected (but for
 * views); its subject or group is then marked for REJECTED. */
enum status group_place(struct grouping *g, const struct vec *by, const struct vec *period,
                        size_t n, const uint8_t *bad, why_t rejected, char **group,
                        uint32_t *subject, struct error *e);
enum { CHUNK_GROUPS = 1024 };
static inline char *group_at(const struct grouping *g, uint32_t group)
{
    return g->chunks[group / CHUNK_GROUPS] + (size_t)(group % CHUNK_GROUPS) * g->stride;
}
static inline void group_ask(const struct grouping *g, uint32_t group)
{
    const char *p = group_at(g, group);
    __builtin_prefetch(p);
    __builtin_prefetch(p + 64);
}
/* Whether rows of the group at ROW count; *WHY says if that is not known of one. */
static inline bool group_counts(const struct grouping *g, const struct counting *c, const char *row,
                                why_t *why)
{
    *why = 0;
    if (c->rows == NO_SLOT)
        return ((const struct evidence_state *)(const void *)(row + g->slots[c->lines].offset))
                   ->total > 0;
    const struct count_state *rows = (const void *)(row + g->slots[c->rows].offset);
    *why = rows->why;
    return count_rows(rows) > 0;
}

/* Called with groups in order of subject and period. */
typedef enum status group_judge_fn(void *context, const uint32_t *groups, size_t n,
                                   struct error *e);

/* Between group_place and adding to the groups: judges those that are used again in their place. */
enum status group_leave(struct grouping *g, group_judge_fn *judge, void *context, struct error *e);
/* After each batch: closes what may be closed if memory asks for it. */
enum status group_relieve(struct grouping *g, group_judge_fn *judge, void *context,
                          struct error *e);
/* Judges all that is left, or, if a row came late, everything anew after calling RESTART. */
enum status group_finish(struct grouping *g, group_judge_fn *judge, void (*restart)(void *),
                         void *context, struct error *e);
/* All groups in use in that order, for those who need everybody; to be freed. */
uint32_t *group_list(const struct grouping *g, uint32_t first_subject, uint32_t end_subject,
                     size_t *n);
/* Forgets all rows; the slots stay. */
void group_reset(struct grouping *g);
/* Forgets them and gives their memory back; then rows may come again. */
void group_let_go(struct grouping *g);
void group_free(struct grouping *g);

#endif
