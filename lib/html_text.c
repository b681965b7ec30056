#include "html.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool html_text_add(struct html_text *t, struct slice piece)
{
    const char *p = piece.p, *end = p + piece.n;
    while (p < end) {
        const char *from = p;
        while (p < end && !is_blank(*p))
            p++;
        if (p > from) {
            if (t->text.n > 0 && (t->line || t->blank))
                buffer_char(&t->text, t->line ? '\n' : ' ');
            t->blank = t->line = false;
            buffer_append(&t->text, from, (size_t)(p - from));
        }
        for (; p < end && is_blank(*p); p++)
            t->blank = true;
    }
    return !t->text.failed;
}

void html_text_break(struct html_text *t)
{
    t->line = true;
}

bool html_text_empty(const struct html_text *t)
{
    struct slice text = buffer_view(&t->text);
    const char *p = text.p, *end = p + text.n;
    while (p < end) {
        if (is_blank(*p))
            p++;
        else if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
            p += 2;
        else
            return false;
    }
    return true;
}

void html_text_begin(struct html_text *t)
{
    t->text.n = 0;
    t->blank = t->line = false;
}

void html_text_free(struct html_text *t)
{
    buffer_free(&t->text);
}
