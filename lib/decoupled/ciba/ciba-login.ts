import { PendingLogin, type PendingLoginFields } from '../polling/pending-login.js';

export interface CibaLoginFields extends PendingLoginFields {
  readonly bindingMessage?: string | undefined;
}

/** A login that was begun by `CibaService#start` and that the user has yet to complete in the eID's app. */
export class CibaLogin extends PendingLogin {
  /**
   * What the user has to recognise in the app. Norwegian BankID makes up a pair of words: read them to the
   * caller, who chooses them among others. Swedish BankID shows what you wrote.
   */
  readonly bindingMessage?: string;

  constructor(fields: CibaLoginFields) {
    super(fields);
    if (fields.bindingMessage !== undefined) this.bindingMessage = fields.bindingMessage;
  }
}
