import { isJsonObject, type JsonObject, parseJsonBody } from '../../common/json.js';
import { eidOfAcr } from '../../eid/assurance/eid-acr-values.js';
import { failed, type Finding, ok, skipped } from './finding.js';
import type { Target } from './target.js';

/** Of what a provider sends nothing else is shown on a terminal. */
const PLAIN_NAME = /^[\w:.-]{1,80}$/;

/** Criipto publishes what its SDKs have to know of a client. It is in no standard, and not in its documentation. */
export async function clientConfiguration(target: Target): Promise<Finding> {
  const { client, http, options, isCriipto } = target;
  if (!isCriipto) return skipped('only Criipto publishes the configuration of a client (--domain)');
  await client.metadata(); // whose failure says the same, and was told
  const path = '.well-known/criipto-configuration';
  const url = `${options.issuer}/${path}?client_id=${encodeURIComponent(options.clientId)}`;
  const timeout = options.http.timeouts.metadata;
  const { status, body } = await http.send(url, { timeout });
  if (status === 404) return unknownClient(options);
  const told = parseJsonBody(body);
  if (status !== 200 || !isJsonObject(told) || !Array.isArray(told['clients']))
    return skipped(`${options.issuer}/${path} tells nothing of clients`);
  const clients: readonly unknown[] = told['clients'];
  const own = clients.filter(isJsonObject).find((each) => each['client_id'] === options.clientId);
  return own
    ? ok(`the domain knows ${options.clientId}${strategyOf(own)}`)
    : unknownClient(options);
}

function unknownClient({ issuer, clientId }: Target['options']): Finding {
  return failed(
    `${issuer} knows no client ${clientId}: copy the client ID from the dashboard, and look whether the application belongs to this domain`,
  );
}

function strategyOf(client: JsonObject): string {
  const strategy = client['userinfo_response_strategy'];
  return typeof strategy === 'string' && PLAIN_NAME.test(strategy)
    ? `; its user info response strategy is ${strategy}`
    : '';
}

/** What discovery lists is of the domain: what the application may use of it, it does not tell. */
export async function offeredEids({ client }: Target): Promise<Finding> {
  const { acr_values_supported: listed = [] } = await client.metadata();
  const named = listed.map((acr) => eidOfAcr(acr) ?? acr);
  const shown = [...new Set(named)].filter((name) => PLAIN_NAME.test(name));
  return shown.length === 0
    ? skipped('the provider lists none')
    : ok(`the domain offers ${shown.join(', ')}`);
}

export function hiddenFromHere(): Promise<Finding> {
  return Promise.resolve(
    skipped(
      'from here it cannot be seen which eIDs and scopes this client may ask for, whether national ids are switched on, and where logouts may come back to: the first login tells',
    ),
  );
}
