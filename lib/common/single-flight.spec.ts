import { describe, expect, it } from '@jest/globals';

import { SingleFlight } from './single-flight.js';

/** A question whose answers are given by hand, and that counts how often it was asked. */
class Question {
  private readonly waiting: {
    resolve(answer: string): void;
    reject(error: Error): void;
  }[] = [];

  readonly ask = (): Promise<string> =>
    new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));

  get asked(): number {
    return this.waiting.length;
  }

  answer(text: string): void {
    this.waiting.at(-1)?.resolve(text);
  }

  fail(message: string): void {
    this.waiting.at(-1)?.reject(new Error(message));
  }
}

describe('SingleFlight', () => {
  it('asks once for everybody who asks meanwhile', async () => {
    const [flights, question] = [new SingleFlight<string>(), new Question()];
    const answers = Promise.all([1, 2, 3].map(() => flights.run('key', question.ask)));
    question.answer('forty-two');
    expect(await answers).toEqual(['forty-two', 'forty-two', 'forty-two']);
    expect(question.asked).toBe(1);
  });

  it('lets everybody who asked meanwhile share a failure', async () => {
    const [flights, question] = [new SingleFlight<string>(), new Question()];
    const answers = Promise.allSettled([1, 2].map(() => flights.run('key', question.ask)));
    question.fail('away');
    const reason = new Error('away');
    expect(await answers).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    expect(question.asked).toBe(1);
  });

  it('keeps different questions apart', () => {
    const [flights, question] = [new SingleFlight<string>(), new Question()];
    void flights.run('a', question.ask);
    void flights.run('b', question.ask);
    expect(question.asked).toBe(2);
  });

  it('asks again after an answer', async () => {
    const [flights, question] = [new SingleFlight<string>(), new Question()];
    const first = flights.run('key', question.ask);
    question.answer('old');
    await first;
    const second = flights.run('key', question.ask);
    question.answer('new');
    expect(await second).toBe('new');
  });

  it('asks again after a failure', async () => {
    const [flights, question] = [new SingleFlight<string>(), new Question()];
    const first = flights.run('key', question.ask);
    question.fail('away');
    await expect(first).rejects.toThrow('away');
    const second = flights.run('key', question.ask);
    question.answer('back');
    expect(await second).toBe('back');
  });
});
