import {
  BadRequestException,
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  type HttpException,
  Injectable,
  Logger,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';

import { authRuleOf, unknownRuleAt } from '../access-rules/auth-rule.decorator.js';
import type { AuthRule } from '../access-rules/auth-rule.js';
import {
  bearerChallenge,
  type ChallengeParameters,
  stepUpParameters,
} from '../access-rules/bearer-challenge.js';
import { markRuleReader } from '../access-rules/rule-reader.js';
import { bearerRequirements } from '../bearer/bearer-requirements.js';
import { type Bearer, BearerTokens } from '../bearer/bearer-tokens.service.js';
import { sentToken } from '../bearer/sent-token.js';
import { Clock } from '../common/clock.js';
import { LOGGER_NAME } from '../common/logger-name.js';
import { ageAnswer } from '../eid/assurance/age-answer.js';
import { ageFacts } from '../eid/assurance/age-facts.js';
import { actsForCompany } from '../eid/assurance/company-login.js';
import type { ClockComparison } from '../eid/assurance/recent-authentication.js';
import { isSufficient } from '../eid/assurance/sufficient-authentication.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import type { CriiptoAuthErrorCode } from '../errors/error-codes.js';
import { failureFacts, failureLine } from '../errors/error-report.js';
import { AuthEvents } from '../events/auth-events.service.js';
import { callerOf } from '../http/caller.js';
import { limitCaching } from '../http/guarded-caching.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { ResolvedOptions } from '../options/resolved-options.js';
import { forgetEarlier, forgetSessionUser, noteGiven, noteNobody } from './given-user.js';

/**
 * Lets in who sends a token that the provider issued for this API, as `Authorization: Bearer …`. No cookie
 * is read, no session is made, nobody is sent to log in. HTTP, GraphQL and WebSocket; a context it does not
 * know is refused.
 *
 * @throws {InvalidOptionsError} at start-up, where it is used without the option `bearer`.
 */
@Injectable()
export class BearerGuard implements CanActivate {
  static {
    markRuleReader(this, 'BearerGuard');
  }

  private readonly logger = new Logger(LOGGER_NAME);

  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: BearerTokens,
    private readonly exchanges: HttpExchanges,
    private readonly options: ResolvedOptions,
    private readonly clock: Clock,
    private readonly events: AuthEvents,
  ) {
    bearerRequirements(options); // now, and not when the first token comes
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // The socket under a WebSocket or GraphQL may have the user of an earlier message.
    const isLasting = context.getType() !== 'http';
    if (isLasting) forgetEarlier(context);
    const rule = authRuleOf(this.reflector, context, this);
    if (rule?.kind === 'public') {
      if (isLasting) noteNobody(context);
      return true;
    }
    if (rule?.kind === 'unknown') {
      this.logger.error(unknownRuleAt(context));
      return false;
    }
    const caller = callerOf(context);
    if (!caller) return false;
    const exchange = this.exchanges.ofContext(context);
    const answer = exchange ?? this.exchanges.ofOperation(context);
    if (answer && (rule?.kind !== 'optional' || caller.headers['authorization'] !== undefined))
      limitCaching(answer, this.options.session.cacheControl);
    forgetSessionUser(context, caller);
    try {
      const token = sentToken(caller, exchange);
      const bearer = token === undefined ? undefined : await this.tokens.verify(token);
      this.check(bearer, rule);
      if (bearer) caller.user = bearer.authentication;
      if (isLasting && bearer) noteGiven(context, bearer.authentication);
      else if (isLasting) noteNobody(context);
      return true;
    } catch (error) {
      if (!(error instanceof CriiptoAuthError) || error.retryable) throw error;
      this.tell(error);
      // A gateway turns `false` into an exception of its own kind.
      if (context.getType() === 'ws') return false;
      exchange?.setHeader('WWW-Authenticate', this.challenge(error, rule));
      throw answerTo(error);
    }
  }

  private check(bearer: Bearer | undefined, rule: AuthRule | undefined): void {
    if (!bearer) {
      if (rule?.kind === 'optional') return;
      throw new CriiptoAuthError('bearer_token_missing', 'No token was sent');
    }
    const now = this.clock.seconds();
    const { clockTolerance } = this.options.idToken;
    const code = missingIn(bearer, rule, { now, clockTolerance });
    if (code) throw new CriiptoAuthError(code, MISSING[code]);
  }

  /** Everyday business of an API, and of whoever tries something: for those who want to know. */
  private tell(error: CriiptoAuthError): void {
    this.logger.debug(`Bearer refused: ${failureLine(error)}`);
    this.events.emit('bearer.refused', failureFacts(error));
  }

  /** The realm stands there because RFC 6750 section 3 wants a parameter, also where there is no error to name. */
  private challenge(error: CriiptoAuthError, rule: AuthRule | undefined): string {
    const realm = this.options.site.origin;
    const { scopes } = bearerRequirements(this.options);
    return bearerChallenge({ realm, ...challengeParameters(error, rule, scopes) });
  }
}

/** What a token may lack. */
const MISSING = {
  age_too_low: 'The user has not reached the age demanded',
  company_required: 'The token tells of no login for a company',
  bearer_authentication_insufficient:
    'The token tells of a weaker or an older login than is demanded',
};

/** What a rule finds missing in a token. Its claims are signed. */
function missingIn(
  bearer: Bearer,
  rule: AuthRule | undefined,
  clocks: ClockComparison,
): keyof typeof MISSING | undefined {
  if (rule?.kind === 'acr')
    return isSufficient(bearer, rule, clocks) ? undefined : 'bearer_authentication_insufficient';
  if (rule?.kind === 'company')
    return actsForCompany(bearer.authentication) ? undefined : 'company_required';
  if (rule?.kind !== 'age') return undefined;
  const { authentication, isTimeTold } = bearer;
  const { eid, claims, authenticatedAt } = authentication;
  const told = { facts: ageFacts(eid, claims), authenticatedAt, isTimeTold };
  const answer = ageAnswer(told, rule, clocks);
  if (answer === 'yes') return undefined;
  return answer === 'no' ? 'age_too_low' : 'bearer_authentication_insufficient';
}

/** For want of a token, and where no other token of this user would do. */
const NO_ERROR_OF_TOKENS: ReadonlySet<CriiptoAuthErrorCode> = new Set([
  'bearer_token_missing',
  'age_too_low',
  'company_required',
]);

/** RFC 6750 section 3.1: who sent no token is told of no error. */
function challengeParameters(
  { code }: CriiptoAuthError,
  rule: AuthRule | undefined,
  scopes: readonly string[],
): ChallengeParameters {
  if (NO_ERROR_OF_TOKENS.has(code)) return {};
  if (code === 'bearer_request_malformed') return { error: 'invalid_request' };
  if (code === 'bearer_scope_insufficient')
    return { error: 'insufficient_scope', scope: scopes.join(' ') };
  if (code === 'bearer_authentication_insufficient' && rule?.kind === 'acr')
    return stepUpParameters(rule);
  // No acr value would tell the age.
  if (code === 'bearer_authentication_insufficient') return stepUpParameters({ acrValues: [] });
  return { error: 'invalid_token' };
}

/** Nest's own exceptions, which the application's filters and GraphQL know how to answer. */
function answerTo(error: CriiptoAuthError): HttpException {
  const details = { cause: error };
  switch (error.code) {
    case 'bearer_token_missing':
      return new UnauthorizedException('An access token is required', details);
    case 'bearer_request_malformed':
      return new BadRequestException('Send one access token, in the Authorization header', details);
    case 'bearer_scope_insufficient':
      return new ForbiddenException('The access token does not allow this', details);
    case 'age_too_low':
      return new ForbiddenException('The user is not old enough', details);
    case 'company_required':
      return new ForbiddenException('A login for a company is required', details);
    case 'bearer_authentication_insufficient':
      return new UnauthorizedException('A stronger or more recent login is required', details);
    default:
      return new UnauthorizedException('The access token is not valid', details);
  }
}
