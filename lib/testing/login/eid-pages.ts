import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import type { default as Provider, Interaction } from 'oidc-provider';

import { MOCK_ACR } from '../eids/mock.js';
import type { Person } from '../eids/people.js';
import { hintTokens } from '../model/login-hint.js';
import { eidPage, errorPage } from './eid-page.js';
import type { EidRequest, Logins } from './logins.js';

/** What happens at the eID: a person is picked, or the login is cancelled. */
export class EidPages {
  constructor(
    private readonly provider: Provider,
    private readonly logins: Logins,
    private readonly people: readonly Person[],
    /** Told what happened on a page, by the path of the page. */
    private readonly tell: (path: string, what: string) => void,
  ) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const interaction = await this.interaction(request, response);
    if (!interaction) return goneBack(response);
    const asked = eidRequestOf(interaction);
    if (asked.acrValues.includes(MOCK_ACR)) {
      this.tell(request.url ?? '', 'the mock eID, without a page');
      return this.finish(request, response, this.logins.addMock(asked));
    }
    return request.method === 'POST'
      ? this.submitted(request, response, asked)
      : this.show(request, response, asked);
  }

  /** The login that this page belongs to; none when a person goes back to the page of one that is over. */
  private interaction(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Interaction | undefined> {
    return this.provider.interactionDetails(request, response).catch((error: unknown) => {
      // By its name alone: oidc-provider may be of another realm, as under Jest.
      if ((error as Partial<Error> | undefined)?.name === 'SessionNotFound') return undefined;
      throw error;
    });
  }

  private show(request: IncomingMessage, response: ServerResponse, asked: EidRequest): void {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    response.end(eidPage(request.url ?? '', this.people, asked));
  }

  private async submitted(
    request: IncomingMessage,
    response: ServerResponse,
    asked: EidRequest,
  ): Promise<void> {
    const id = new URLSearchParams(await text(request)).get('person');
    const person = this.people.find((candidate) => candidate.id === id);
    const name = person && `${person.givenName} ${person.familyName}`;
    this.tell(request.url ?? '', name === undefined ? 'cancelled' : `${name} logged in`);
    return person
      ? this.finish(request, response, this.logins.add(person, asked))
      : this.cancel(request, response);
  }

  private finish(
    request: IncomingMessage,
    response: ServerResponse,
    accountId: string,
  ): Promise<void> {
    const login = { accountId, remember: false };
    return this.provider.interactionFinished(request, response, { login });
  }

  private cancel(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.provider.interactionFinished(request, response, {
      error: 'access_denied',
      error_description: 'The user cancelled',
    });
  }
}

function goneBack(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' });
  response.end(errorPage('invalid_request', 'This login is over. Go back to where you started.'));
}

function eidRequestOf({ params }: Interaction): EidRequest {
  const words = (value: unknown) =>
    typeof value === 'string' ? value.split(' ').filter(Boolean) : [];
  return {
    acrValues: words(params.acr_values),
    scopes: words(params.scope),
    hint: hintTokens(params.login_hint),
  };
}
