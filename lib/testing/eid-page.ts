import { eidsFor } from './eids.js';
import type { Person } from './people.js';

/** The page on which one picks a person, as one would pick up a phone. Plain forms, no scripts. */
export function eidPage(
  action: string,
  people: readonly Person[],
  acrValues: readonly string[],
): string {
  const eids = eidsFor(acrValues).map(({ label, country }) => ({
    label,
    people: people.filter((person) => person.country === country),
  }));
  return page(
    'Log in with your eID',
    `<p class="lead">This is a fake Criipto for development and tests. Pick who you are.</p>
<form method="post" action="${escape(action)}">
${eids.map(section).join('\n')}
<button class="cancel" name="cancel" value="1">Cancel</button>
</form>`,
  );
}

/** What oidc-provider would say to a person, without its styling. */
export function errorPage(error: string, description: string): string {
  return page(
    'The fake refuses this request',
    `<p><code>${escape(error)}</code></p><p>${escape(description)}</p>`,
  );
}

function section({
  label,
  people,
}: {
  readonly label: string;
  readonly people: readonly Person[];
}): string {
  const buttons = people.map(
    ({ id, givenName, familyName, birthdate }) =>
      `<button name="person" value="${escape(id)}"><strong>${escape(`${givenName} ${familyName}`)}</strong><span>born ${escape(birthdate)}</span></button>`,
  );
  return `<fieldset><legend>${escape(label)}</legend>${buttons.join('')}</fieldset>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #16202c; background: #e9edf2; margin: 0; padding: 2rem 1rem }
main { max-width: 34rem; margin: auto; background: #fff; border-radius: 14px; padding: 2rem; box-shadow: 0 2px 12px #0001 }
h1 { font-size: 1.4rem; margin: 0 }
.lead { color: #56616d; margin: .25rem 0 1.5rem }
fieldset { border: 0; padding: 0; margin: 0 0 1.25rem }
legend { font-weight: 600; font-size: .85rem; color: #56616d; padding: 0 0 .4rem }
button { font: inherit; width: 100%; display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 1rem; margin: 0 0 .5rem; border: 1px solid #ccd4dd; border-radius: 10px; background: #fff; color: inherit; cursor: pointer; text-align: left }
button:hover, button:focus-visible { border-color: #0b57d0; background: #f3f7fe }
button span { color: #56616d }
.cancel { justify-content: center; border-color: transparent; color: #0b57d0 }
</style></head>
<body><main><h1>${escape(title)}</h1>
${content}
</main></body></html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
