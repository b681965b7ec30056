/* routes.csv: who handles which alert. Rows from top to bottom; the first that fits is asked, and
 * whoever must step aside is passed over for the next that fits.
 *
 * Conditions, each blank for any, else a code or several (a|b): region (what lies in it fits too),
 * field, scenario, grade (blue|yellow, 蓝|黄), rank (of the official, 干部管理权限; a subject that
 * is no official, or whose rank is not known, fits only blank). An alert whose region is not known
 * (or not in regions.csv, where there is one) fits only rows for any region. Then handler (a code;
 * required), name, unit (the handler's own), copies (handlers' codes, joined by |). What one row
 * says of a handler's name and unit goes for its other rows. */
#ifndef RISK_ROUTES_H
#define RISK_ROUTES_H

#include "alert_in.h"
#include "region.h"

struct routes;

/* OFFICIALS (may be NULL: none known): a table `official_id,unit_id,rank` (the first column's name
 * is what subjects are called by; several units are joined by |, a blank is not known). RECUSALS
 * (may be NULL): `handler,subject_kind,subject,reason`: the handler is related to the subject;
 * subject_kind and subject as in alerts, or one part of them (official_id, 1001), which then goes
 * for every subject that has it. All are sheets (sheet.h), and errors in them ST_USAGE with place:
 * codes that regions.csv, taxonomy.csv or this table do not have, a scenario in a row for another
 * field, a handler with two names or units, two rows that ask the same handler on the same
 * conditions, an official or a recusal that stands twice. A pack without routes.csv asks nobody.
 * PACK and REGIONS must outlive it. */
enum status routes_load(const struct pack *pack, const struct regions *regions,
                        const char *officials, const char *recusals, struct routes **out,
                        struct error *e);
void routes_free(struct routes *r);

/* Which handler, of those of one call. */
struct routing {
    int route;             /* row of routes.csv from 0, -1: nobody is left, or nothing fits */
    const char *handler;   /* "" then */
    struct buffer copies;  /* codes joined by '|', none twice, none that steps aside or handles */
    struct buffer reasons; /* who was passed over and why, in the pack's language, joined by "; " */
    uint64_t line;         /* of the route in routes.csv, 0 where there is none */
};
/* Zero-initialise OUT before the first call; its buffers are used again. A handler steps aside if a
 * recusal says so, if its unit is the subject's unit (a part that is called exactly unit_id), or
 * one of the official's. Rows that were passed over because a region or rank is not known are told
 * of where their handler would have been asked, and so is an official's unknown unit where it
 * matters. R remembers what it found: one thread at a time. False when memory is out. */
bool routes_find(const struct routes *r, const struct alert_row *alert, enum level grade,
                 struct routing *out);
void routing_free(struct routing *r);
/* Whether a handler must step aside from a subject; WHY (may be NULL) gets the sentence that says
 * so, in the pack's language. When memory is out it is true, and WHY has failed. */
bool routes_steps_aside(const struct routes *r, const char *handler, struct slice subject_kind,
                        struct slice subject, struct buffer *why);

#endif
