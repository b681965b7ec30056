/* How many edits lie between two texts. */
#include <stdint.h>

#include "text.h"

struct characters {
    uint32_t v[TEXT_DISTANCE_MAX];
    size_t n;
};

static bool split(struct slice s, struct characters *out)
{
    for (out->n = 0; s.n > 0 && out->n < TEXT_DISTANCE_MAX; out->n++)
        out->v[out->n] = text_take(&s);
    return s.n == 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

bool text_distance(struct slice a, struct slice b, size_t *out)
{
    struct characters x, y;
    if (!split(a, &x) || !split(b, &y))
        return false;
    /* rows[i % 3][j]: edits from the first i characters of A to the first j of B */
    size_t rows[3][TEXT_DISTANCE_MAX + 1];
    for (size_t j = 0; j <= y.n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= x.n; i++) {
        size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= y.n; j++) {
            size_t replaced = before[j - 1] + (x.v[i - 1] != y.v[j - 1]);
            now[j] = least(replaced, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && x.v[i - 1] == y.v[j - 2] && x.v[i - 2] == y.v[j - 1])
                now[j] = least(now[j], earlier[j - 2] + 1);
        }
    }
    *out = rows[x.n % 3][y.n];
    return true;
}
