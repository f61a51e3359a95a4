import { closestName } from '../../common/closest-name.js';
import { isJsonObject } from '../../common/json.js';

/** The names of the options that an interface has. */
export type NameOf<T> = keyof T & string;

/** Something for each option that an interface has, so that none is documented and never read. */
export type EachOf<T> = Readonly<Record<keyof T, unknown>>;

/**
 * Reads one level of the options, whatever was written there, and collects what is wrong with it.
 * Every getter returns something usable, so that one pass finds every problem. A name that nobody asked for
 * is refused.
 */
export class OptionReader<T extends object> {
  /** What was asked for, in order. */
  private readonly known = new Set<string>();
  private readonly firstProblem: number;

  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
    private readonly problems: string[],
  ) {
    this.firstProblem = problems.length;
  }

  /** Who reads these options has to `finish()`. */
  static of<T extends object>(values: unknown, problems: string[]): OptionReader<T> {
    if (isJsonObject(values)) return new OptionReader<T>(values, '', problems);
    problems.push('The options must be an object: check what your factory returns');
    return new OptionReader<T>({}, '', problems);
  }

  /** The options of a section, by who knows them; an empty section where none is written. */
  section<K extends NameOf<T>, R>(
    name: K,
    read: (section: OptionReader<NonNullable<T[K]> & object>) => R,
  ): R {
    const value = this.value(name);
    if (value !== undefined && !isJsonObject(value)) this.problem(name, 'must be an object');
    const section = new OptionReader<NonNullable<T[K]> & object>(
      isJsonObject(value) ? value : {},
      `${this.nameOf(name)}.`,
      this.problems,
    );
    const options = read(section);
    section.finish();
    return options;
  }

  /** Refuses every name that nobody asked for, before whatever else is wrong here. */
  finish(): void {
    const known = [...this.known];
    const unknown = this.names().filter((name) => !this.known.has(name));
    const problems = unknown.map((name) => {
      const meant = closestName(name, known);
      return meant === undefined
        ? `\`${this.path}${name}\` is unknown: known are ${known.join(', ')}`
        : `\`${this.path}${name}\` is unknown: did you mean \`${this.path}${meant}\`?`;
    });
    this.problems.splice(this.firstProblem, 0, ...problems);
  }

  /** Says what is wrong with one option: a sentence that goes on after the option's name. */
  problem(name: NameOf<T>, what: string): void {
    this.known.add(name);
    this.problems.push(`\`${this.nameOf(name)}\` ${what}`);
  }

  /** An option's name as it is written from the top, such as `session.store`. */
  nameOf(name: NameOf<T>): string {
    return this.path + name;
  }

  /** What is written, known or not. */
  names(): readonly string[] {
    return Object.keys(this.values);
  }

  has(name: NameOf<T>): boolean {
    return this.value(name) !== undefined;
  }

  /** Whatever is written, for who knows how to check it. */
  value(name: NameOf<T>): unknown {
    this.known.add(name);
    return this.values[name];
  }

  text(name: NameOf<T>, meaning: string): string {
    const value = this.value(name);
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.problem(
      name,
      value === undefined || value === '' ? `is missing: ${meaning}` : `must be a text: ${meaning}`,
    );
    return '';
  }

  optionalText(name: NameOf<T>): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.problem(name, 'must be a text that is not empty');
    return undefined;
  }

  /** One text or a list of them; at least one. */
  texts(name: NameOf<T>, meaning: string): readonly string[] {
    const texts = this.optionalTexts(name);
    const value = this.value(name);
    if (texts.length === 0 && (value === undefined || isEmpty(value)))
      this.problem(name, `is missing: ${meaning}`);
    return texts;
  }

  optionalTexts(name: NameOf<T>): readonly string[] {
    const value = this.value(name);
    if (value === undefined || isEmpty(value)) return [];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const texts = list.filter(
      (text): text is string => typeof text === 'string' && text.trim() !== '',
    );
    if (texts.length < list.length) this.problem(name, 'must be a text or a list of texts');
    return texts;
  }

  /** A whole number of seconds, at least 1. */
  seconds(name: NameOf<T>, fallback: number, max = Number.MAX_SAFE_INTEGER): number {
    return this.number(name, fallback, { min: 1, max }, ' of seconds');
  }

  number(
    name: NameOf<T>,
    fallback: number,
    range: { readonly min: number; readonly max: number },
    unit = '',
  ): number {
    const value = this.value(name);
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

  boolean(name: NameOf<T>, fallback: boolean): boolean {
    return this.choice(name, [true, false] as const, fallback);
  }

  isFalse(name: NameOf<T>): boolean {
    return this.value(name) === false;
  }

  isList(name: NameOf<T>): boolean {
    return Array.isArray(this.value(name));
  }

  choice<const C>(name: NameOf<T>, choices: readonly C[], fallback: C): C {
    const value = this.value(name);
    if (value === undefined) return fallback;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined)
      this.problem(name, `must be ${choices.map((choice) => JSON.stringify(choice)).join(' or ')}`);
    return chosen ?? fallback;
  }

  function<K extends NameOf<T>>(name: K): T[K] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    // What it takes and gives cannot be checked: the declared type is the caller's word.
    if (typeof value === 'function') return value as T[K];
    this.problem(name, 'must be a function');
    return undefined;
  }

  object<K extends NameOf<T>>(name: K): NonNullable<T[K]> | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    // Members cannot be checked here: the declared type is the caller's word.
    if (isJsonObject(value)) return value as NonNullable<T[K]>;
    this.problem(name, 'must be an object');
    return undefined;
  }

  record(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.values).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  }
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
