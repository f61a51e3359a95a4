import { CriiptoUser } from '../eid/user/criipto-user.js';

/** Where compilers note the types of parameters. */
const PARAMETER_TYPES = 'design:paramtypes';

/**
 * Takes back the note that a parameter is a `CriiptoUser`. By it a pipe of the whole application would take the user
 * for something that a client sent: it would make another one, without what is hidden, and of nobody an empty one.
 */
export function keepFromPipes(
  target: object,
  name: string | symbol | undefined,
  index: number,
): void {
  if (name === undefined) return;
  const types: unknown = Reflect.getMetadata(PARAMETER_TYPES, target, name);
  if (!Array.isArray(types) || types[index] !== CriiptoUser) return;
  Reflect.defineMetadata(PARAMETER_TYPES, types.with(index, Object), target, name);
}
