/* What has been written is to outlast a failing machine. */
#ifndef RISK_DURABLE_H
#define RISK_DURABLE_H

/* Makes what happened to the name PATH in its directory last: made, renamed. 0, or an errno. A
 * directory that cannot be read or synced for good reason is passed over. */
int durable_name(const char *path);

#endif
