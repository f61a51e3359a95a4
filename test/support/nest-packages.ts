import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

/**
 * What decorators of packages that are not installed here write: `@nestjs/websockets`, `@nestjs/microservices` and
 * `@nestjs/graphql`, each 11 and 12 alike.
 */
export const WebSocketGateway = (): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata('websockets:is_gateway', true));

export const SubscribeMessage = (message: string): MethodDecorator =>
  applyDecorators(SetMetadata('websockets:message_mapping', true), SetMetadata('message', message));

export const MessagePattern = (pattern: unknown): MethodDecorator =>
  applyDecorators(
    SetMetadata('microservices:pattern', [pattern]),
    SetMetadata('microservices:handler_type', 1),
  );

export const Query = (): MethodDecorator => SetMetadata('graphql:resolver_type', 'Query');

export const ResolveField = (): MethodDecorator => SetMetadata('graphql:resolve_property', true);
