/* Joint cases: a subject that alerts of two or more departments warn of has one leading handler. */
#include <stdlib.h>

#include "grading_int.h"

/* An alert of the case, with all that its place depends on. */
struct member {
    uint32_t alert;
    uint8_t grade;
    struct num points;
    struct slice indicator;
    const unsigned char *id;
    const char *handler;
    struct slice copies;
};

/* The highest grade goes first; no order of rows has a say. */
static int by_weight(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    if (x->grade != y->grade)
        return x->grade > y->grade ? -1 : 1;
    int c = num_cmp(&y->points, &x->points);
    if (c == 0)
        c = slice_cmp(x->indicator, y->indicator);
    return c != 0 ? c : memcmp(x->id, y->id, ALERT_ID_BYTES);
}

static bool is_joint(const struct grading *g, uint32_t subject)
{
    struct slice first = SLICE("");
    for (uint32_t i = g->subjects[subject].first; i != NO_NUMBER; i = g->alerts[i].next) {
        struct slice department = g->origins[g->alerts[i].origin].department;
        if (first.n > 0 && department.n > 0 && !slice_eq(first, department))
            return true;
        if (first.n == 0)
            first = department;
    }
    return false;
}

static int by_text(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* Those of the case, in order, as a list in the pack's language. */
static bool find_departments(struct grading *g, const struct member *members, size_t n,
                             struct arena *scratch, struct joint *joint)
{
    struct slice *all = arena_alloc(scratch, n * sizeof *all);
    struct buffer b = {0};
    if (all == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        all[i] = g->origins[g->alerts[members[i].alert].origin].department;
    qsort(all, n, sizeof *all, by_text);
    for (size_t i = 0; i < n; i++) {
        if (all[i].n == 0 || (i > 0 && slice_eq(all[i], all[i - 1])))
            continue;
        if (b.n > 0)
            buffer_text(&b, strncmp(g->pack->language, "zh", 2) == 0 ? "、" : ", ");
        buffer_slice(&b, all[i]);
    }
    joint->departments = arena_copy(&g->arena, buffer_view(&b));
    bool good = !b.failed && joint->departments.p != NULL;
    buffer_free(&b);
    return good;
}

/* Whom the routes send each alert to. */
static bool route_members(const struct grading *g, struct member *members, size_t n,
                          struct arena *scratch)
{
    struct routing routing = {0};
    bool good = true;
    for (size_t i = 0; good && i < n; i++) {
        struct member *m = &members[i];
        const struct graded *a = &g->alerts[m->alert];
        struct alert_row row;
        grading_row(g, a, &row);
        good = routes_find(g->routes, &row, (enum level)a->grade, &routing);
        if (!good)
            break;
        m->handler = routing.handler;
        m->copies = arena_copy(scratch, buffer_view(&routing.copies));
        good = m->copies.p != NULL;
    }
    routing_free(&routing);
    return good;
}

/* Adds CODE to the list unless it is there. */
static bool add_code(struct keytab *there, struct slice code, struct buffer *list)
{
    uint32_t before = there->n;
    if (code.n == 0)
        return true;
    if (keytab_add(there, code) == KEYTAB_NONE)
        return false;
    if (there->n == before)
        return true;
    if (list->n > 0)
        buffer_char(list, '|');
    return buffer_slice(list, code);
}

/* The other handlers first, then who would get copies. */
static bool find_copies(struct grading *g, const struct member *members, size_t n,
                        struct joint *joint)
{
    struct keytab there = {0};
    struct buffer list = {0}, nothing = {0};
    bool good = add_code(&there, slice_of(joint->handler), &nothing);
    for (size_t i = 0; good && i < n; i++)
        good = add_code(&there, slice_of(members[i].handler), &list);
    for (size_t i = 0; good && i < n; i++)
        for (struct slice rest = members[i].copies; good && rest.p != NULL;)
            good = add_code(&there, slice_split(&rest, '|'), &list);
    joint->copies = arena_copy(&g->arena, buffer_view(&list));
    good = good && !list.failed && joint->copies.p != NULL;
    keytab_free(&there);
    buffer_free(&list);
    buffer_free(&nothing);
    return good;
}

static void find_leader(const struct member *members, size_t n, struct joint *joint)
{
    joint->leader = NO_NUMBER;
    joint->handler = "";
    for (size_t i = 0; i < n; i++)
        if (members[i].handler[0] != '\0') {
            joint->leader = members[i].alert;
            joint->handler = members[i].handler;
            return;
        }
}

static void name_case(struct slice key, char out[ALERT_ID_SIZE])
{
    struct slice cells[] = {SLICE("case"), subject_key_kind(key), subject_key_subject(key)};
    record_digest(cells, 3, SIZE_MAX, out);
}

static bool make_joint(struct grading *g, uint32_t subject, struct member *members, size_t n,
                       struct arena *scratch)
{
    struct slice key = g->subject_keys.keys[subject];
    struct joint joint = {.alerts = (uint32_t)n};
    name_case(key, joint.id);
    if (!grow(&g->joints, &g->joint_size, g->joint_n + 1, sizeof *g->joints) ||
        !route_members(g, members, n, scratch) || !find_departments(g, members, n, scratch, &joint))
        return false;
    find_leader(members, n, &joint);
    if (!find_copies(g, members, n, &joint))
        return false;
    g->subjects[subject].joint = (uint32_t)g->joint_n;
    g->joints[g->joint_n++] = joint;
    g->counts.cases++;
    return true;
}

enum status grading_join(struct grading *g, uint32_t subject, struct error *e)
{
    if (!is_joint(g, subject))
        return ST_OK;
    struct arena scratch = {0};
    size_t n = 0;
    for (uint32_t i = g->subjects[subject].first; i != NO_NUMBER; i = g->alerts[i].next)
        n++;
    struct member *members = arena_alloc(&scratch, n * sizeof *members);
    n = 0;
    for (uint32_t i = g->subjects[subject].first; members != NULL && i != NO_NUMBER;
         i = g->alerts[i].next) {
        const struct graded *a = &g->alerts[i];
        members[n++] = (struct member){.alert = i,
                                       .grade = a->grade,
                                       .points = grading_points(g, a),
                                       .indicator = g->origins[a->origin].indicator,
                                       .id = a->id};
    }
    if (n > 0)
        qsort(members, n, sizeof *members, by_weight);
    bool good = members != NULL && make_joint(g, subject, members, n, &scratch);
    arena_free(&scratch);
    return good ? ST_OK : error_memory(e);
}
