import type { LoggerService } from '@nestjs/common';

/** A log that tests can read. */
export class LogLines implements LoggerService {
  private readonly lines: string[] = [];

  log(message: unknown): void {
    this.note('log', message);
  }

  error(message: unknown): void {
    this.note('error', message);
  }

  warn(message: unknown): void {
    this.note('warn', message);
  }

  /** All that was logged, level first. */
  get text(): string {
    return this.lines.join('\n');
  }

  clear(): void {
    this.lines.length = 0;
  }

  private note(level: string, message: unknown): void {
    this.lines.push(`${level} ${String(message)}`);
  }
}
