import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

import { processWide } from '../copies/process-wide.js';
import { InvalidOptionsError } from '../errors/options.error.js';
import { type HttpExchange, pathOf } from '../http/http-exchange.js';
import { mountedPaths } from '../options/own-paths.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { OptionsOfRequest } from '../pages/options-of-request.js';
import type { PageSender } from '../pages/page-sender.js';

/** What each application answers at for its clients, also for those of another copy of this package. */
const TAKEN_PATHS = processWide('taken-paths', () => new WeakMap<ApplicationConfig, Set<string>>());

/** The clients of one application, one for each `forRoot()`, and which of them a request is for. */
@Injectable()
export class ClientRegistry extends OptionsOfRequest {
  private readonly clients: ResolvedOptions[] = [];
  private readonly pages = new Map<ResolvedOptions, PageSender>();
  private readonly byPath = new Map<string, ResolvedOptions>();
  private readonly taken: Set<string>;

  constructor(application: ApplicationConfig) {
    super();
    this.taken = TAKEN_PATHS.get(application) ?? new Set();
    TAKEN_PATHS.set(application, this.taken);
  }

  /**
   * Two clients at the same paths would be one at random, or a router's error without a hint.
   *
   * @throws {InvalidOptionsError} when another client answers at one of its paths.
   */
  add(client: ResolvedOptions, pages: PageSender): void {
    for (const path of mountedPaths(client)) this.take(path, client);
    this.clients.push(client);
    this.pages.set(client, pages);
  }

  /** The client at whose route it is; elsewhere the first. */
  override of(exchange: HttpExchange): ResolvedOptions {
    const [first, ...others] = this.clients;
    if (first === undefined) throw new TypeError('No forRoot() has been here');
    return (others.length > 0 && this.byPath.get(pathOf(exchange))) || first;
  }

  override pagesOf(exchange: HttpExchange): PageSender {
    const pages = this.pages.get(this.of(exchange));
    if (!pages) throw new TypeError('A client is added with its pages');
    return pages;
  }

  private take(path: string, client: ResolvedOptions): void {
    if (this.taken.has(path)) {
      throw new InvalidOptionsError([
        `${path} is taken: CriiptoAuthModule is imported twice with forRoot() or forRootAsync(). Import it once, or give the other one its own \`routes\``,
      ]);
    }
    this.taken.add(path);
    this.byPath.set(path, client);
  }
}
