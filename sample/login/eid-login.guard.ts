import { type ExecutionContext, Injectable, NotFoundException } from '@nestjs/common';
import { CriiptoLoginGuard, type LoginRequest } from 'nestjs-criipto-auth';

import { OFFERED_EIDS } from './eids.js';

/** Starts a login by the eID that the path names. */
@Injectable()
export class EidLoginGuard extends CriiptoLoginGuard {
  /** The path only picks from our own list: what to ask for is never taken from the browser. */
  protected override loginRequest(context: ExecutionContext): LoginRequest {
    const { params } = context.switchToHttp().getRequest<{ params: { eid: string } }>();
    const eid = OFFERED_EIDS.find(({ id }) => id === params.eid);
    if (!eid) throw new NotFoundException('There is no such eID here');
    return { ...super.loginRequest(context), ...eid.request };
  }
}
