// Makes the keys of a token, in the token: node generate-token-keys.mjs <library> <token label> <PIN>
// A program of its own, since a process has but one state of a PKCS #11 library.
import pkcs11js from 'pkcs11js';

const [library, tokenLabel, pin] = process.argv.slice(2);

const P256 = Buffer.from('06082a8648ce3d030107', 'hex');

const token = new pkcs11js.PKCS11();
token.load(library);
token.C_Initialize();
const slot = token
  .C_GetSlotList(true)
  .find((candidate) => token.C_GetTokenInfo(candidate).label.trimEnd() === tokenLabel);
const session = token.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION | pkcs11js.CKF_RW_SESSION);
token.C_Login(session, pkcs11js.CKU_USER, pin);

const rsa = [
  { type: pkcs11js.CKA_MODULUS_BITS, value: 2048 },
  { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
];
const ec = [{ type: pkcs11js.CKA_EC_PARAMS, value: P256 }];
generate(pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN, rsa, 'login', '01');
generate(pkcs11js.CKM_EC_KEY_PAIR_GEN, ec, 'login', '02');
generate(pkcs11js.CKM_EC_KEY_PAIR_GEN, ec, 'twice', '03');
generate(pkcs11js.CKM_EC_KEY_PAIR_GEN, ec, 'twice', '04');
token.C_Finalize();

function generate(mechanism, members, label, id) {
  const named = [
    { type: pkcs11js.CKA_TOKEN, value: true },
    { type: pkcs11js.CKA_LABEL, value: label },
    { type: pkcs11js.CKA_ID, value: Buffer.from(id, 'hex') },
  ];
  token.C_GenerateKeyPair(
    session,
    { mechanism },
    [...named, ...members, { type: pkcs11js.CKA_VERIFY, value: true }],
    [
      ...named,
      { type: pkcs11js.CKA_PRIVATE, value: true },
      { type: pkcs11js.CKA_SIGN, value: true },
      { type: pkcs11js.CKA_SENSITIVE, value: true },
      { type: pkcs11js.CKA_EXTRACTABLE, value: false },
    ],
  );
}
