import { Injectable, RequestMethod } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

import { mountedPaths } from './options/own-paths.js';
import { ResolvedOptions } from './options/resolved-options.js';

/**
 * Keeps our routes out of the global prefix: their URLs are registered with the provider. Nest asks for what is kept
 * out whenever it names a route, and so do others before the application listens, such as `@nestjs/swagger`; what the
 * application writes itself may come before or after that.
 */
@Injectable()
export class UnprefixedRoutes {
  constructor(application: ApplicationConfig, options: ResolvedOptions) {
    const own = mountedPaths(options).map(excluded);
    const written = application.getGlobalPrefixOptions.bind(application);
    application.getGlobalPrefixOptions = () => {
      const prefix = written();
      return { ...prefix, exclude: [...(prefix.exclude ?? []), ...own] };
    };
  }
}

/** As Nest has it: the very path, by any method. */
function excluded(path: string) {
  const pathRegex = new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/?$`);
  return { path, pathRegex, requestMethod: RequestMethod.ALL };
}
