/*
 * Read `sample.module.ts` first: the module with its options, all that an application has to write.
 * `pages/pages.controller.ts` shows guards and decorators: who may see what.
 * `login/eid-login.guard.ts` gives each eID a login of its own.
 * `signing/signing.guard.ts` has the user sign a text with a login.
 * `assertion/remembering-assertion.service.ts` puts a subclass in the place of a part of the module.
 * `start-sample.ts` puts the fake Criipto and the application together.
 */
import 'reflect-metadata';

import { settingsFrom } from './settings.js';
import { startSample } from './start-sample.js';

const { url, fake } = await startSample(settingsFrom(process.env));
console.log(`\nThe sample is at ${url}. It logs in at ${fake?.issuer ?? 'your Criipto domain'}.`);
if (fake) console.log(`What becomes of each login: ${fake.inspector}`);
