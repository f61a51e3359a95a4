import type { HeadlessData } from '../../oidc/token/headless-authentication.js';
import { PendingLogin, type PendingLoginFields } from '../polling/pending-login.js';

/** A login that was begun by `HeadlessLoginService#start` and that the user has yet to complete in the eID's app. */
export class HeadlessLogin extends PendingLogin {
  /** What the QR code holds at first. Each later status brings a newer one. */
  readonly qrData?: string;
  /** Starts BankID on the device of the browser. */
  readonly autoStartToken?: string;

  constructor(fields: PendingLoginFields, { qrData, autoStartToken }: HeadlessData = {}) {
    super(fields);
    if (qrData !== undefined) this.qrData = qrData;
    if (autoStartToken !== undefined) this.autoStartToken = autoStartToken;
  }
}
