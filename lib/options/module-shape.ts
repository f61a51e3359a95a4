import { OptionReader } from './reading/option-reader.js';

/** What shapes the module graph, and so is written beside the options, or beside the factory that makes them. */
export const SHAPE_NAMES = ['isGlobal', 'globalGuard', 'routes', 'imports', 'providers'] as const;

const FACTORY_NAMES = [
  'inject',
  'useFactory',
  'useClass',
  'useExisting',
  'provideInjectionTokensFrom',
];

/** What is wrong with it in `forRoot()`. The options are written there too: they are read later. */
export function shapeProblems(written: object): string[] {
  const problems: string[] = [];
  checkShape(OptionReader.of(written, problems));
  return problems;
}

/** What is wrong with it in `forRootAsync()`. A name that nobody knows may have been meant to protect something. */
export function shapeBesideFactoryProblems(written: object): string[] {
  const problems: string[] = [];
  const reader = OptionReader.of(written, problems);
  reader.allow(...SHAPE_NAMES, ...FACTORY_NAMES);
  checkShape(reader);
  return problems;
}

function checkShape(reader: OptionReader): void {
  reader.boolean('isGlobal', true);
  reader.boolean('globalGuard', false);
  reader.section('routes');
}
