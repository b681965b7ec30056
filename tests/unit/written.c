/* Dates that can mean only one thing. */
#include "written.h"

#include "tap.h"

int main(void)
{
    static const struct {
        const char *text, *want; /* NULL: refused */
    } v[] = {
        {"2024-03-05", "2024-03-05"},
        {"2024-3-5", "2024-03-05"},
        {"2024/3/5", "2024-03-05"},
        {"2024年3月5日", "2024-03-05"},
        {"2024年3月5", "2024-03-05"},
        {"2024/3", "2024-03"},
        {"2024-03", "2024-03"},
        {"2024年3月", "2024-03"},
        {"2024年", "2024"},
        {"2024", "2024"},
        {"0001", "0001"},
        {"2024/3/5 0:00", "2024-03-05"},
        {"2024/3/1 0:00", "2024-03-01"},
        {"2024/3/5 00:00", "2024-03-05"},
        {"2024/3/5 0:00:00", "2024-03-05"},
        {"2024-03-05 00:00:00", "2024-03-05"},
        {"2024年3月5日 0:00", "2024-03-05"},
        {"2024-02-30", "2024-02-30"}, /* for date.h to refuse */
        {"2024/3/5 1:00", NULL},
        {"2024/3/5 10:00", NULL},
        {"2024/3 0:00", NULL},
        {"2024 0:00", NULL},
        {" 0:00", NULL},
        {"2024-3/5", NULL},
        {"2024年3-5", NULL},
        {"2024-3-", NULL},
        {"2024-", NULL},
        {"2024-0", NULL},
        {"2024-3-0", NULL},
        {"2024年3", NULL},
        {"2024-003", NULL},
        {"2024-3-055", NULL},
        {"24-3-5", NULL},
        {"20240305", NULL},
        {"2024.3.5", NULL},
        {"2024-3-5x", NULL},
        {" 2024", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct written_date d;
        char text[WRITTEN_DATE_MAX], name[100];
        bool good = written_date(slice_of(v[i].text), &d);
        snprintf(name, sizeof name, "'%s'", v[i].text);
        if (v[i].want == NULL)
            ok(!good, "%s is refused", name);
        else
            is_text(text, good ? written_date_text(&d, text) : 0, v[i].want, name);
    }
    return done_testing();
}
