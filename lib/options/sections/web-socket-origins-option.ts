import type { OptionReader } from '../reading/option-reader.js';
import { checkTransport, plainUrl } from '../reading/plain-url.js';
import type { Site } from '../reading/site.js';

interface WebSocketOptions {
  readonly webSocketOrigins?: readonly string[];
}

/** Whose pages may open a WebSocket with a session; those of this application alone, if nothing else is written. */
export function webSocketOriginsOption<T extends WebSocketOptions>(
  root: OptionReader<T>,
  site: Site,
  allowInsecureLoopback: boolean,
): readonly string[] {
  if (!root.has('webSocketOrigins')) return [site.origin];
  const origins = root.texts('webSocketOrigins', 'an origin such as "https://app.example.com"');
  if (!root.isList('webSocketOrigins')) root.problem('webSocketOrigins', 'must be a list');
  for (const origin of origins) {
    const url = plainUrl(origin);
    if (url?.origin === origin)
      checkTransport(root, 'webSocketOrigins', url, allowInsecureLoopback);
    else root.problem('webSocketOrigins', ONLY_ORIGINS);
  }
  return origins;
}

const ONLY_ORIGINS =
  'must have nothing but origins, as browsers send them: scheme, host and, where it is not the usual one, port, such as "https://app.example.com"';
