import type { JsonObject } from '../../common/json.js';

/**
 * How far the user is in the app of BankID Sweden: has not opened it yet, is asked whether they are on the
 * phone with you, or is identifying themselves.
 */
export type CallerStep = 'opening' | 'acknowledging' | 'identifying';

/** As Criipto describes them. Any other description is not for people either. */
const STEPS: ReadonlyMap<unknown, CallerStep> = new Map([
  ['awaiting first user interaction', 'opening'],
  ['awaiting user request acknowledgement', 'acknowledging'],
  ['awaiting user identification', 'identifying'],
]);

export function callerStep({ error_description: description }: JsonObject): CallerStep | undefined {
  return STEPS.get(description);
}
