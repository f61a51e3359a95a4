import {
  BadRequestException,
  type ExecutionContext,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import { CriiptoLoginGuard, CriiptoUser, type LoginRequest } from 'nestjs-criipto-auth';

import { agreementBy } from './agreements.js';
import { signingRequest } from './signing-request.js';

interface SigningHttpRequest {
  readonly params: { readonly agreement: string };
  /** Of the global guard, which ran before this one. */
  readonly user?: unknown;
}

/** Has the user who is logged in log in once more, and sign a text with that. */
@Injectable()
export class SigningGuard extends CriiptoLoginGuard {
  protected override loginRequest(context: ExecutionContext): LoginRequest {
    const { params, user } = context.switchToHttp().getRequest<SigningHttpRequest>();
    const agreement = agreementBy(params.agreement);
    if (!agreement) throw new NotFoundException('There is no such agreement here');
    const request = user instanceof CriiptoUser ? signingRequest(user, agreement) : undefined;
    if (!request || !(user instanceof CriiptoUser))
      throw new BadRequestException('This eID shows no texts to sign');
    return {
      ...request,
      prompt: 'login', // single sign-on signs nothing
      samePersonAs: user,
      returnTo: `/signed/${agreement.id}`,
    };
  }
}
