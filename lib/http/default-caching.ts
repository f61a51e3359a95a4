import { type NodeResponse, passedIn } from './node-response.js';

/**
 * Has an answer say this to caches where it says nothing else by the time that its head is written. To set the header
 * at once would have Node check and copy all those of a Fastify reply.
 */
export function sayByDefault(response: NodeResponse, cacheControl: string): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = (status, ...rest) => {
    if (!isSaid(response, rest.at(-1))) response.setHeader('Cache-Control', cacheControl);
    return writeHead(status, ...rest);
  };
}

function isSaid(response: NodeResponse, passed: unknown): boolean {
  // As a reply passes them.
  if (typeof passed === 'object' && passed !== null && 'cache-control' in passed) return true;
  return response.hasHeader('Cache-Control') || passedIn(passed).has('cache-control');
}
