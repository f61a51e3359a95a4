// Compares the public API of every entry point with its report in etc/. `--update` writes the reports.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = fileURLToPath(new URL('..', import.meta.url));
const update = process.argv.includes('--update');
const { name, exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

for (const [subPath, target] of Object.entries(exports)) {
  // ./package.json, and what Jest reads.
  if (target.types === undefined || subPath === './jest-preset') continue;
  const report = name + subPath.slice(1).replaceAll('/', '.');
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: `${root}package.json`,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: root + target.types.slice('./'.length),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            target: 'es2022',
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          files: [target.types],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: `${root}etc`,
        reportTempFolder: `${root}temp/api`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'warning', addToApiReportFile: true },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const { succeeded, apiReportChanged } = Extractor.invoke(config, { localBuild: update });
  if (succeeded) continue;
  if (apiReportChanged)
    console.error(`etc/${report}.api.md is stale: npm run api, and look at the difference`);
  process.exitCode = 1;
}
