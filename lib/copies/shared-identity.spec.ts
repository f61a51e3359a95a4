import { describe, expect, it } from '@jest/globals';

import { shareIdentity } from './shared-identity.js';

/** A class as a copy of the package has it. */
function copyOf(name: string) {
  class Shape {
    static {
      shareIdentity(this, name, ({ sides }) => typeof sides === 'number');
    }
    constructor(readonly sides?: number) {}
  }
  return Shape;
}

describe('shareIdentity', () => {
  const [Ours, Theirs, Stranger] = [copyOf('Shape'), copyOf('Shape'), copyOf('Other')];

  it('knows what another copy of the class made', () => {
    expect(new Theirs(3)).toBeInstanceOf(Ours);
    expect(new Ours(3)).toBeInstanceOf(Theirs);
  });

  it('does not know what lacks what is read', () => {
    expect(new Theirs() instanceof Ours).toBe(false);
  });

  it('knows its own whatever it lacks', () => {
    expect(new Ours()).toBeInstanceOf(Ours);
  });

  it('knows no other class', () => {
    expect(new Stranger(3) instanceof Ours).toBe(false);
  });

  it('says of a class that extends it what JavaScript says', () => {
    class Square extends Ours {}
    expect(new Theirs(4) instanceof Square).toBe(false);
    expect(new Square(4)).toBeInstanceOf(Square);
    expect(new Square(4)).toBeInstanceOf(Theirs);
  });

  it.each([undefined, null, 3, 'Shape', { sides: 3 }])('does not know %j', (value) => {
    expect((value as unknown) instanceof Ours).toBe(false);
  });

  it('shows no mark', () => {
    expect(Reflect.ownKeys(new Ours(3))).toEqual(['sides']);
  });
});
