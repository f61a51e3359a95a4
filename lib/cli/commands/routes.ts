import { auditHandlers } from '../../route-audit/audit-handlers.js';
import { previewHandlers } from '../../route-audit/preview.provider.js';
import { routesTable } from '../../route-audit/routes-table.js';
import { type CliIo, type Command, UsageError } from '../command.js';
import { parseOptions } from '../parse-options.js';
import { rootModuleIn } from '../root-module.js';

/** Shows what guards an application, as it is declared. */
export const routes: Command = {
  name: 'routes',
  summary: 'list the handlers of an application with their rules and guards',
  usage: `Usage: criipto-auth routes --module FILE [--export NAME]

Loads the module and nothing else: no provider is made, no factory runs, nothing is connected. Prints a line
for each handler: what it answers, its rule, and the guards that read it. What \`useGlobalGuards()\` binds in
main.ts is not seen. Exit codes: 0 all is well, 1 start-up would refuse, 2 called wrongly.

  --module FILE   the compiled root module, such as dist/app.module.js
  --export NAME   the name of its class, when the file has several modules and none is AppModule
`,
  run,
};

async function run(args: readonly string[], io: CliIo): Promise<number> {
  const options = parseOptions(args, ['module', 'export']);
  if (options.module === undefined) throw new UsageError('Say which module: --module FILE');
  const handlers = await previewHandlers(await rootModuleIn(options.module, options.export));
  io.stdout.write(`${routesTable(handlers)}\n`);
  const { problems, warnings } = auditHandlers(handlers);
  for (const problem of problems) io.stderr.write(`FAIL ${problem}\n`);
  for (const warning of warnings) io.stderr.write(`warn ${warning}\n`);
  return problems.length === 0 ? 0 : 1;
}
