/* make-province: writes the tables of a province that does not exist, always the same for the same
 * options. See province.h. */
#include "province.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: make-province [--seed N] [--scale N] [--rate SCENARIO=R]... -d DIRECTORY\n"
    "Writes a CSV for each table of kit/jiangsu, truth.csv and lookalikes.csv into DIRECTORY.\n"
    "  --scale N          1 (the default) makes some 35,000 rows, 300 some 10 million\n"
    "  --rate SCENARIO=R  cases of each kind for each unit of scale: a number from 0 to 5, with "
    "at\n"
    "                     most two places; SCENARIO a code, all (2) or lookalikes (1)\n";

/* Digits with at most PLACES behind a point, as a number of 10^-PLACES. */
static bool decimal(const char *s, int places, int64_t *out)
{
    int64_t n = 0;
    int left = -1;
    for (; *s != '\0'; s++) {
        if (*s == '.' && left < 0 && places > 0) {
            left = places;
            continue;
        }
        if (*s < '0' || *s > '9' || left == 0 || n > INT32_MAX)
            return false;
        n = n * 10 + (*s - '0');
        left -= left > 0;
    }
    for (left = left < 0 ? places : left; left > 0; left--)
        n *= 10;
    *out = n;
    return true;
}

static bool rate_option(const char *s)
{
    char code[16];
    const char *equals = strchr(s, '=');
    int64_t rate;
    if (equals == NULL || equals[1] == '\0' || (size_t)(equals - s) >= sizeof code ||
        !decimal(equals + 1, 2, &rate) || rate > 500)
        return false;
    memcpy(code, s, (size_t)(equals - s));
    code[equals - s] = '\0';
    return cases_rate(code, rate);
}

static bool options(int argc, char **argv, const char **directory, int64_t *scale)
{
    for (int i = 1; i < argc; i += 2) {
        int64_t n;
        if (i + 1 == argc || argv[i + 1][0] == '\0')
            return false;
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "-d") == 0)
            *directory = value;
        else if (strcmp(argv[i], "--scale") == 0 && decimal(value, 0, scale) && *scale >= 1 &&
                 *scale <= 1000)
            ;
        else if (strcmp(argv[i], "--seed") == 0 && decimal(value, 0, &n))
            chance_seed((uint64_t)n);
        else if (strcmp(argv[i], "--rate") != 0 || !rate_option(value))
            return false;
    }
    return *directory != NULL;
}

int main(int argc, char **argv)
{
    const char *directory = NULL;
    int64_t scale = 1;
    if (!options(argc, argv, &directory, &scale)) {
        fputs(usage, stderr);
        return 2;
    }
    if (!rows_open(directory))
        return 4;
    plan_make(scale);
    cases_plant();
    rows_background();
    background_tenders();
    background_purchases();
    background_enterprises();
    background_welfare();
    background_repairs();
    background_budgets();
    background_payments();
    background_flows();
    background_cards();
    background_land();
    background_permits();
    background_enforcement();
    background_integrity();
    background_registers();
    if (!rows_close()) {
        fputs("make-province: writing failed\n", stderr);
        return 4;
    }
    fprintf(stderr, "make-province: %lld rows\n", (long long)rows_written());
    return 0;
}
