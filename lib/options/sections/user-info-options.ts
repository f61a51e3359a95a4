import type { OptionReader } from '../reading/option-reader.js';

/** The form in which userinfo has to come, if it is fetched. */
export type UserInfoOption = false | 'required' | 'signed' | 'signedAndEncrypted';

const CHOICES = [false, 'required', 'signed', 'signedAndEncrypted'] as const;

/** With `ftn`, what is required is required in the form that it demands. */
export function userInfoOption<T extends { readonly userInfo?: UserInfoOption }>(
  root: OptionReader<T>,
  ftn: boolean,
): UserInfoOption {
  const userInfo = root.choice<UserInfoOption>('userInfo', CHOICES, false);
  return ftn && userInfo === 'required' ? 'signedAndEncrypted' : userInfo;
}
