import {
  acrValueProblem,
  parameterNameProblem,
  plainTextProblem,
  type Problem,
  promptProblem,
  scopeProblem,
  uiLocalesProblem,
} from '../reading/login-parameters.js';
import type { OptionReader } from '../reading/option-reader.js';
import { ownPath } from '../reading/own-path.js';
import type { ResolvedOptions } from '../resolved-options.js';
import type { Routes } from './routes-options.js';

export function loginOptions(
  section: OptionReader,
  routes: Routes,
  ftn: boolean,
): ResolvedOptions['login'] {
  section.allow(
    'scope',
    'acrValues',
    'uiLocales',
    'prompt',
    'loginHint',
    'responseMode',
    'pushed',
    'signedRequest',
    'extraParams',
    'defaultReturnTo',
    'cancelledPath',
    'appCallback',
  );
  // A browser sent there would be sent to the provider again, and never arrive.
  const endless = [routes.login, routes.callback].flatMap((route) =>
    route?.mount ? [route.path] : [],
  );
  return {
    scope: parameter(section, 'scope', scopeProblem) ?? 'openid',
    acrValues: acrValues(section),
    uiLocales: parameter(section, 'uiLocales', uiLocalesProblem),
    prompt: promptOf(section),
    loginHint: parameter(section, 'loginHint', plainTextProblem),
    responseMode: section.choice('responseMode', ['query', 'form_post'] as const, 'query'),
    pushed: section.choice('pushed', ['auto', 'require', 'never'] as const, 'auto'),
    signedRequest: section.boolean('signedRequest', ftn),
    extraParams: extraParams(section.section('extraParams')),
    defaultReturnTo: ownPath(section, 'defaultReturnTo', endless),
    cancelledPath:
      section.optionalText('cancelledPath') === undefined
        ? undefined
        : ownPath(section, 'cancelledPath', endless),
    appCallback: section.boolean('appCallback', false),
  };
}

/** By default nobody could ever log in so. */
function promptOf(section: OptionReader): string | undefined {
  const prompt = parameter(section, 'prompt', promptProblem);
  if (prompt?.split(' ').includes('none'))
    section.problem(
      'prompt',
      'cannot be "none" for every login: ask for it with `LoginService#begin()`, or in `loginRequest()` of your own guard',
    );
  return prompt;
}

function acrValues(section: OptionReader): readonly string[] {
  const values = section.optionalTexts('acrValues');
  const problem = values.map(acrValueProblem).find((each) => each !== undefined);
  if (problem !== undefined) section.problem('acrValues', problem);
  return values;
}

function extraParams(section: OptionReader): Readonly<Record<string, string>> {
  for (const name of section.names()) {
    const problem = parameterNameProblem(name);
    if (problem === undefined) parameter(section, name, plainTextProblem);
    else section.problem(name, problem);
  }
  return section.record();
}

function parameter(
  section: OptionReader,
  name: string,
  problemOf: (value: string) => Problem,
): string | undefined {
  const value = section.optionalText(name);
  const problem = value === undefined ? undefined : problemOf(value);
  if (problem !== undefined) section.problem(name, problem);
  return value;
}
