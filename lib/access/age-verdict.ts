import { type AgeAnswer, ageAnswer, type AgeDemand } from '../eid/assurance/age-answer.js';
import type { ClockComparison } from '../eid/assurance/recent-authentication.js';
import type { Cookies } from '../http/cookies.js';
import type { Session } from '../session/session.js';
import type { SessionService } from '../session/session.service.js';

/** Whether whoever asks is old enough: by what their login told, else by what they have proved beside it. */
export function ageVerdict(
  demand: AgeDemand,
  session: Session | undefined,
  {
    sessions,
    cookies,
    ...clocks
  }: ClockComparison & {
    readonly sessions: SessionService;
    readonly cookies: Cookies;
  },
): AgeAnswer {
  const byLogin = session
    ? ageAnswer({ ...toldTime(session), facts: sessions.basisOf(session)?.age }, demand, clocks)
    : 'unknown';
  if (byLogin !== 'unknown') return byLogin;
  const proved = sessions.ageProofOf(cookies, session);
  return proved ? ageAnswer(proved, demand, clocks) : 'unknown';
}

function toldTime({ authentication, isTimeTold }: Session) {
  return { authenticatedAt: authentication.authenticatedAt, isTimeTold };
}
