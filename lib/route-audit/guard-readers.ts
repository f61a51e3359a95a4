import { type RuleReader, ruleReaderOf } from '../access-rules/rule-reader.js';
import {
  classOf,
  classOfInstance,
  type Contained,
  type ContainedModule,
  isFunction,
  listOf,
} from './container.js';

/** Nest's and TypeScript's names for what a constructor is given, and for what is injected by property. */
const PARAMETER_TYPES = 'design:paramtypes';
const NAMED_PARAMETERS = 'self:paramtypes';
const INJECTED_PROPERTIES = 'self:properties_metadata';

/**
 * Tells which guards that read rules a guard is, extends or asks, by what it is injected with: of what is declared,
 * so that nothing has to be made.
 */
export class GuardReaders {
  private readonly provided = new Map<unknown, Contained>();
  private readonly known = new Map<unknown, readonly RuleReader[]>();
  /** On the way to one answer: who injects whom may go in a circle. */
  private readonly seen = new Set<unknown>();

  constructor(modules: Iterable<ContainedModule>) {
    for (const { providers, injectables } of modules)
      for (const contained of [...providers.values(), ...injectables.values()])
        if (!this.provided.has(contained.token)) this.provided.set(contained.token, contained);
  }

  /** Of a guard as `@UseGuards()` takes it: a class or an object. */
  of(guard: unknown): readonly RuleReader[] {
    return this.remembered(guard, () =>
      isFunction(guard) ? this.ofToken(guard) : this.ofInstance(guard),
    );
  }

  /** Of a guard that Nest makes, of a class, by a factory, or under another name. */
  ofContained(contained: Contained): readonly RuleReader[] {
    return this.remembered(contained, () => this.ofProvider(contained));
  }

  private remembered(subject: unknown, look: () => RuleReader[]): readonly RuleReader[] {
    const known = this.known.get(subject);
    if (known) return known;
    this.seen.clear();
    const readers = [...new Set(look())];
    this.known.set(subject, readers);
    return readers;
  }

  /** A test may have put another guard in place of it: what was there before is what is meant. */
  private ofToken(token: unknown): RuleReader[] {
    const reader = ruleReaderOf(token);
    if (reader) return [reader];
    // A service may have a guard for reasons of its own.
    if (this.seen.has(token) || (isFunction(token) && !isGuard(token))) return [];
    this.seen.add(token);
    const contained = this.provided.get(token);
    return [
      ...(isFunction(token) ? this.ofDependencies(token) : []),
      ...(contained ? this.ofProvider(contained) : []),
    ];
  }

  private ofProvider(contained: Contained): RuleReader[] {
    const { inject, instance } = contained;
    return [
      ...listOf(inject).flatMap((token) => this.ofToken(tokenOf(token))),
      ...this.ofClass(classOf(contained)),
      ...this.ofInstance(instance),
    ];
  }

  private ofClass(type: object | undefined): RuleReader[] {
    const reader = ruleReaderOf(type);
    if (reader) return [reader];
    return type && isGuard(type) ? this.ofDependencies(type) : [];
  }

  /** Of an object that somebody made, by its class and by what it holds, or by what it stands for. */
  private ofInstance(instance: unknown): RuleReader[] {
    if (typeof instance !== 'object' || instance === null || this.seen.has(instance)) return [];
    this.seen.add(instance);
    const held: unknown[] = Object.values(Object.getOwnPropertyDescriptors(instance)).map(
      ({ value }) => value as unknown, // of a descriptor, which says `any`
    );
    const standsFor = [...this.provided.values()].filter((one) => one.instance === instance);
    return [
      ...this.ofClass(classOfInstance(instance)),
      ...held.flatMap((value) => ruleReaderOf(classOfInstance(value)) ?? []),
      ...standsFor.flatMap(({ token }) => this.ofToken(token)),
    ];
  }

  private ofDependencies(type: object): RuleReader[] {
    return dependenciesOf(type).flatMap((token) => this.ofToken(token));
  }
}

function isGuard(type: object): boolean {
  const prototype: unknown = Reflect.get(type, 'prototype');
  return typeof prototype === 'object' && prototype !== null && 'canActivate' in prototype;
}

/** What a class is injected with, the last word of Nest's decorators first. */
function dependenciesOf(type: object): unknown[] {
  const named = listOf(Reflect.getMetadata(NAMED_PARAMETERS, type));
  const properties = listOf(Reflect.getMetadata(INJECTED_PROPERTIES, type));
  return [
    ...listOf(Reflect.getMetadata(PARAMETER_TYPES, type)).map(tokenOf),
    ...named.map((parameter) => tokenOf(memberOf(parameter, 'param'))),
    ...properties.map((property) => tokenOf(memberOf(property, 'type'))),
  ];
}

/** What `forwardRef()` and the list of a factory, where some is optional, stand for. */
function tokenOf(written: unknown): unknown {
  const forward = memberOf(written, 'forwardRef');
  if (isFunction(forward)) return Reflect.apply(forward, undefined, []);
  return memberOf(written, 'token') ?? written;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
