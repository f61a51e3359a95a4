import type { OptionReader } from '../reading/option-reader.js';
import type { ResolvedOptions } from '../resolved-options.js';

const CHOICES = [false, 'required', 'signed', 'signedAndEncrypted'] as const;

/** With `ftn`, what is required is required in the form that it demands. */
export function userInfoOption(root: OptionReader, ftn: boolean): ResolvedOptions['userInfo'] {
  const userInfo = root.choice('userInfo', CHOICES, false);
  return ftn && userInfo === 'required' ? 'signedAndEncrypted' : userInfo;
}
