import * as common from '@nestjs/common';
import { type ApplicationConfig, type ModulesContainer } from '@nestjs/core';

import type { DeclaredHandler, HandlerKind } from './declared-handler.js';
import { areFieldsGuarded, declaredHandlers } from './declared-handlers.js';

/**
 * Since version 12 of Nest, guards of the whole application stand before gateways too. It is known by an export that
 * came with it: a manifest cannot be read from a bundle, nor by way of `import.meta` in a test that runs as CommonJS.
 */
const ARE_GATEWAYS_GUARDED = 'StandardSchemaValidationPipe' in common;

/** Every handler of an application. Without HTTP nobody can call those that are for it. */
export function handlersOfApplication(
  container: ModulesContainer,
  application: ApplicationConfig,
  isHttp: boolean,
): readonly DeclaredHandler[] {
  const modules = [...container.values()];
  const unreached = new Set<HandlerKind>([
    // A microservice that is connected to an application has a configuration of its own.
    ...(isHttp ? (['message'] as const) : []),
    ...(ARE_GATEWAYS_GUARDED ? [] : (['websocket'] as const)),
    ...(areFieldsGuarded(modules) ? [] : (['graphql-field'] as const)),
  ]);
  const handlers = declaredHandlers({
    modules,
    globalGuards: application.getGlobalGuards(),
    globalInterceptors: application.getGlobalInterceptors(),
    verbs: common.RequestMethod,
    unreached,
  });
  return handlers.filter(({ kind }) => isHttp || OVER_HTTP[kind] !== true);
}

const OVER_HTTP: Partial<Record<HandlerKind, true>> = {
  http: true,
  graphql: true,
  'graphql-field': true,
};
