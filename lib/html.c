#include "html_int.h"

#include <stdlib.h>

#include "i18n.h"

#ifdef HAVE_HTML
#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

enum { DEPTH_MAX = 4096 /* of elements */ };

#if LIBXML_VERSION >= 21200
typedef const xmlError *fault_ptr;
#else
typedef xmlErrorPtr fault_ptr;
#endif

static void emit(struct html *h, struct html_event event)
{
    if (h->status == ST_OK)
        h->status = h->fn(h->context, &event, h->e);
}

static struct level *top(struct html *h)
{
    return h->open > 0 ? &h->levels[h->open - 1] : NULL;
}

static void give_text(struct html *h, const char *p, size_t n)
{
    const struct level *l = top(h);
    if (n > 0 && (l == NULL || l->cell || l->caption))
        emit(h, (struct html_event){.what = HTML_TEXT,
                                    .table = l == NULL ? HTML_OUTSIDE : l->table,
                                    .text = {p, n}});
}

/* The `<` was text after all. */
static void give_angle(struct html *h)
{
    if (h->angle)
        give_text(h, "<", 1);
    h->angle = false;
}

static void end_cell(struct html *h)
{
    struct level *l = top(h);
    if (l != NULL && l->cell)
        emit(h, (struct html_event){.what = HTML_CELL_END, .table = l->table});
    if (l != NULL && l->caption)
        emit(h, (struct html_event){.what = HTML_CAPTION_END, .table = l->table});
    if (l != NULL)
        l->cell = l->caption = false;
}

static void end_row(struct html *h)
{
    struct level *l = top(h);
    end_cell(h);
    if (l != NULL && l->row)
        emit(h, (struct html_event){.what = HTML_ROW_END, .table = l->table});
    if (l != NULL)
        l->row = false;
}

static void end_table(struct html *h)
{
    end_row(h);
    if (h->open > 0)
        emit(h, (struct html_event){.what = HTML_TABLE_END, .table = h->levels[--h->open].table});
}

/* --- attributes */

static struct slice attribute(const xmlChar **attributes, const char *name, bool *has)
{
    *has = false;
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (strcmp((const char *)attributes[0], name) == 0) {
            *has = true;
            return attributes[1] != NULL ? slice_of((const char *)attributes[1]) : SLICE("");
        }
    return SLICE("");
}

/* A count from 1 to HTML_SPAN_MAX; 1 where it is none. */
static uint64_t span(const xmlChar **attributes, const char *name)
{
    bool has;
    struct slice v = slice_trim(attribute(attributes, name, &has));
    uint64_t n = 0;
    for (size_t i = 0; i < v.n && v.p[i] >= '0' && v.p[i] <= '9' && n < HTML_SPAN_MAX; i++)
        n = n * 10 + (uint64_t)(v.p[i] - '0');
    return n == 0 ? 1 : n > HTML_SPAN_MAX ? HTML_SPAN_MAX : n;
}

/* Whether the style says WANT, "display:none"; blanks and quotes do not count. */
static bool styled(const xmlChar **attributes, const char *want)
{
    bool has;
    struct slice style = attribute(attributes, "style", &has);
    size_t n = strlen(want);
    for (size_t i = 0; i < style.n; i++) {
        size_t k = 0;
        for (size_t j = i; j < style.n && k < n; j++) {
            char c = style.p[j];
            if (c == ' ' || c == '"' || c == '\'' || c == '\\')
                continue;
            if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != want[k])
                break;
            k++;
        }
        if (k == n)
            return true;
    }
    return false;
}

static bool hidden(const xmlChar **attributes)
{
    bool has;
    attribute(attributes, "hidden", &has);
    return has || styled(attributes, "display:none");
}

/* --- elements */

static bool is_one(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static const char *const left_out[] = {"script", "style", "title", "noscript", "template", NULL};
static const char *const breaks[] = {"br",  "p",  "div", "li", "ul", "ol", "dl", "dt",
                                     "dd",  "h1", "h2",  "h3", "h4", "h5", "h6", "hr",
                                     "pre", "center", "address", "blockquote", "form", NULL};
static const char *const groups[] = {"thead", "tbody", "tfoot", "colgroup", NULL};

static void start_table(struct html *h, const xmlChar **attributes)
{
    if (h->open == HTML_NESTED_MAX) {
        h->status = error_at(h->e, ST_DATA, h->name, h->line, 0,
                             _("more than %d tables stand within each other"), HTML_NESTED_MAX);
        return;
    }
    bool has;
    struct slice id = attribute(attributes, "id", &has);
    h->levels[h->open++] = (struct level){.table = h->tables};
    emit(h, (struct html_event){.what = HTML_TABLE,
                                .table = h->tables++,
                                .hidden = hidden(attributes),
                                .id = has ? id.p : NULL});
}

static void start_row(struct html *h, const xmlChar **attributes)
{
    struct level *l = top(h);
    end_row(h);
    l->row = true;
    emit(h, (struct html_event){
                .what = HTML_ROW, .table = l->table, .hidden = hidden(attributes)});
}

static void start_cell(struct html *h, const xmlChar **attributes)
{
    struct level *l = top(h);
    if (l->row)
        end_cell(h);
    else
        start_row(h, NULL);
    l->cell = true;
    struct html_event event = {.what = HTML_CELL,
                               .table = l->table,
                               .columns = (size_t)span(attributes, "colspan"),
                               .rows = span(attributes, "rowspan"),
                               .as_text = styled(attributes, "mso-number-format:@") ||
                                          styled(attributes, "vnd.ms-excel.numberformat:@")};
    event.number = attribute(attributes, "x:num", &event.has_number);
    emit(h, event);
}

static void start(void *context, const xmlChar *xml_name, const xmlChar **attributes)
{
    struct html *h = context;
    struct level *l = top(h);
    const char *name = (const char *)xml_name;
    h->silent = 0;
    if (strcmp(name, "probity-end") == 0) {
        h->ended = h->open == 0;
        return;
    }
    if (++h->depth > DEPTH_MAX && h->status == ST_OK)
        h->status = error_at(h->e, ST_DATA, h->name, h->line, 0,
                             _("more than %d elements stand within each other"), DEPTH_MAX);
    if (h->status != ST_OK)
        return;
    give_angle(h);
    if (h->left_out > 0 || is_one(name, left_out))
        h->left_out++;
    else if (strcmp(name, "table") == 0)
        start_table(h, attributes);
    else if (is_one(name, breaks))
        emit(h, (struct html_event){.what = HTML_BREAK,
                                    .table = l == NULL ? HTML_OUTSIDE : l->table});
    else if (l == NULL)
        return;
    else if (strcmp(name, "tr") == 0)
        start_row(h, attributes);
    else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0)
        start_cell(h, attributes);
    else if (is_one(name, groups))
        end_row(h);
    else if (strcmp(name, "caption") == 0) {
        end_row(h);
        l->caption = true;
        emit(h, (struct html_event){.what = HTML_CAPTION, .table = l->table});
    }
}

static void end(void *context, const xmlChar *xml_name)
{
    struct html *h = context;
    const struct level *l = top(h);
    const char *name = (const char *)xml_name;
    h->silent = 0;
    if (h->depth > 0)
        h->depth--;
    if (h->status != ST_OK)
        return;
    give_angle(h);
    if (h->left_out > 0)
        h->left_out--;
    else if (strcmp(name, "table") == 0)
        end_table(h);
    else if (strcmp(name, "tr") == 0 || is_one(name, groups))
        end_row(h);
    else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0 || strcmp(name, "caption") == 0)
        end_cell(h);
    else if (is_one(name, breaks) && strcmp(name, "br") != 0)
        emit(h, (struct html_event){.what = HTML_BREAK,
                                    .table = l == NULL ? HTML_OUTSIDE : l->table});
}

/* `<![if ...]>` and `<![endif]>`, of pages that Office has written, are comments. The parser may
 * give them as text, `<` first. */
static void characters(void *context, const xmlChar *bytes, int length)
{
    struct html *h = context;
    const char *p = (const char *)bytes;
    size_t n = length > 0 ? (size_t)length : 0;
    h->silent = 0;
    if (h->left_out > 0 || n == 0)
        return;
    if (h->angle) {
        const char *end = n >= 2 && memcmp(p, "![", 2) == 0 ? memchr(p, '>', n) : NULL;
        if (end != NULL) {
            n -= (size_t)(end + 1 - p);
            p = end + 1;
            h->angle = false;
        }
        give_angle(h);
    }
    h->angle = n == 1 && *p == '<';
    if (!h->angle)
        give_text(h, p, n);
}

static void comment(void *context, const xmlChar *text)
{
    (void)text;
    ((struct html *)context)->silent = 0;
}

/* Of scripts and styles. */
static void raw(void *context, const xmlChar *p, int n)
{
    (void)p;
    (void)n;
    ((struct html *)context)->silent = 0;
}

/* A page's faults are forgiven; what the parser cannot go on from is not. */
static void fault(void *context, fault_ptr why)
{
    struct html *h = context;
    /* Else it may go round in circles where it cannot go on. */
    if (why->level == XML_ERR_FATAL)
        xmlStopParser(h->parser);
    if (h->status != ST_OK)
        return;
    if (why->code == XML_ERR_NO_MEMORY)
        h->status = error_memory(h->e);
    else if (why->level == XML_ERR_FATAL || why->code == XML_ERR_INTERNAL_ERROR)
        h->status = error_at(h->e, ST_DATA, h->name, h->line, 0,
                             _("the HTML cannot be read: %s"),
                             why->message != NULL ? why->message : "");
}

static enum status finish(struct html *h)
{
    if (h->status == ST_OK && !h->source_ended)
        h->status = error_memory(h->e); /* the parser has not even begun */
    if (h->status == ST_OK && !h->ended)
        h->status = error_at(h->e, ST_DATA, h->name, h->line, 0, "%s",
                             _("the page ends within a table, a tag or a comment: it was cut "
                               "short (if it is whole, write </table> at its end)"));
    return h->status;
}

enum status html_read(struct source *source, const char *name, html_event_fn *fn, void *context,
                      struct error *e)
{
    struct error none = {0};
    struct html *h = calloc(1, sizeof *h);
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (h == NULL || parser == NULL) {
        free(h);
        htmlFreeParserCtxt(parser);
        return error_memory(e);
    }
    h->source = source;
    h->parser = parser;
    h->name = name;
    h->fn = fn;
    h->context = context;
    h->line = 1;
    h->e = e != NULL ? e : &none;
    htmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                              .startElement = start,
                              .endElement = end,
                              .characters = characters,
                              .ignorableWhitespace = characters,
                              .cdataBlock = raw,
                              .comment = comment,
                              .serror = fault};
    *parser->sax = handler;
    parser->userData = h;
    htmlCtxtReadIO(parser, html_more, NULL, h, NULL, "UTF-8",
                   HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET);
    htmlFreeParserCtxt(parser);
    enum status st = finish(h);
    free(h);
    return st;
}

#endif
