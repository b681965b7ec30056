/* The language of messages. Data never depends on it: only messages and their encoding are set.
 * */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "front_int.h"

/* What the environment asks for, or NULL. */
static const char *environment_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *v = getenv(names[i]);
        if (v != NULL && *v != '\0')
            return v;
    }
    return NULL;
}

void front_language(const char *code)
{
    /* Names and messages are UTF-8 whatever the locale says, so that one file reads the same
     * everywhere. */
    setlocale(LC_CTYPE, "C.UTF-8");
    bool known = setlocale(LC_MESSAGES, "") != NULL;
    /* A locale that was never generated still names its language. */
    if (code == NULL && !known && getenv("LANGUAGE") == NULL)
        code = environment_language();
    if (code != NULL && strchr(code, '/') == NULL) {
        setenv("LANGUAGE", code, 1);
        /* gettext looks at LANGUAGE in any locale but "C". */
        if (setlocale(LC_MESSAGES, code) == NULL)
            setlocale(LC_MESSAGES, "C.UTF-8");
    }
#if defined(ENABLE_NLS) && ENABLE_NLS
    /* As for gettext(1): where translations are that are not installed yet. */
    const char *directory = getenv("TEXTDOMAINDIR");
    bindtextdomain(PACKAGE, directory != NULL && *directory != '\0' ? directory : LOCALEDIR);
    bind_textdomain_codeset(PACKAGE, "UTF-8");
#endif
}
