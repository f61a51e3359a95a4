import { ConfigurableModuleBuilder, type ModuleMetadata, type Provider } from '@nestjs/common';

import type { CriiptoAuthOptions } from './options/criipto-auth-options.js';
import type { RoutesOptions } from './options/sections/routes-options.js';
import type { RoutesMetadata } from './routes-metadata.js';

/** What shapes the module graph, and so must be known before any factory runs. */
export interface CriiptoAuthModuleExtras {
  /** Whether guards and services are there in every module without importing this one. @default true */
  readonly isGlobal?: boolean;
  /** Whether every route of the application needs a login unless it is `@Public()`. @default false */
  readonly globalGuard?: boolean;
  /** Where the module's own routes are. */
  readonly routes?: RoutesOptions;
  /**
   * Metadata that every route of the module carries, on its class and on its handler, for what your application has
   * globally: `{ isPublic: true }` for a guard that asks for that key (a text, a symbol, or the `KEY` of a decorator of
   * `Reflector`), or the decorators that set it, as in `[SkipThrottle()]`.
   */
  readonly routesMetadata?: RoutesMetadata;
  /** Modules whose exports the `providers` below need. */
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
  /**
   * Replaces parts of the module: `{ provide: CriiptoStrategy, useClass: MyStrategy }`. Not the guards that
   * `@UseGuards()` names: Nest makes those of the very class named, so extend the guard and name yours.
   */
  readonly providers?: readonly Provider[];
}

/** For `forRootAsync({ useClass })` and `useExisting`: makes the options. */
export interface CriiptoAuthOptionsFactory {
  createCriiptoAuthOptions(): CriiptoAuthOptions | Promise<CriiptoAuthOptions>;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<CriiptoAuthOptions>({ moduleName: 'CriiptoAuth' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createCriiptoAuthOptions')
    .setExtras<CriiptoAuthModuleExtras>({
      isGlobal: true,
      globalGuard: false,
      routes: {},
      routesMetadata: {},
      imports: [],
      providers: [],
    })
    .build();
