import { inspect } from 'node:util';

import type { LoggerService } from '@nestjs/common';

/** A log that tests can read. It is given every level, the most verbose too. */
export class LogLines implements LoggerService {
  private readonly lines: string[] = [];
  private readonly details: string[] = [];

  log(message: unknown, ...more: readonly unknown[]): void {
    this.note('log', message, more);
  }

  fatal(message: unknown, ...more: readonly unknown[]): void {
    this.note('fatal', message, more);
  }

  error(message: unknown, ...more: readonly unknown[]): void {
    this.note('error', message, more);
  }

  warn(message: unknown, ...more: readonly unknown[]): void {
    this.note('warn', message, more);
  }

  debug(message: unknown, ...more: readonly unknown[]): void {
    this.note('debug', message, more);
  }

  verbose(message: unknown, ...more: readonly unknown[]): void {
    this.note('verbose', message, more);
  }

  /** All that was logged, level first. */
  get text(): string {
    return this.lines.join('\n');
  }

  /** The same with all that came beside the messages, such as stacks, and with every object in full. */
  get everything(): string {
    return this.details.join('\n');
  }

  clear(): void {
    this.lines.length = 0;
    this.details.length = 0;
  }

  private note(level: string, message: unknown, more: readonly unknown[]): void {
    this.lines.push(`${level} ${String(message)}`);
    const parts = [message, ...more].map((part) =>
      typeof part === 'string' ? part : inspect(part, { depth: 10, showHidden: true }),
    );
    this.details.push([level, ...parts].join(' '));
  }
}
