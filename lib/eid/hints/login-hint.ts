import { EID_PROFILES, type Profile } from '../eids.js';
import { type HintWriter, hintWriter } from '../hint-tokens/common-hint.js';
import type { CommonHint } from './hints.js';

type ProfileHints = Extract<Profile, { readonly hint: object }>['hint'];

type EidHints = {
  readonly [Each in ProfileHints as keyof Each]: WithKnownAcr<Each[keyof Each]>;
};

/** A writer whose common members say which acr values there are: profiles, of which those are made, cannot. */
type WithKnownAcr<Writer> =
  Writer extends HintWriter<infer Own>
    ? string extends keyof Own
      ? Writer // of claims, by whatever name
      : (hint: Own & CommonHint) => string
    : never;

// Each writer under its own name, as the type says, which is made of the same profiles.
const eidHints = Object.assign({}, ...EID_PROFILES.map(({ hint }) => hint)) as EidHints;

/**
 * Login hints of Criipto, a function for each eID: what it knows of, in the form that it wants, as the
 * text for `loginHint`. Values that users wrote cannot add to what was asked for.
 *
 * @throws {CriiptoAuthError} `login_hint_invalid`, which names the member and never repeats its value.
 * @example
 * loginHint.mitId({ action: 'sign', message: 'Transfer 100 kr to Åse' })
 */
export const loginHint = {
  ...eidHints,
  /** For eIDs that know nothing more, such as Vipps, iDIN and OneID. */
  any: (hint: CommonHint): string => anyHint(hint),
} as const;

const anyHint = hintWriter<object>({});
