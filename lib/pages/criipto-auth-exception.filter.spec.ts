import { HttpAdapterHost } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable } from 'rxjs';

import { resolvedOptions } from '../../test/support/resolved-options.js';
import { CriiptoAuthError } from '../errors/criipto-auth.error.js';
import { HttpExchanges } from '../http/http-exchange.provider.js';
import { PageSender } from './page-sender.js';
import { PlainPages } from './plain-pages.js';
import { CriiptoAuthExceptionFilter } from './criipto-auth-exception.filter.js';

const ERROR = new CriiptoAuthError('key_unavailable', 'The keys could not be had to sign with one');

async function answerIn(type: string): Promise<unknown> {
  const exchanges = new HttpExchanges(new HttpAdapterHost());
  const options = await resolvedOptions();
  const pages = new PageSender(options, new PlainPages(), () => undefined);
  const filter = new CriiptoAuthExceptionFilter(exchanges, {
    of: () => options,
    pagesOf: () => pages,
  });
  const host = new ExecutionContextHost([{}, {}]);
  host.setType(type);
  return filter.catch(ERROR, host);
}

describe('CriiptoAuthExceptionFilter', () => {
  it('fails the answer of a microservice, which would take an error for a result', async () => {
    const answer = (await answerIn('rpc')) as Observable<unknown>; // as Nest expects it of a filter here
    await expect(lastValueFrom(answer)).rejects.toBe(ERROR);
  });

  it('leaves the error to GraphQL, which makes an answer of it', async () => {
    expect(await answerIn('graphql')).toBe(ERROR);
  });
});
