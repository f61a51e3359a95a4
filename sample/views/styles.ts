const css = String.raw; // the name by which editors and prettier know what it is

/** The one style sheet. */
export const STYLES = css`
  :root {
    color-scheme: light dark;
    --ink: #172036;
    --soft: #56607a;
    --page: #f5f6fb;
    --panel: #ffffff;
    --line: #dfe3ee;
    --accent: #3c4bd6;
    --on-accent: #ffffff;
    --tint: #eceefd;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ink: #e8ebf5;
      --soft: #a3acc4;
      --page: #10131d;
      --panel: #191e2c;
      --line: #2c3347;
      --accent: #a3afff;
      --on-accent: #12172b;
      --tint: #232a45;
    }
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    min-height: 100vh;
    display: grid;
    grid-template-rows: auto 1fr auto;
    font:
      1rem/1.55 system-ui,
      sans-serif;
    color: var(--ink);
    background: var(--page);
  }
  header,
  main,
  footer {
    width: min(64rem, 100% - 2.5rem);
    margin-inline: auto;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1.5rem;
    padding-block: 1rem;
  }
  main {
    padding-block: 1.5rem 3rem;
  }
  footer {
    display: flex;
    gap: 1.5rem;
    padding-block: 1.25rem;
    border-top: 1px solid var(--line);
    font-size: 0.875rem;
  }

  h1 {
    font-size: clamp(1.9rem, 5vw, 2.75rem);
    line-height: 1.15;
    letter-spacing: -0.02em;
    margin: 0;
  }
  h2 {
    font-size: 1.05rem;
    margin: 0 0 0.85rem;
  }
  h3,
  .card h2 {
    font-size: 1rem;
    margin: 0;
  }
  p {
    margin: 0.35rem 0 0;
    max-width: 65ch;
  }
  a {
    color: var(--accent);
  }
  code,
  pre,
  small,
  dd {
    overflow-wrap: anywhere;
  }
  code,
  pre,
  .tile small {
    font-family: ui-monospace, monospace;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .brand {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    font-weight: 650;
    color: inherit;
    text-decoration: none;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    flex: 1;
  }
  nav a {
    padding: 0.35rem 0.7rem;
    border-radius: 8px;
    color: var(--soft);
    text-decoration: none;
  }
  nav a:hover {
    color: var(--ink);
  }
  nav a[aria-current] {
    color: var(--ink);
    background: var(--tint);
  }
  .account {
    display: flex;
    align-items: center;
    gap: 0.85rem;
  }
  .button {
    display: inline-block;
    font: inherit;
    padding: 0.4rem 0.95rem;
    border-radius: 9px;
    cursor: pointer;
    color: var(--ink);
    background: var(--panel);
    border: 1px solid var(--line);
    text-decoration: none;
  }
  .button:hover {
    border-color: var(--accent);
  }
  .button.primary {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }

  section {
    margin-top: 2.25rem;
  }
  .hero {
    margin-top: 1.25rem;
  }
  .hero .button {
    margin-top: 1rem;
  }
  .lead {
    font-size: 1.125rem;
    color: var(--soft);
    margin-top: 0.75rem;
  }
  .note {
    margin-top: 1rem;
    padding: 0.75rem 1.1rem;
    border-left: 3px solid var(--accent);
    border-radius: 0 10px 10px 0;
    background: var(--tint);
  }
  blockquote {
    margin: 0.85rem 0;
    padding: 0.6rem 1rem;
    max-width: 65ch;
    border-left: 3px solid var(--line);
    font-family: ui-serif, Georgia, serif;
    font-size: 1.05rem;
  }
  .panel,
  .card,
  .tile {
    background: var(--panel);
    border: 1px solid var(--line);
    border-radius: 14px;
  }
  .panel,
  .card {
    padding: 1.25rem 1.4rem;
  }
  .tiles,
  .cards,
  .columns {
    display: grid;
    gap: 0.85rem;
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .tiles,
  .cards {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
  }
  .tile {
    display: flex;
    align-items: center;
    gap: 1rem;
    padding: 1rem 1.2rem;
    color: inherit;
    text-decoration: none;
    height: 100%;
  }
  .tile:hover {
    border-color: var(--accent);
    background: var(--tint);
  }
  .tile strong,
  .tile small {
    display: block;
  }
  .tile small {
    color: var(--soft);
    font-size: 0.8rem;
  }
  .badge {
    flex: none;
    width: 2.75rem;
    height: 2.75rem;
    display: grid;
    place-items: center;
    border-radius: 11px;
    font-weight: 700;
    color: var(--accent);
    background: var(--tint);
  }
  .card p {
    color: var(--soft);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.75rem;
  }
  .chips span {
    padding: 0.15rem 0.7rem;
    border-radius: 99px;
    font-size: 0.9rem;
    color: var(--accent);
    background: var(--tint);
  }

  .chips .active {
    color: var(--on-accent);
    background: var(--accent);
  }
  .chips .removed,
  .chips .revoked {
    color: var(--soft);
    text-decoration: line-through;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin-top: 1.25rem;
  }
  .quiet {
    color: var(--accent);
    background: none;
    border-color: var(--accent);
  }
  .keys {
    display: grid;
    gap: 1rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .keys .chips {
    margin-top: 0;
  }
  .keys h3 {
    margin: 0.75rem 0 0;
    font-weight: 500;
  }
  .keys dl {
    margin-top: 1rem;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
    gap: 1rem 1.5rem;
    margin: 0;
  }
  dt {
    font-size: 0.85rem;
    color: var(--soft);
  }
  dd {
    margin: 0;
  }
  .columns {
    margin-top: 1rem;
  }
  @media (min-width: 50rem) {
    .columns {
      grid-template-columns: 1fr 1fr;
    }
    .columns > :last-child {
      grid-area: 1 / 2 / span 2;
    }
  }
  figure {
    margin: 0;
  }
  figcaption {
    font-weight: 600;
    margin-bottom: 0.5rem;
  }
  pre {
    margin: 0;
    font-size: 0.8rem;
    line-height: 1.5;
    white-space: pre-wrap;
  }

  @media (max-width: 40rem) {
    nav {
      order: 1;
      flex-basis: 100%;
    }
    nav a {
      padding-inline: 0.5rem;
    }
    .account,
    header > .button {
      margin-left: auto;
    }
    .account span {
      display: none;
    }
  }

  .skip {
    position: absolute;
    left: 1rem;
    top: -4rem;
    padding: 0.5rem 1rem;
    background: var(--panel);
    border-radius: 8px;
  }
  .skip:focus {
    top: 0.5rem;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
