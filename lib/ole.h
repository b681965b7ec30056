/* What an OLE2 compound file (MS-CFB) holds: old Excel, Word and PowerPoint documents, encrypted
 * workbooks, installers and e-mails all begin with the same eight bytes. */
#ifndef RISK_OLE_H
#define RISK_OLE_H

#include "error.h"

enum ole_kind {
    OLE_OTHER,
    OLE_XLS,        /* a workbook of Excel 5 to 2003, or of WPS */
    OLE_XLS_LOCKED, /* the same with a password (FILEPASS, MS-XLS 2.4.117) */
    OLE_ENCRYPTED,  /* an xlsx, docx or pptx with a password (MS-OFFCRYPTO) */
    OLE_WORD,
    OLE_SLIDES,
    OLE_MAIL,
    OLE_INSTALLER,
    OLE_DAMAGED /* the directory cannot be read: cut short, chains that run in circles */
};

/* Looks at the first SIZE bytes of FD, a file that can be read by place; NAME is for messages.
 * ST_SYSTEM when it cannot be read or memory is out. */
enum status ole_identify(int fd, uint64_t size, const char *name, enum ole_kind *kind,
                         struct error *e);

#endif
