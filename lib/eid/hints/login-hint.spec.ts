import { describe, expect, it } from '@jest/globals';

import { codeOf } from '../../../test/support/code-of.js';
import { loginHint } from './login-hint.js';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

describe('loginHint', () => {
  it.each<[string, string, string]>([
    ['nothing', loginHint.mitId({}), ''],
    ['what is undefined', loginHint.ftn({ enforceRequirements: false }), ''],
    ['a CPR number', loginHint.mitId({ cpr: '120485-9990' }), 'sub:1204859990'],
    ['a MitID person', loginHint.mitId({ uuid: 'd1a5cb8e-1' }), 'uuid:d1a5cb8e-1'],
    [
      'a company',
      loginHint.mitId({ business: true, cvr: '12345678' }),
      'business vatid:DK12345678',
    ],
    ['the choice of a company', loginHint.mitId({ business: 'optional' }), 'business_optional'],
    [
      'a text to sign, in UTF-8',
      loginHint.mitId({ message: 'Til Åse: 100 kr', action: 'sign' }),
      `action:sign message:${base64('Til Åse: 100 kr')}`,
    ],
    ['a transfer', loginHint.mitId({ controlledTransfer: true }), 'dk:mitid:ct'],
    ['a personnummer', loginHint.swedishBankId({ ssn: '19900701 9992' }), 'sub:199007019992'],
    [
      'hidden data',
      loginHint.swedishBankId({ nonVisibleData: '{"order":1}' }),
      `nonVisibleData:${base64('{"order":1}')}`,
    ],
    ['a Norwegian method', loginHint.norwegianBankId({ method: 'BID' }), 'BID'],
    ['a fødselsnummer', loginHint.norwegianBankId({ ssn: '230979 99994' }), 'BIS:23097999994'],
    [
      'both, and a text to sign',
      loginHint.norwegianBankId({
        method: 'BID',
        ssn: '23097999994',
        action: 'sign',
        message: 'x',
      }),
      'BID:23097999994 action:sign message:eA==',
    ],
    [
      'a Freja user',
      loginHint.freja({ email: 'a+b@c.se', phone: '+46 70-123 45 67', ssnCountry: 'SE' }),
      'sub:ssncountry:SE sub:email:a+b@c.se sub:phone:+46701234567',
    ],
    [
      'a Freja level',
      loginHint.freja({ minRegistrationLevel: 'plus', userConfirmationMethod: 'defaultandface' }),
      'minregistrationlevel:plus userconfirmationmethod:defaultandface',
    ],
    [
      'a Freja signature',
      loginHint.freja({ action: 'sign_advanced', title: 'A', pushTitle: 'B', pushText: 'C' }),
      'action:sign_advanced title:QQ== pushTitle:Qg== pushText:Qw==',
    ],
    [
      'a German transaction',
      loginHint.personalausweis({ transactionInfo: 'Order42', flow: 'another-device' }),
      'txinfo:Order42 flow:another-device',
    ],
    ['whose age', loginHint.ageVerification({ country: 'NO' }), 'country:NO'],
    ['strictness', loginHint.ftn({ enforceRequirements: true }), 'enforce_ftn_requirements'],
    ['claims of the mock', loginHint.mock({ name: 'Åse' }), `mock:${base64('{"name":"Åse"}')}`],
    [
      'a switch back to an app',
      loginHint.mitId({ appSwitch: 'ios', resumeUrl: 'https://app.example.com/resume' }),
      'appswitch:ios appswitch:resumeUrl:https://app.example.com/resume',
    ],
    ['no switch back', loginHint.freja({ resumeUrl: false }), 'appswitch:resumeUrl:disable'],
    [
      'BankID on mobile',
      loginHint.norwegianBankId({ mobile: { phone: '999 99 999', birthdate: '230979' } }),
      'BIM:99999999:230979',
    ],
    [
      'what a broker in between passes on by no other way',
      loginHint.any({ acrValues: 'urn:grn:authn:nl:idin', scope: 'idin:full-id' }),
      'acr_values:urn:grn:authn:nl:idin scope:idin:full-id',
    ],
    [
      'several scopes, each as a hint of its own',
      loginHint.any({ scope: 'phone ssn' }),
      'scope:phone scope:ssn',
    ],
    [
      'what looks like another hint, as a scope and no more',
      loginHint.any({ scope: 'phone action:sign' }),
      'scope:phone scope:action:sign',
    ],
    [
      'a personnummer to Freja without its hyphen',
      loginHint.freja({ ssn: '19900101-1234', ssnCountry: 'SE' }),
      'sub:ssn:199001011234 sub:ssncountry:SE',
    ],
    [
      'a henkilötunnus to Freja with its hyphen, which tells the century',
      loginHint.freja({ ssn: '131052-308T', ssnCountry: 'FI' }),
      'sub:ssn:131052-308T sub:ssncountry:FI',
    ],
    [
      'no button to go on with',
      loginHint.mitId({ appSwitch: 'android', continueButton: 'never' }),
      'appswitch:android mobile:continue_button:never',
    ],
    ['styles', loginHint.ftn({ cssPath: 'brand/dark.css' }), 'css_path:brand/dark.css'],
  ])('writes %s', (_what, hint, expected) => {
    expect(hint).toBe(expected);
  });

  it.each<[string, () => string]>([
    [
      'a CPR number with a hint of its own',
      () => loginHint.mitId({ cpr: '1204859990 action:sign' }),
    ],
    ['a CPR number that is short', () => loginHint.mitId({ cpr: '120485' })],
    ['a uuid with a space', () => loginHint.mitId({ uuid: 'a b' })],
    ['a CVR number with a letter', () => loginHint.mitId({ cvr: '1234567a' })],
    ['an e-mail address with a hint', () => loginHint.freja({ email: 'a@b.se sub:ssn:1' })],
    ['an e-mail address with a line break', () => loginHint.freja({ email: 'a@b.se\nx' })],
    ['a phone number without a country', () => loginHint.freja({ phone: '0701234567' })],
    ['a national id with a space', () => loginHint.freja({ ssn: '1990 x:y' })],
    ['a fødselsnummer with a hint', () => loginHint.norwegianBankId({ ssn: '23097999994 x' })],
    [
      'a phone number of another country',
      () => loginHint.norwegianBankId({ mobile: { phone: '+4799999999', birthdate: '230979' } }),
    ],
    [
      'a birth date with a hint',
      () =>
        loginHint.norwegianBankId({
          mobile: { phone: '99999999', birthdate: '230979 action:sign' },
        }),
    ],
    [
      'two methods at once',
      () =>
        loginHint.norwegianBankId({
          method: 'BID',
          mobile: { phone: '99999999', birthdate: '230979' },
        }),
    ],
    ['a scope with a line break', () => loginHint.any({ scope: 'openid\nssn' })],
    ['scopes with two spaces between', () => loginHint.any({ scope: 'phone  ssn' })],
    ['an acr value with a hint', () => loginHint.any({ acrValues: 'urn:x action:sign' })],
    ['too much hidden data', () => loginHint.freja({ nonVisibleData: 'x'.repeat(5_000_001) })],
    ['a path with a space', () => loginHint.mitId({ cssPath: 'a b' })],
    ['an http URL', () => loginHint.mitId({ resumeUrl: 'http://app.example.com' })],
    ['a URL with a tab', () => loginHint.mitId({ resumeUrl: 'https://app.example.com/\tx' })],
    ['a URL that is none', () => loginHint.mitId({ resumeUrl: 'app' })],
    ['a long message to MitID', () => loginHint.mitId({ message: 'å'.repeat(131) })],
    ['a long message to BankID', () => loginHint.swedishBankId({ message: 'x'.repeat(1_200) })],
    [
      'a text to sign that is too long',
      () => loginHint.swedishBankId({ action: 'sign', message: 'x'.repeat(30_001) }),
    ],
    ['a long message to Freja', () => loginHint.freja({ message: 'x'.repeat(4_097) })],
    ['a long title', () => loginHint.freja({ title: 'x'.repeat(129) })],
    ['a long push text', () => loginHint.freja({ pushText: 'x'.repeat(257) })],
    ['an empty message', () => loginHint.mitId({ message: '' })],
    ['a transaction with a dash', () => loginHint.personalausweis({ transactionInfo: 'a-b' })],
  ])('refuses %s', (_what, build) => {
    expect(codeOf(build)).toBe('login_hint_invalid');
  });

  it.each<[string, object]>([
    ['an action of another eID', { action: 'sign_advanced' }],
    ['what is no text', { cpr: 1204859990 }],
    ['what is no flag', { controlledTransfer: 'yes' }],
    ['a member that it does not know', { ssn: '1' }],
  ])('refuses %s, where no compiler looks', (_what, hint) => {
    expect(codeOf(() => loginHint.mitId(hint))).toBe('login_hint_invalid');
  });

  it.each(['x', {}, { phone: 99_999_999, birthdate: '230979' }])(
    'refuses, as BankID on mobile, %j',
    (mobile) => {
      const hint = { mobile } as Parameters<typeof loginHint.norwegianBankId>[0]; // as JavaScript can
      expect(codeOf(() => loginHint.norwegianBankId(hint))).toBe('login_hint_invalid');
    },
  );

  it('takes a message of the longest kind', () => {
    expect(loginHint.mitId({ message: 'å'.repeat(130) })).toContain('message:');
    const text = { action: 'sign', message: 'x'.repeat(30_000) } as const;
    expect(loginHint.swedishBankId(text)).toHaveLength('action:sign message:'.length + 40_000);
  });

  it('says which member, and not what was in it', () => {
    expect(() => loginHint.mitId({ cpr: '12 secret' })).toThrow(
      '`cpr` of the login hint must be ten digits',
    );
  });
});
