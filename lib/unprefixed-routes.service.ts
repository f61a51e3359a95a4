import { Injectable, RequestMethod } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

import { ResolvedOptions } from './options/resolved-options.js';

/**
 * Keeps our routes out of the global prefix: their URLs are registered with the provider. Nest asks for what is kept
 * out whenever it names a route, and so do others before the application listens, such as `@nestjs/swagger`; what the
 * application writes itself may come before or after that.
 */
@Injectable()
export class UnprefixedRoutes {
  constructor(application: ApplicationConfig, { routes }: ResolvedOptions) {
    const own = Object.values(routes).flatMap((route) =>
      route?.mount
        ? [{ path: route.path, pathRegex: exactly(route.path), requestMethod: RequestMethod.ALL }]
        : [],
    );
    const written = application.getGlobalPrefixOptions.bind(application);
    application.getGlobalPrefixOptions = () => {
      const options = written();
      return { ...options, exclude: [...(options.exclude ?? []), ...own] };
    };
  }
}

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/?$`);
}
