import { HttpAdapterHost } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Application,
  startApplication,
  stopApplications,
} from '../../../test/support/application.js';
import { HttpExchanges } from '../../http/http-exchange.provider.js';
import { InFlightLogins } from '../in-flight-logins.service.js';
import { LoginReporter } from '../login-reporter.service.js';
import { CriiptoLoginGuard } from './criipto-login.guard.js';
import { LoginEndpoint } from './login-endpoint.js';

let application: Application;

beforeEach(async () => {
  application = await startApplication();
});

afterEach(stopApplications);

function guard(): CriiptoLoginGuard {
  const { login, sessions, options, events, timer, http, clock } = application;
  const inFlight = new InFlightLogins(timer, http);
  const reporter = new LoginReporter(events);
  const endpoint = new LoginEndpoint(login, sessions, reporter, inFlight, options, clock);
  const exchanges = new HttpExchanges(new HttpAdapterHost());
  return new CriiptoLoginGuard(endpoint, { validate: async (user) => user }, exchanges, options);
}

describe('CriiptoLoginGuard logs nobody in', () => {
  it.each(['ws', 'graphql', 'rpc', 'telegram'])('in a context of the type %s', async (type) => {
    const call = { headers: { accept: 'text/html' }, method: 'GET', url: '/auth/login' };
    const context = new ExecutionContextHost([call, call, { req: call }]);
    context.setType(type);
    expect(await guard().canActivate(context)).toBe(false);
    expect(application.provider.requests).toEqual([]);
  });
});
