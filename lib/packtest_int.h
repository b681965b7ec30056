/* The parts of packtest. */
#ifndef RISK_PACKTEST_INT_H
#define RISK_PACKTEST_INT_H

#include "engine.h"
#include "pack_place.h"
#include "packtest.h"

enum { CASE, INDICATOR, FILES, TODAY, SUBJECT, OUTCOME, LEVEL, VALUE, RUN, PERIOD, CASE_COLUMNS };

/* A subject that is in the data. */
struct tested {
    struct slice subject; /* as alerts name it */
    enum outcome outcome;
    bool listed; /* a case tells of it */
};

struct packtest {
    const struct pack *pack;
    struct sink *out;
    struct sheet sheet;
    int map[CASE_COLUMNS];
    struct arena arena;
    struct pack_place *place;
    int64_t today;
    bool *done;
    size_t passed, failed;
    /* The run at hand: */
    struct input *inputs;
    size_t input_n;
    struct plan *plan;
    struct engine *engine;
    struct keytab subjects; /* as cases name them */
    struct tested *tested;  /* [subjects.n] */
    size_t tested_size;
    bool *matched; /* [alerts] a case tells of it */
};

/* packtest_subjects.c: who is in the data, and how each ended. */
extern const struct judge_hooks packtest_hooks;
/* After the run; false when memory is out. */
bool packtest_end(struct packtest *t);
/* An alert of the subject (in PERIOD, if that is not empty), one that no case has told of if there
 * is one; it has now. NULL: there is none. */
const struct alert *packtest_alert(struct packtest *t, uint32_t subject, struct slice period);

#endif
