#include "i18n.h"

bool i18n_off;
