import { FastifyAdapter } from '@nestjs/platform-fastify';

import { serveOurs } from './ours.js';

await serveOurs(new FastifyAdapter());
