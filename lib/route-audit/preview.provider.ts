import type { Type } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer, NestFactory } from '@nestjs/core';

import type { DeclaredHandler } from './declared-handler.js';
import { handlersOfApplication } from './declared-handlers.provider.js';

/** Every handler of the application with this root module, of which nothing is made and nothing runs. */
export async function previewHandlers(rootModule: Type): Promise<readonly DeclaredHandler[]> {
  const context = await NestFactory.createApplicationContext(rootModule, {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return handlersOfApplication(context.get(ModulesContainer), context.get(ApplicationConfig), true);
}
