/* What the parts of the front end share. */
#ifndef FRONT_INT_H
#define FRONT_INT_H

#include "front.h"

/* front_help.c */
void front_help(const struct front *f);
/* front_completion.c: false if SHELL has no completion here. */
bool front_completion(const struct front *f, const char *shell);
/* front_version.c */
void front_version(const char *program);
/* front_language.c: sets locale and text domain; CODE is what --lang gave, NULL if it was not
 * given. */
void front_language(const char *code);
/* front_message.c */
void front_name(const char *program);

#endif
