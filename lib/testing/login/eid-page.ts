import type { FakeEid } from '../eids/fake-eid.js';
import { type EidWish, offeredEids, takes } from '../eids/offered-eids.js';
import type { Person } from '../eids/people.js';
import { escape } from '../model/html.js';

/** The page on which one picks a person, as one would pick up a phone. Plain forms, no scripts. */
export function eidPage(action: string, people: readonly Person[], wish: EidWish): string {
  const sections = offeredEids(wish).map(({ eid }) =>
    section(
      eid,
      people.filter((person) => takes(eid, person, wish.hint)),
    ),
  );
  return page(
    'Log in with your eID',
    `<p class="lead">This is a fake Criipto for development and tests. Pick who you are.</p>
${message(wish)}<form method="post" action="${escape(action)}">
${sections.join('\n')}
<button class="cancel" name="cancel" value="1">Cancel</button>
</form>`,
  );
}

/** What the eID's app would show. */
function message({ hint }: EidWish): string {
  if (hint.message === undefined) return '';
  const title = hint.action === 'sign' ? 'You are asked to sign' : 'You are told';
  return `<blockquote><strong>${title}</strong><p>${escape(hint.message)}</p></blockquote>\n`;
}

/** What oidc-provider would say to a person, without its styling. */
export function errorPage(error: string, description: string): string {
  return page(
    'The fake refuses this request',
    `<p><code>${escape(error)}</code></p><p>${escape(description)}</p>`,
  );
}

function section({ label }: FakeEid, people: readonly Person[]): string {
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
:root { color-scheme: light dark; --ink: #16202c; --soft: #56616d; --page: #e9edf2; --panel: #fff; --line: #ccd4dd; --accent: #0b57d0; --tint: #f3f7fe }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaf0; --soft: #a2adba; --page: #0e131a; --panel: #182029; --line: #33404e; --accent: #8ab4f8; --tint: #1f2a38 }
}
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0; padding: 2rem 1rem }
main { max-width: 34rem; margin: auto; background: var(--panel); border-radius: 14px; padding: 2rem; box-shadow: 0 2px 12px #0001 }
h1 { font-size: 1.4rem; margin: 0 }
.lead { color: var(--soft); margin: .25rem 0 1.5rem }
blockquote { margin: 0 0 1.5rem; padding: .75rem 1rem; border-left: 3px solid var(--accent); background: var(--tint); border-radius: 0 10px 10px 0 }
blockquote p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
fieldset { border: 0; padding: 0; margin: 0 0 1.25rem }
legend { font-weight: 600; font-size: .85rem; color: var(--soft); padding: 0 0 .4rem }
button { font: inherit; width: 100%; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding: .75rem 1rem; margin: 0 0 .5rem; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); color: inherit; cursor: pointer; text-align: left }
button:hover, button:focus-visible { border-color: var(--accent); background: var(--tint) }
button span { color: var(--soft) }
.cancel { justify-content: center; border-color: transparent; color: var(--accent) }
</style></head>
<body><main><h1>${escape(title)}</h1>
${content}
</main></body></html>
`;
}
