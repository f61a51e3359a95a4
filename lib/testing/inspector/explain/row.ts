/** A claim or a parameter beside what was expected of it. */
export interface Row {
  readonly name: string;
  /** As it was sent; nothing where it was not. */
  readonly sent: string | undefined;
  readonly expected: string;
  /** Whether it is as expected, as far as that can be told from here. */
  readonly fits: boolean;
  /**
   * Who decides. What oidc-provider decides is explained here and judged there: only its verdict counts.
   * `nobody` where anything will do.
   */
  readonly judge: 'oidc-provider' | 'fake' | 'nobody';
}

/** What a rule looks at. */
export interface Rule {
  readonly name: string;
  readonly expected: string;
  readonly fits: (sent: string | undefined) => boolean;
  /** @default oidc-provider */
  readonly judge?: Row['judge'];
}

/** A row for each rule, and for each of the rest, of which nothing is expected. */
export function rowsOf(
  sent: Readonly<Record<string, string | undefined>>,
  rules: readonly Rule[],
): readonly Row[] {
  const judged = rules.map(({ name, expected, fits, judge = 'oidc-provider' }) => {
    const value = sent[name];
    return { name, sent: value, expected, fits: fits(value), judge };
  });
  const named = new Set(rules.map(({ name }) => name));
  const rest = Object.entries(sent).flatMap(([name, value]) =>
    named.has(name) || value === undefined
      ? []
      : [{ name, sent: value, expected: 'anything', fits: true, judge: 'nobody' as const }],
  );
  return [...judged, ...rest];
}

/** For a rule that demands one of a few values. */
export function oneOf(values: readonly string[]): Pick<Rule, 'expected' | 'fits'> {
  return {
    expected: values.length === 0 ? 'nothing: none is registered' : values.join(' or '),
    fits: (sent) => sent !== undefined && values.includes(sent),
  };
}

/** For a rule that one may leave out. */
export function ifSent(fits: (sent: string) => boolean): Rule['fits'] {
  return (sent) => sent === undefined || fits(sent);
}

export const isSent: Rule['fits'] = (sent) => sent !== undefined && sent !== '';
