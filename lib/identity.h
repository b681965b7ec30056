/* Identifiers that carry a check digit. */
#ifndef RISK_IDENTITY_H
#define RISK_IDENTITY_H

#include <stdbool.h>

#include "slice.h"

/* Unified social credit code, 18 characters, check character after GB 32100-2015. */
bool identity_uscc(struct slice s);
/* Citizen identity number, 18 characters, a real date of birth, check character after GB 11643-1999
 * (ISO 7064 MOD 11-2); X is upper case. */
bool identity_idno(struct slice s);

#endif
