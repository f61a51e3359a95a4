import { type NodeResponse, passedIn } from './node-response.js';

/**
 * Has an answer say this to caches where it says nothing else by the time that its head is written. To set the header
 * at once would have Node check and copy all those of a Fastify reply.
 */
export function sayByDefault(response: NodeResponse, cacheControl: string): void {
  const { writeHead } = response;
  // Neither bound nor with a list of arguments, for speed: every guarded answer of Fastify comes by.
  response.writeHead = (status, reason, headers) => {
    if (!isSaid(response, headers ?? reason)) response.setHeader('Cache-Control', cacheControl);
    return headers === undefined
      ? writeHead.call(response, status, reason)
      : writeHead.call(response, status, reason, headers);
  };
}

function isSaid(response: NodeResponse, passed: unknown): boolean {
  // As a reply passes them.
  if (typeof passed === 'object' && passed !== null && 'cache-control' in passed) return true;
  return response.hasHeader('Cache-Control') || passedIn(passed).has('cache-control');
}
