/* Marks text that a user meets for translation. */
#ifndef RISK_I18N_H
#define RISK_I18N_H

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#if defined(ENABLE_NLS) && ENABLE_NLS
#include <libintl.h>
#define _(text) dgettext(PACKAGE, text)
#define ngettext_(one, many, n) dngettext(PACKAGE, one, many, n)
#else
#define _(text) (text)
#define ngettext_(one, many, n) ((n) == 1 ? (one) : (many))
#endif
#define N_(text) (text)

#endif
