/** The eIDs that people of the fake can have. */
export type FakeEidId =
  | 'mitid'
  | 'mitid-business'
  | 'bankid-se'
  | 'freja'
  | 'bankid-no'
  | 'vipps'
  | 'ftn'
  | 'idin'
  | 'personalausweis'
  | 'oneid'
  | 'itsme'
  | 'age-verification';
