import { Injectable } from '@nestjs/common';
import type { CriiptoUser } from 'nestjs-criipto-auth';

import { AGREEMENTS, type Agreement } from './agreements.js';

/** That somebody signed a text. */
export interface Signature {
  readonly agreement: Agreement;
  readonly sub: string;
  readonly signedAt: Date;
  /** How the eID tells: kept by an application for as long as the agreement counts. */
  readonly proof: string;
}

/** What was signed. In memory: an application of yours has a table for it. */
@Injectable()
export class Signatures {
  private readonly kept: Signature[] = [];

  /** Called with every user who logs in, for the proof is too large for a session, and gone afterwards. */
  keep(user: CriiptoUser): void {
    const proof = proofOf(user);
    const agreement = AGREEMENTS.find(({ text }) => proof && isAbout(text, proof));
    if (proof === undefined || !agreement) return;
    this.kept.push({ agreement, proof, sub: user.sub, signedAt: user.authenticatedAt });
  }

  /** The latest of a user under an agreement. */
  find({ sub }: CriiptoUser, { id }: Agreement): Signature | undefined {
    return this.kept.findLast((each) => each.sub === sub && each.agreement.id === id);
  }
}

/** MitID repeats the text that it showed, in a token that it signed; BankID Sweden sends a signature as XML. */
function proofOf(user: CriiptoUser): string | undefined {
  if (user.is('mitid')) return user.claims.refTextBody;
  if (!user.is('bankid-se') || user.claims.evidence === undefined) return undefined;
  return Buffer.from(user.claims.evidence, 'base64').toString();
}

/** In the XML of BankID Sweden the text is base64. Whoever relies on it verifies its signature besides. */
function isAbout(text: string, proof: string): boolean {
  return proof.includes(text) || proof.includes(Buffer.from(text).toString('base64'));
}
