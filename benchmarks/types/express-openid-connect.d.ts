/** What is used of it, so that the checks of the repository do without the peers' packages. */
declare module 'express-openid-connect' {
  import type { RequestHandler } from 'express';

  const module: {
    auth(options: Readonly<Record<string, unknown>>): RequestHandler;
    requiresAuth(): RequestHandler;
  };
  export default module;
}
