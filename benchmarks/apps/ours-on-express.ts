import { ExpressAdapter } from '@nestjs/platform-express';

import { serveOurs } from './ours.js';

await serveOurs(new ExpressAdapter());
