import { CriiptoAuthError } from '../../errors/criipto-auth.error.js';
import type { CliIo, Command } from '../command.js';
import { CHECKS } from '../doctor/checks.js';
import type { Check, Finding } from '../doctor/finding.js';
import { FTN_CHECKLIST } from '../doctor/ftn-checklist.js';
import { TARGET_FLAGS, targetOf } from '../doctor/target-of-flags.js';
import type { Target } from '../doctor/target.js';
import { ToldFailures } from '../doctor/told-failures.js';
import { environmentOf } from '../environment.js';
import { parseOptions } from '../parse-options.js';
import { RING_SWITCHES } from '../ring-file.js';

/** Looks at a configuration from outside: would a login work? */
export const doctor: Command = {
  name: 'doctor',
  summary: 'check that the provider, the keys and the clock would let a login through',
  usage: `Usage: criipto-auth doctor --domain DOMAIN --client-id ID (--key-file FILE | --key-env NAME | --ring FILE)

Prints one line a check, "ok", "FAIL" or "skip" first. Exit codes: 0 nothing failed, 1 something did,
2 called wrongly. Sends one token request with a code that was never issued, and pushes one login that nobody begins
where the provider takes those. Changes nothing.

Variables are those of the environment, and of a file .env in the current folder.

  --domain DOMAIN        the Criipto domain; else the variable CRIIPTO_DOMAIN
  --issuer URL           the issuer of another OpenID provider, instead of a domain; else CRIIPTO_ISSUER
  --client-id ID         the client id; else the variable CRIIPTO_CLIENT_ID
  --key-file FILE        the private key, as PEM or JWK set; else CRIIPTO_KEY_FILE
  --key-env NAME         the environment variable that holds it; else CRIIPTO_PRIVATE_KEY
  --passphrase-env NAME  the environment variable that holds the passphrase of an encrypted PEM
  --ring FILE            the ring of keys that rotate, instead of a key; with it:
  --encryption-key-env NAME  the environment variable that holds its \`encryptionKey\`; for a list NAME,NAME
  --unencrypted          instead of that, when \`encryptionKey\` is false
  --group-access         as \`groupAccess\` of \`FileKeyRingStore\`
  --base-url URL         where the application runs, to look at the keys that it publishes, and whether logins may
                         come back there
  --jwks-path PATH       as \`routes.jwks\`
  --callback-path PATH   as \`routes.callback\`
  --alg ALG              as \`assertion.algorithm\`
  --audience AUD         as \`assertion.audience\`
  --typ TYP              as \`assertion.typ\`; false leaves it out
  --id-token-alg ALG     as \`idToken.alg\`
  --ftn                  go through the demands of the Finnish Trust Network too
`,
  run: run,
};

async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { ftn, ...flags } = parseOptions(args, TARGET_FLAGS, ['ftn', ...RING_SWITCHES]);
  const target = await targetOf(flags, await environmentOf(io));
  try {
    let failures = 0;
    const told = new ToldFailures();
    for (const check of [...CHECKS, ...(ftn ? FTN_CHECKLIST : [])]) {
      const { subject } = check;
      const { outcome, detail } = await finding(check, target, told);
      io.stdout.write(`${outcome.padEnd(4)} ${subject}: ${detail}\n`);
      if (outcome === 'FAIL') failures += 1;
    }
    return failures === 0 ? 0 : 1;
  } finally {
    await target.http.close();
  }
}

async function finding(
  { subject, run: look }: Check,
  target: Target,
  told: ToldFailures,
): Promise<Finding> {
  try {
    return await look(target);
  } catch (error) {
    if (!(error instanceof CriiptoAuthError)) throw error;
    return told.finding(subject, error);
  }
}
