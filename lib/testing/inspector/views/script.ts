/**
 * Shows what changed without a reload: fetches the page again and takes over what is new in it. What was
 * opened stays open, and what had the focus keeps it.
 */
export const SCRIPT = `
const parts = ['logins', 'login'];
let isBusy = false;
let isStale = false;

async function refresh() {
  if (isBusy) { isStale = true; return; }
  isBusy = true;
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (response.ok) show(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {} // the fake has stopped: what is here stays
  isBusy = false;
  if (isStale) { isStale = false; refresh(); }
}

function show(page) {
  const opened = new Map([...document.querySelectorAll('details[data-touched]')].map((each) => [each.id, each.open]));
  const focused = document.activeElement && (document.activeElement.id || document.activeElement.parentElement?.id);
  for (const id of parts) document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  for (const [id, isOpen] of opened) {
    const details = document.getElementById(id);
    if (details) { details.open = isOpen; details.dataset.touched = ''; }
  }
  const target = focused && document.getElementById(focused);
  if (target) (target.querySelector('summary') ?? target).focus({ preventScroll: true });
}

document.addEventListener('click', ({ target }) => {
  const details = target.closest('summary')?.parentElement;
  if (details) details.dataset.touched = '';
});
new EventSource('/inspector/events').addEventListener('message', refresh);
`;
