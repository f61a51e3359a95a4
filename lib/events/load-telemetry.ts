import { nameOfThrown } from '../errors/name-of-thrown.js';
import { type OpenTelemetryApi, OpenTelemetry } from './open-telemetry.js';
import { Telemetry } from './telemetry.js';

/** As Node says it, and jest. */
const NOT_INSTALLED = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

/** OpenTelemetry where its API is installed, an optional peer, and else nothing. */
export async function loadTelemetry(load?: () => Promise<OpenTelemetryApi>): Promise<Telemetry> {
  try {
    // Awaited within `try`, or bundlers refuse an application that has not installed it.
    return new OpenTelemetry(load ? await load() : await import('@opentelemetry/api'));
  } catch (error) {
    if (isNotInstalled(error)) return new Telemetry();
    throw error;
  }
}

function isNotInstalled(error: unknown): boolean {
  return NOT_INSTALLED.includes(nameOfThrown(error));
}
