import { html } from './html.js';
import { layout } from './layout.js';

export function notFoundPage(): string {
  return layout({
    title: 'Not found',
    path: '',
    user: 'unknown',
    content: html`
      <section class="hero">
        <h1>There is nothing here</h1>
        <p class="lead">Perhaps there was once, or the address has a letter too many.</p>
        <p><a class="button primary" href="/">Go home</a></p>
      </section>
    `,
  });
}
