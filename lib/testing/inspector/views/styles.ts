/** Light and dark, from a phone to a wide screen. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --ink: #16202c; --soft: #4d5866; --page: #e9edf2; --panel: #fff; --line: #ccd4dd;
  --accent: #0b57d0; --tint: #f3f7fe; --good: #12692f; --bad: #a8201a; --open: #6a4f00;
  --bad-tint: #fdf1f0; --code: #eef1f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6eaf0; --soft: #a9b4c1; --page: #0e131a; --panel: #182029; --line: #33404e;
    --accent: #8ab4f8; --tint: #1f2a38; --good: #7ad694; --bad: #ff9d94; --open: #e8c56a;
    --bad-tint: #331d1d; --code: #222c38;
  }
}
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 }
a { color: var(--accent) }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere }
small { font-size: .8125rem; color: var(--soft) }
header { padding: 1rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--panel) }
header h1 { margin: 0; font-size: 1.25rem }
header h1 a { color: inherit; text-decoration: none }
header p { margin: 0; color: var(--soft) }
h2 { font-size: 1.15rem; margin: 0 0 .5rem }
h3 { font-size: 1rem; margin: 0 }
h4 { font-size: .875rem; margin: 1.25rem 0 .35rem; color: var(--soft) }
ol, ul { list-style: none; margin: 0; padding: 0 }
p { margin: .35rem 0 }
.panes { display: grid; grid-template-columns: minmax(17rem, 21rem) minmax(0, 1fr); gap: 1.25rem; padding: 1.25rem; max-width: 96rem; margin: auto; align-items: start }
nav, article { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: 1rem }
article { padding: 1.25rem }
nav a { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: .75rem; align-items: start; padding: .6rem; border-radius: 8px; color: inherit; text-decoration: none }
nav a:hover { background: var(--tint) }
nav a[aria-current] { background: var(--tint); box-shadow: inset 3px 0 0 var(--accent) }
nav a span, nav a small { display: block }
nav a .what { overflow-wrap: anywhere }
nav a .when { text-align: right; font-variant-numeric: tabular-nums }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.state { font-weight: 700; min-width: 1.25rem; text-align: center }
.good { color: var(--good) } .refused { color: var(--bad) } .open { color: var(--open) }
.facts, .note { color: var(--soft) }
.note { font-size: .875rem; margin-bottom: 1rem }
.steps > li { border: 1px solid var(--line); border-radius: 10px; margin: 0 0 .6rem }
summary { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: baseline; gap: .15rem .75rem; padding: .7rem .9rem; cursor: pointer; list-style: none; border-radius: 10px }
summary::-webkit-details-marker { display: none }
summary:hover { background: var(--tint) }
.name { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .75rem }
.words { color: var(--soft) }
.times { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.times small { display: inline-block; min-width: 5.5rem }
.back { display: none }
.heads { display: grid; gap: 1rem; font-size: .75rem; color: var(--soft); padding: 0 .75rem; margin: 0 }
.body { padding: 0 .9rem .9rem; border-top: 1px solid var(--line) }
.line { color: var(--soft) }
.verdict { background: var(--bad-tint); border-left: 4px solid var(--bad); border-radius: 0 8px 8px 0; padding: .5rem .9rem; margin: .75rem 0 }
dl { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden }
dl > div { display: grid; gap: .1rem 1rem; padding: .4rem .75rem; align-items: baseline }
dl > div + div { border-top: 1px solid var(--line) }
.rows > div, .heads { grid-template-columns: minmax(0, .8fr) minmax(0, 1.2fr) minmax(0, 1.2fr) 7.5rem }
.members > div { grid-template-columns: 14rem minmax(0, 1fr) }
dt { overflow-wrap: anywhere } .rows dt { display: grid; grid-template-columns: 1.1rem minmax(0, 1fr); align-items: baseline }
.rows dt > span:first-child { font-weight: 700 }
dd { margin: 0; overflow-wrap: anywhere }
.expected { color: var(--soft); font-size: .875rem }
.judge { text-align: right }
.judge span { font-size: .75rem; border: 1px solid var(--line); border-radius: 99px; padding: .1rem .5rem; color: var(--soft); white-space: nowrap }
.rows .fits > dt > span:first-child, p.fits strong, .keys .fits strong { color: var(--good) }
.misfits > dt, p.misfits strong, .keys .misfits strong { color: var(--bad) }
.rows .misfits { background: var(--bad-tint) }
.rows .misfits .sent code { color: var(--bad); font-weight: 700 }
.keys li { border: 1px solid var(--line); border-radius: 8px; padding: .4rem .75rem; margin: .35rem 0; overflow-wrap: anywhere }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 75rem) {
  .rows > div, .members > div { grid-template-columns: minmax(0, 1fr) }
  .heads { display: none }
  .label { font-weight: 700 }
  .judge { text-align: left }
  .judge:empty { display: none }
}
@media (max-width: 60rem) {
  .panes { grid-template-columns: minmax(0, 1fr); padding: .75rem; gap: .75rem }
  .picked nav { display: none }
  .newest article { display: none }
  .newest nav:not(:has(li)) { display: none }
  .newest nav:not(:has(li)) + article { display: block }
  article { padding: 1rem }
  .picked .back { display: block; margin: 0 0 .5rem }
  .times small { display: block; min-width: 0 }
}
@media (min-width: 60.01rem) {
  nav { position: sticky; top: 1.25rem; max-height: calc(100vh - 2.5rem); overflow: auto }
}
@media (min-width: 75.01rem) {
  .expected .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
}
`;
