import { isFunction } from './container.js';
import type { HandlerKind } from './declared-handler.js';

/** What Nest and its packages write to classes and methods. They are not imported: an application may have none of them. */
const PATH = 'path';
const METHOD = 'method';
const GATEWAY = 'websockets:is_gateway';
const GATEWAY_MESSAGE = 'websockets:message_mapping';
const MESSAGE = 'message';
const PATTERN_HANDLER = 'microservices:handler_type';
const PATTERN = 'microservices:pattern';
const RESOLVER_TYPE = 'graphql:resolver_type';
const RESOLVER_NAME = 'graphql:resolver_name';
const RESOLVED_FIELD = 'graphql:resolve_property';
const RESOLVED_REFERENCE = 'graphql:resolve_reference';

const ROOT_TYPES: readonly unknown[] = ['Query', 'Mutation', 'Subscription'];

/** What a method answers, and by which way. */
export interface Endpoint {
  readonly kind: HandlerKind;
  readonly address: string;
}

/** What a method of a controller answers. */
export function controllerEndpoints(
  type: object,
  method: object,
  verbs: Readonly<Record<number, string>>,
): readonly Endpoint[] {
  const path: unknown = Reflect.getMetadata(PATH, method);
  const verb = Number(Reflect.getMetadata(METHOD, method) ?? 0);
  const http =
    path === undefined
      ? []
      : textsOf(Reflect.getMetadata(PATH, type)).flatMap((base) =>
          textsOf(path).map((own): Endpoint => {
            const address = `${verbs[verb] ?? 'ALL'} ${joined(base, own)}`;
            return { kind: 'http', address };
          }),
        );
  return [...http, ...messageEndpoints(method)];
}

/** What a method of a provider answers. */
export function providerEndpoints(type: object, method: object): readonly Endpoint[] {
  const isMessage =
    Reflect.hasMetadata(GATEWAY, type) && Reflect.hasMetadata(GATEWAY_MESSAGE, method);
  const message = printed(Reflect.getMetadata(MESSAGE, method));
  return [
    ...(isMessage ? [{ kind: 'websocket', address: `socket ${message}` } as const] : []),
    ...graphqlEndpoints(method),
  ];
}

function messageEndpoints(method: object): Endpoint[] {
  if (!Reflect.hasMetadata(PATTERN_HANDLER, method)) return [];
  const patterns: unknown = Reflect.getMetadata(PATTERN, method);
  const shown = (Array.isArray(patterns) ? patterns : [patterns]).map(printed).join(', ');
  return [{ kind: 'message', address: `message ${shown}` }];
}

function graphqlEndpoints(method: object): Endpoint[] {
  const type: unknown = Reflect.getMetadata(RESOLVER_TYPE, method);
  const name: unknown = Reflect.getMetadata(RESOLVER_NAME, method) ?? nameOfMethod(method);
  if (ROOT_TYPES.includes(type))
    return [{ kind: 'graphql', address: `${String(type).toLowerCase()} ${String(name)}` }];
  const isField =
    Reflect.hasMetadata(RESOLVED_FIELD, method) || Reflect.hasMetadata(RESOLVED_REFERENCE, method);
  return isField ? [{ kind: 'graphql-field', address: `field ${String(name)}` }] : [];
}

function nameOfMethod(method: object): string {
  return isFunction(method) ? method.name : '';
}

function textsOf(path: unknown): readonly string[] {
  return (Array.isArray(path) ? path : [path ?? '']).map(String);
}

function joined(base: string, path: string): string {
  const parts = `${base}/${path}`.split('/').filter((part) => part !== '');
  return `/${parts.join('/')}`;
}

/** A pattern of messages is a text, or any JSON. */
function printed(pattern: unknown): string {
  return typeof pattern === 'string' ? pattern : (JSON.stringify(pattern) ?? String(pattern));
}
