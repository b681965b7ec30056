#include "scan.h"

#include <stdlib.h>

#include "buffer.h"

/* A vector routine stores whole groups and counts only what is there. */
enum { SLACK = 64 };

bool marks_reserve(struct marks *m, size_t bytes)
{
    size_t more = bytes + SLACK;
    return grow(&m->at, &m->at_size, m->n + more, sizeof *m->at) &&
           grow(&m->line, &m->line_size, m->lines + more, sizeof *m->line) &&
           grow(&m->odd, &m->odd_size, m->odds + more, sizeof *m->odd);
}

void marks_free(struct marks *m)
{
    free(m->at);
    free(m->line);
    free(m->odd);
    *m = (struct marks){0};
}

enum kind { ORDINARY, SEPARATOR, LINE_FEED, CARRIAGE_RETURN, ODD };

void scan_plain(const char *p, size_t from, size_t to, char separator, char quote, struct marks *m)
{
    unsigned char kinds[256] = {[0] = ODD, ['\n'] = LINE_FEED, ['\r'] = CARRIAGE_RETURN};
    kinds[(unsigned char)separator] = SEPARATOR;
    kinds[(unsigned char)quote] = ODD;
    size_t n = m->n, lines = m->lines, odds = m->odds;
    for (size_t i = from; i < to; i++) {
        switch (kinds[(unsigned char)p[i]]) {
        case SEPARATOR:
            m->at[n++] = (uint32_t)i;
            break;
        case LINE_FEED:
            m->line[lines++] = (uint32_t)n;
            m->at[n++] = (uint32_t)i;
            break;
        case CARRIAGE_RETURN:
            m->cr = true;
            if (i + 1 == to || p[i + 1] != '\n')
                m->odd[odds++] = (uint32_t)i;
            break;
        case ODD:
            m->odd[odds++] = (uint32_t)i;
            break;
        default:
            break;
        }
    }
    m->n = n;
    m->lines = lines;
    m->odds = odds;
}

void cut_plain(struct slice *cells, size_t n, const char *text, const uint32_t *at, size_t step)
{
    for (size_t i = 0; i < n; i++, at += step)
        cells[i] = (struct slice){text + at[0] + 1, at[1] - at[0] - 1};
}

const struct scan_routines *scan_routines(enum vector_set set)
{
    static const struct scan_routines portable = {scan_plain, cut_plain, utf8_valid_plain};
#ifdef RISK_X86_VECTORS
    static const struct scan_routines avx2 = {scan_avx2, cut_avx2, utf8_valid_avx2};
    static const struct scan_routines avx512 = {scan_avx512, cut_avx2, utf8_valid_avx512};
    if (set == VECTOR_AVX512)
        return &avx512;
    if (set == VECTOR_AVX2)
        return &avx2;
#endif
    (void)set;
    return &portable;
}
