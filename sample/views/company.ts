import type { CriiptoUser } from 'nestjs-criipto-auth';

import { facts } from './facts.js';
import { html } from './html.js';
import { layout } from './layout.js';

export function companyPage(user: CriiptoUser): string {
  return layout({
    title: 'Your company',
    path: '/company',
    user,
    content: html`
      <section class="hero">
        <h1>${companyOf(user)}</h1>
        <p class="lead">
          You act for this company. Your private MitID is another identity: whoever was logged in
          before is not any more.
        </p>
      </section>
      <section class="panel" aria-label="Your company">${facts(roleOf(user))}</section>
    `,
  });
}

function companyOf(user: CriiptoUser): string {
  return (user.is('mitid-business') ? user.claims['2.5.4.10'] : undefined) ?? 'Your company';
}

function roleOf(user: CriiptoUser): Readonly<Record<string, string | undefined>> {
  if (!user.is('mitid-business')) return {};
  const { cvrNumberIdentifier, companySignatory } = user.claims;
  return {
    'CVR number': cvrNumberIdentifier,
    Name: user.name,
    Role: companySignatory ? 'May sign for the company' : 'Employee',
  };
}
