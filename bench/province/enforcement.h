/* Penalties and inspections. */
#ifndef PROVINCE_ENFORCEMENT_H
#define PROVINCE_ENFORCEMENT_H

#include "province.h"

struct penalty {
    int64_t number, office, party;
    int offence, circumstance, opened, decided;
    money amount, minimum, maximum;
    int64_t officer, second, inspection;
    int video, photos, reviewed, heard;
    const char *reason, *grade;
};

struct visit {
    int64_t number, office, target, penalty;
    int day, random, video, photos, found, corrected;
    int64_t officer, second;
    const char *origin, *region;
};

struct penalty penalty_of(int64_t n, int month);
void penalty_write(const struct penalty *p);
/* What an offence usually costs; GRADE 0 to 2 for circumstances that are mild to grave. */
money base_fine(int of, int grade);
struct visit visit_of(int64_t n, int month);
void visit_write(const struct visit *v);

#endif
