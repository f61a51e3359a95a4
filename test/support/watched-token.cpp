// A PKCS #11 module before another one, whose path is in the file `library` beside it. Other files there tell
// it what to do:
//   hang-<call>   a call of this name never returns
//   slow-<call>   a call of this name takes so many milliseconds
//   flags         what a token has as flags besides its own
// The calls that are of interest are written to `calls`, a line each.
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pkcs11/pkcs11.h"

static CK_FUNCTION_LIST_PTR real;
static CK_FUNCTION_LIST ours;

static char folder[4096];

static void path_of(char* path, const char* name) { snprintf(path, 8192, "%s/%s", folder, name); }

static bool read_line(const char* name, char* text, int size) {
  char path[8192];
  path_of(path, name);
  FILE* file = fopen(path, "r");
  if (!file) return false;
  if (!fgets(text, size, file)) text[0] = 0;
  fclose(file);
  return true;
}

static long read_number(const char* name) {
  char text[32] = "";
  return read_line(name, text, sizeof text) ? strtol(text, 0, 0) : -1;
}

static void write_call(const char* name) {
  char path[8192];
  path_of(path, "calls");
  const int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (dprintf(file, "%s\n", name) < 0) abort();
  close(file);
}

static void begin(const char* name) {
  char order[64];
  write_call(name);
  snprintf(order, sizeof order, "hang-%s", name);
  if (read_number(order) >= 0) for (;;) pause();
  snprintf(order, sizeof order, "slow-%s", name);
  const long milliseconds = read_number(order);
  if (milliseconds > 0) usleep(milliseconds * 1000);
}

static CK_RV initialize(CK_VOID_PTR arguments) {
  begin("C_Initialize");
  return real->C_Initialize(arguments);
}

static CK_RV finalize(CK_VOID_PTR reserved) {
  begin("C_Finalize");
  return real->C_Finalize(reserved);
}

static CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR application,
                          CK_NOTIFY notify, CK_SESSION_HANDLE_PTR session) {
  begin("C_OpenSession");
  return real->C_OpenSession(slot, flags, application, notify, session);
}

static CK_RV close_session(CK_SESSION_HANDLE session) {
  begin("C_CloseSession");
  return real->C_CloseSession(session);
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin,
                   CK_ULONG length) {
  begin("C_Login");
  return real->C_Login(session, user, pin, length);
}

static CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length,
                  CK_BYTE_PTR signature, CK_ULONG_PTR signatureLength) {
  begin("C_Sign");
  return real->C_Sign(session, data, length, signature, signatureLength);
}

static CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  const CK_RV result = real->C_GetTokenInfo(slot, info);
  const long flags = read_number("flags");
  if (flags > 0) info->flags |= flags;
  return result;
}

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  Dl_info self;
  char path[4096] = "";
  dladdr((void*)&C_GetFunctionList, &self);
  snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(self.dli_fname, '/') - self.dli_fname),
           self.dli_fname);
  read_line("library", path, sizeof path);
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) return CKR_GENERAL_ERROR;
  const CK_C_GetFunctionList get = (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList");
  const CK_RV result = get(&real);
  if (result != CKR_OK) return result;
  ours = *real;
  ours.C_Initialize = initialize;
  ours.C_Finalize = finalize;
  ours.C_OpenSession = open_session;
  ours.C_CloseSession = close_session;
  ours.C_Login = login;
  ours.C_Sign = sign;
  ours.C_GetTokenInfo = get_token_info;
  *list = &ours;
  return CKR_OK;
}
