/* Test Anything Protocol for unit tests: ok() and friends print a line each, done_testing() the plan. */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static unsigned tap_run, tap_failed;

__attribute__((format(printf, 2, 3), unused)) static bool ok(bool good, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    printf("%sok %u - ", good ? "" : "not ", ++tap_run);
    vprintf(format, ap);
    putchar('\n');
    va_end(ap);
    if (!good)
        tap_failed++;
    return good;
}

__attribute__((unused)) static bool is_text(const char *got, size_t n, const char *want, const char *name)
{
    bool good = n == strlen(want) && memcmp(got, want, n) == 0;
    ok(good, "%s", name);
    if (!good)
        printf("#  got: '%.*s'\n# want: '%s'\n", (int)n, got, want);
    return good;
}

__attribute__((unused)) static bool is_int(int64_t got, int64_t want, const char *name)
{
    ok(got == want, "%s", name);
    if (got != want)
        printf("#  got: %" PRId64 "\n# want: %" PRId64 "\n", got, want);
    return got == want;
}

__attribute__((unused)) static int done_testing(void)
{
    printf("1..%u\n", tap_run);
    return tap_failed != 0;
}

#endif
