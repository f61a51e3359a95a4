import { nameOfThrown } from '../errors/name-of-thrown.js';
import { CryptokiError } from './cryptoki-error.js';
import { inTime } from './in-time.js';
import { pinProblem } from './pin-problem.js';

/** What the application's `pin` gives in time. @throws {CryptokiError} `PIN_NOT_GIVEN` */
export async function askForPin(ask: () => unknown, seconds: number): Promise<string> {
  const late = () => notGiven(`gave none within ${seconds} s`);
  const pin = await inTime(seconds, () => answerOf(ask), late);
  const problem = pinProblem(pin);
  if (typeof pin !== 'string' || problem !== undefined) throw notGiven(`gave what ${problem}`);
  return pin;
}

async function answerOf(ask: () => unknown): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    throw notGiven(`failed (${nameOfThrown(error)})`);
  }
}

function notGiven(why: string): CryptokiError {
  return new CryptokiError('PIN_NOT_GIVEN', why);
}
