import { closestName } from '../../common/closest-name.js';
import { isJsonObject } from '../../common/json.js';

/**
 * Reads one level of the options, whatever was written there, and collects what is wrong with it.
 * Every getter returns something usable, so that one pass finds every problem.
 */
export class OptionReader {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
    private readonly problems: string[],
  ) {}

  static of(values: unknown, problems: string[]): OptionReader {
    if (isJsonObject(values)) return new OptionReader(values, '', problems);
    problems.push('The options must be an object: check what your factory returns');
    return new OptionReader({}, '', problems);
  }

  /** Says what is wrong with one option: a sentence that goes on after the option's name. */
  problem(name: string, what: string): void {
    this.problems.push(`\`${this.nameOf(name)}\` ${what}`);
  }

  /** An option's name as it is written from the top, such as `session.store`. */
  nameOf(name: string): string {
    return this.path + name;
  }

  /** Refuses every name that is not one of these. */
  allow(...known: readonly string[]): void {
    for (const name of this.names()) {
      if (known.includes(name)) continue;
      const meant = closestName(name, known);
      this.problem(
        name,
        meant
          ? `is unknown: did you mean \`${this.path}${meant}\`?`
          : `is unknown: known are ${known.join(', ')}`,
      );
    }
  }

  names(): readonly string[] {
    return Object.keys(this.values);
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  section(name: string): OptionReader {
    const value = this.values[name];
    if (value !== undefined && !isJsonObject(value)) this.problem(name, 'must be an object');
    return new OptionReader(
      isJsonObject(value) ? value : {},
      `${this.path}${name}.`,
      this.problems,
    );
  }

  text(name: string, meaning: string): string {
    const value = this.values[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.problem(
      name,
      value === undefined || value === '' ? `is missing: ${meaning}` : `must be a text: ${meaning}`,
    );
    return '';
  }

  optionalText(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.problem(name, 'must be a text that is not empty');
    return undefined;
  }

  /** One text or a list of them; at least one. */
  texts(name: string, meaning: string): readonly string[] {
    const texts = this.optionalTexts(name);
    if (texts.length === 0 && (this.values[name] === undefined || isEmpty(this.values[name])))
      this.problem(name, `is missing: ${meaning}`);
    return texts;
  }

  optionalTexts(name: string): readonly string[] {
    const value = this.values[name];
    if (value === undefined || isEmpty(value)) return [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = list.filter(
      (text): text is string => typeof text === 'string' && text.trim() !== '',
    );
    if (texts.length < list.length) this.problem(name, 'must be a text or a list of texts');
    return texts;
  }

  /** A whole number of seconds, at least 1. */
  seconds(name: string, fallback: number, max = Number.MAX_SAFE_INTEGER): number {
    return this.number(name, fallback, { min: 1, max }, ' of seconds');
  }

  number(
    name: string,
    fallback: number,
    range: { readonly min: number; readonly max: number },
    unit = '',
  ): number {
    const value = this.values[name];
    if (value === undefined) return fallback;
    if (
      typeof value === 'number' &&
      Number.isInteger(value) &&
      value >= range.min &&
      value <= range.max
    )
      return value;
    const bounds =
      range.max === Number.MAX_SAFE_INTEGER
        ? `at least ${range.min}`
        : `from ${range.min} to ${range.max}`;
    this.problem(name, `must be a whole number${unit}, ${bounds}`);
    return fallback;
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.choice(name, [true, false] as const, fallback);
  }

  isFalse(name: string): boolean {
    return this.values[name] === false;
  }

  isList(name: string): boolean {
    return Array.isArray(this.values[name]);
  }

  choice<const T>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.values[name];
    if (value === undefined) return fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined)
      this.problem(name, `must be ${choices.map((choice) => JSON.stringify(choice)).join(' or ')}`);
    return chosen ?? fallback;
  }

  function<T>(name: string): T | undefined {
    return this.ofType<T>(name, 'function', 'a function');
  }

  object<T>(name: string): T | undefined {
    return this.ofType<T>(name, 'object', 'an object');
  }

  record(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.values).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  }

  private ofType<T>(name: string, type: 'function' | 'object', wanted: string): T | undefined {
    const value = this.values[name];
    if (value === undefined) return undefined;
    // Members cannot be checked beyond this: the declared type is the caller's word.
    if (typeof value === type && value !== null) return value as T;
    this.problem(name, `must be ${wanted}`);
    return undefined;
  }
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
