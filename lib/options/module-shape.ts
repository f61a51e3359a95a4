import { OptionReader } from './reading/option-reader.js';

/** What shapes the module graph, and so is written beside the options, or beside the factory that makes them. */
export const SHAPE_NAMES = [
  'isGlobal',
  'globalGuard',
  'routes',
  'routesMetadata',
  'imports',
  'providers',
] as const;

export type ShapeOptions = Readonly<Partial<Record<(typeof SHAPE_NAMES)[number], unknown>>>;

const FACTORY_NAMES = [
  'inject',
  'useFactory',
  'useClass',
  'useExisting',
  'provideInjectionTokensFrom',
] as const;

type FactoryOptions = Readonly<Partial<Record<(typeof FACTORY_NAMES)[number], unknown>>>;

/** What is wrong with it in `forRoot()`. The options are written there too: they are read later. */
export function shapeProblems(written: object): string[] {
  const problems: string[] = [];
  checkShape(OptionReader.of<ShapeOptions>(written, problems));
  return problems;
}

/** What is wrong with it in `forRootAsync()`. A name that nobody knows may have been meant to protect something. */
export function shapeBesideFactoryProblems(written: object): string[] {
  const problems: string[] = [];
  const reader = OptionReader.of<ShapeOptions & FactoryOptions>(written, problems);
  checkShape(reader);
  for (const name of [...SHAPE_NAMES, ...FACTORY_NAMES]) reader.value(name); // which Nest reads
  reader.finish();
  return problems;
}

function checkShape(reader: OptionReader<ShapeOptions>): void {
  reader.boolean('isGlobal', true);
  reader.boolean('globalGuard', false);
  reader.object('routes');
}
