/** Values of PKCS #11 2.40, written out so that its native binding is loaded in another process alone. */
export const CKF_SERIAL_SESSION = 0x04;
export const CKF_OS_LOCKING_OK = 0x02;

export const CKU_USER = 1;

/** The state of a session with the rights of the user, and not opened to write. */
export const CKS_RO_USER_FUNCTIONS = 1;

/** Flags of a token: a wrong PIN was entered since the last right one; one more locks it; it is locked. */
export const CKF_USER_PIN_COUNT_LOW = 0x10000;
export const CKF_USER_PIN_FINAL_TRY = 0x20000;
export const CKF_USER_PIN_LOCKED = 0x40000;

export const CKO_PUBLIC_KEY = 2;
export const CKO_PRIVATE_KEY = 3;

export const CKK_RSA = 0;
export const CKK_EC = 3;

export const CKA_CLASS = 0x00;
export const CKA_LABEL = 0x03;
export const CKA_KEY_TYPE = 0x100;
export const CKA_ID = 0x102;
export const CKA_MODULUS = 0x120;
export const CKA_PUBLIC_EXPONENT = 0x122;
export const CKA_EC_PARAMS = 0x180;
export const CKA_EC_POINT = 0x181;

export const CKM_SHA256_RSA_PKCS = 0x40;
export const CKM_SHA256_RSA_PKCS_PSS = 0x43;
export const CKM_SHA256 = 0x250;
export const CKM_ECDSA = 0x1041;

export const CKG_MGF1_SHA256 = 2;
/** Not of the standard: by this the binding knows what kind of parameter follows. */
export const CK_PARAMS_RSA_PSS = 5;
