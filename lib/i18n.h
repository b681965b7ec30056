/* Marks text that a user meets for translation. */
#ifndef RISK_I18N_H
#define RISK_I18N_H

#include <stdbool.h>

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#if defined(ENABLE_NLS) && ENABLE_NLS
#include <libintl.h>
#define _(text) (i18n_off ? (text) : dgettext(PACKAGE, text))
#define ngettext_(one, many, n) \
    (i18n_off ? ((n) == 1 ? (one) : (many)) : dngettext(PACKAGE, one, many, n))
#else
#define _(text) (text)
#define ngettext_(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(text) (text)

/* While it is set, texts are made as they stand in the source: for files that must be the same in
 * every locale. */
extern bool i18n_off;

#endif
