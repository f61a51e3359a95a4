import { type RuleReader, ruleReaderOf } from '../access-rules/rule-reader.js';
import { acrTypos } from '../eid/assurance/acr-typos.js';
import type { BoundGuard, DeclaredHandler, HandlerKind } from './declared-handler.js';
import { ruleText } from './rule-text.js';

/** What start-up has to say of the handlers of an application. */
export interface RouteFindings {
  /** What would be open, and is not meant to be. */
  readonly problems: readonly string[];
  /** What may not be what it looks like. */
  readonly warnings: readonly string[];
}

interface OpenedTooMuch {
  /** The guard that was meant. */
  readonly outer: RuleReader;
  /** The one beside it, by its name. */
  readonly inner: string;
}

const GUARDED_FIELDS =
  'set `fieldResolverEnhancers: ["guards"]` of GraphQLModule, or put the rule on the query';

const LEVELS: readonly BoundGuard['level'][] = ['global', 'class', 'handler'];

/** Holds what is declared of each handler against what guards it. */
export function auditHandlers(handlers: readonly DeclaredHandler[]): RouteFindings {
  return {
    problems: [...rulesThatNobodyReads(handlers), ...openingsOfTooMuch(handlers)],
    warnings: [
      ...handlersBeyondReach(handlers),
      ...rulesThatAreNotInherited(handlers),
      ...fieldsWithoutGuards(handlers),
      ...answersOfAnotherUser(handlers),
      ...rulesWithTypos(handlers),
    ],
  };
}

/** `@Public()` demands nothing, and needs nobody who reads it. */
function rulesThatNobodyReads(handlers: readonly DeclaredHandler[]): string[] {
  const unread = handlers.filter(
    ({ kind, rule, ruleOf, guards }) =>
      rule !== undefined &&
      rule.kind !== 'public' &&
      guards.length === 0 &&
      (kind !== 'graphql-field' || ruleOf === 'handler'),
  );
  return byDeclaration(unread).map(
    ([subject, first, names]) =>
      `${subject} has ${textOf(first)}, and no guard reads it${names}: ${remedy(first)}`,
  );
}

function remedy({ kind, beyond }: DeclaredHandler): string {
  if (kind === 'graphql-field') return GUARDED_FIELDS;
  const near = 'add @UseGuards(CriiptoAuthGuard) or @UseGuards(BearerGuard) there';
  if (kind === 'message' || beyond.length > 0)
    return `${near}, for guards of the whole application do not reach it`;
  return `${near}, or set \`globalGuard: true\``;
}

/** `@Public()` opens every guard, also the one that stands beside it. It was meant for one that stands before that. */
function openingsOfTooMuch(handlers: readonly DeclaredHandler[]): string[] {
  const found = handlers.filter((handler) => openedTooMuch(handler) !== undefined);
  return byDeclaration(found).flatMap(([subject, first, names]) => {
    const { outer, inner } = openedTooMuch(first) ?? {};
    return outer === undefined
      ? []
      : `${subject} has @Public() beside ${inner}, which it opens too${names}: write \`@Public({ guard: ${outer} })\` to open that guard alone, or take ${inner} out`;
  });
}

function openedTooMuch({ rule, ruleOf, guards }: DeclaredHandler): OpenedTooMuch | undefined {
  if (rule?.kind !== 'public' || rule.guard) return undefined;
  const beside = guards.filter(
    ({ level, isOwn }) => level === 'handler' || (level === 'class' && ruleOf === 'class' && isOwn),
  );
  for (const { level, name, readers } of beside) {
    const before = guards.filter((other) => LEVELS.indexOf(other.level) < LEVELS.indexOf(level));
    const outer = before.flatMap((other) => other.readers);
    const isOfAnotherKind = readers.some((reader) => !outer.includes(reader));
    if (outer[0] !== undefined && isOfAnotherKind) return { outer: outer[0], inner: name };
  }
  return undefined;
}

/** With `globalGuard` one may think that all is guarded. */
function handlersBeyondReach(handlers: readonly DeclaredHandler[]): string[] {
  const open = handlers.filter(
    ({ kind, rule, guards, beyond }) =>
      kind !== 'graphql-field' &&
      rule === undefined &&
      guards.length === 0 &&
      beyond.some(({ readers }) => readers.includes('CriiptoAuthGuard')),
  );
  return [
    beyondReach(open, 'message', 'of microservices', ', or connect with `inheritAppConfig: true`'),
    beyondReach(open, 'websocket', 'of gateways', ''),
  ].flat();
}

function beyondReach(
  open: readonly DeclaredHandler[],
  kind: HandlerKind,
  what: string,
  more: string,
): string[] {
  const names = open.filter((handler) => handler.kind === kind).map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    `The guard of the whole application does not reach handlers ${what}. Nothing of ours guards ${names.join(', ')}: bind a guard there${more}; @Public() says that it is meant`,
  ];
}

function rulesThatAreNotInherited(handlers: readonly DeclaredHandler[]): string[] {
  const warnings = handlers.flatMap(({ className, openBase, guards }) =>
    openBase !== undefined && guards.length > 0
      ? [
          `${className} extends ${openBase}, whose @Public() or @OptionalAuth() holds there alone: ${className} is guarded. Write the decorator on ${className} too if it is meant to be open`,
        ]
      : [],
  );
  return [...new Set(warnings)];
}

function fieldsWithoutGuards(handlers: readonly DeclaredHandler[]): string[] {
  const open = handlers.filter(
    ({ kind, rule, ruleOf, guards }) =>
      kind === 'graphql-field' &&
      rule !== undefined &&
      rule.kind !== 'public' &&
      ruleOf !== 'handler' &&
      guards.length === 0,
  );
  if (open.length === 0) return [];
  const names = open.map(({ name }) => name).join(', ');
  return [
    `GraphQL asks no guard before a field, so that the rule of the class does not hold for ${names}: ${GUARDED_FIELDS}`,
  ];
}

/** The guard is asked each time, and lets each of them in: to what the interceptor kept of the first. */
function answersOfAnotherUser(handlers: readonly DeclaredHandler[]): string[] {
  const shared = new Map<string, string[]>();
  for (const handler of handlers) {
    const { cachedBy, name } = handler;
    if (cachedBy === undefined || isOpen(handler)) continue;
    shared.set(cachedBy, [...(shared.get(cachedBy) ?? []), name]);
  }
  return [...shared].map(
    ([cache, names]) =>
      `${cache} keeps answers by URL or key, whoever asks, and so shows one user what another got: at ${[...new Set(names)].join(', ')}. Extend it with a \`trackBy()\` that tells users apart (docs/cookbook/cache.md), or bind it where nothing is guarded`,
  );
}

/** Whether no guard that is bound asks who it is. */
function isOpen({ rule, guards }: DeclaredHandler): boolean {
  if (rule?.kind !== 'public') return guards.length === 0;
  const opened = rule.guard && ruleReaderOf(rule.guard);
  return guards.every(({ readers }) => readers.every((each) => each === (opened ?? each)));
}

function rulesWithTypos(handlers: readonly DeclaredHandler[]): string[] {
  const ruled = handlers.filter(({ rule }) => rule?.kind === 'acr');
  return byDeclaration(ruled).flatMap(([subject, { rule }]) =>
    rule?.kind === 'acr' ? acrTypos(`@RequireAcr() of ${subject}`, rule.acrValues) : [],
  );
}

/** One for each decorator that was written: its subject, a handler that it is for, and which others, if it stands on a class. */
function byDeclaration(
  handlers: readonly DeclaredHandler[],
): readonly (readonly [string, DeclaredHandler, string])[] {
  const groups = new Map<string, DeclaredHandler[]>();
  for (const handler of handlers) {
    const subject = handler.ruleOf === 'handler' ? handler.name : handler.className;
    groups.set(subject, [...(groups.get(subject) ?? []), handler]);
  }
  return [...groups].flatMap(([subject, group]) => {
    const [first] = group;
    if (!first) return [];
    const names = [...new Set(group.map(({ name }) => name))].filter((name) => name !== subject);
    return [[subject, first, names.length === 0 ? '' : ` at ${names.join(', ')}`] as const];
  });
}

function textOf({ rule }: DeclaredHandler): string {
  return rule === undefined ? 'no rule' : ruleText(rule);
}
