import {
  createParamDecorator,
  type ExecutionContext,
  type PipeTransform,
  type Type,
} from '@nestjs/common';

import { CriiptoUser } from '../eid/user/criipto-user.js';
import { callerOf } from '../http/caller.js';
import { userOfField } from './given-user.js';
import { keepFromPipes } from './keep-from-pipes.js';

const UserOfCaller = createParamDecorator(
  (member: string | undefined, context: ExecutionContext): unknown => {
    const user =
      context.getType<string>() === 'graphql' ? userOfField(context) : callerOf(context)?.user;
    if (member === undefined || typeof user !== 'object' || user === null) return user;
    const own = (user as Record<string, unknown>)[member]; // any member of whatever the user is
    return own ?? (user instanceof CriiptoUser ? user.claims[member] : undefined);
  },
);

/**
 * The user that is logged in: a `CriiptoUser`, or what `mapUser` made of it; `undefined` under
 * `@OptionalAuth()` when nobody is. With a name, that member of the user, else that claim of the eID. A parameter of
 * the type `CriiptoUser` is left alone by a `ValidationPipe` with `validateCustomDecorators`: it is no input.
 *
 * @example
 * me(@CurrentUser() user: CriiptoUser, @CurrentUser('nationalId') cpr?: string) {}
 */
// Its type is spelled out: the inferred one names a type that Nest 11 does not have.
export const CurrentUser: (
  ...memberAndPipes: (string | PipeTransform | Type<PipeTransform>)[]
) => ParameterDecorator =
  (...memberAndPipes) =>
  (target, name, index) => {
    UserOfCaller(...memberAndPipes)(target, name, index);
    keepFromPipes(target, name, index);
  };
