import { printable } from '../../common/printable.js';
import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CriiptoUser } from '../user/criipto-user.js';
import { satisfiesAcr } from './satisfies-acr.js';

/** @throws {CriiptoAuthError} `acr_not_satisfied` when somebody came back with less than was asked for. */
export function assertAcr(asked: readonly string[], user: CriiptoUser): void {
  if (satisfiesAcr(asked, user)) return;
  throw new CriiptoAuthError(
    'acr_not_satisfied',
    `The login came back as ${printable(user.acr ?? 'no acr at all')}, asked was ${asked.join(' or ')}`,
  );
}
