/** How far a user of BankID Sweden is. BankID may add codes; any of them means that the login is still pending. */
export type BankIdHintCode =
  /** The app has yet to be opened. */
  | 'outstandingTransaction'
  /** The app was started, and has yet to take the login. */
  | 'noClient'
  /** The app is open, and looks for a BankID that fits. */
  | 'started'
  /** The app reads the user's identity document. */
  | 'userMrtd'
  /** The app asks whether the user is on the phone with you. */
  | 'userCallConfirm'
  /** The app waits for the security code. */
  | 'userSign'
  /** The user is done, and BankID is not yet. */
  | 'processing'
  | (string & {});
