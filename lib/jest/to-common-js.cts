import nodeModule = require('node:module');
import nodePath = require('node:path');

/** What Jest tells a transformer of the project. */
interface Project {
  readonly config: { readonly rootDir: string };
}

/** What is used of TypeScript, which is a package of the application and none of this one's. */
interface Compiler {
  readonly ModuleKind: { readonly CommonJS: number };
  readonly ScriptTarget: { readonly ES2022: number };
  readonly transpileModule: (
    source: string,
    options: { readonly fileName: string; readonly compilerOptions: object },
  ) => { readonly outputText: string };
}

/** The compiler of the application: every Nest application in TypeScript has one. */
function compilerOf(rootDir: string): Compiler {
  try {
    const find = nodeModule.createRequire(nodePath.join(rootDir, 'package.json'));
    return find('typescript') as Compiler; // which has had these members for ten years
  } catch (cause) {
    throw new Error(
      'The Jest preset of nestjs-criipto-auth found no TypeScript to make CommonJS of ES modules with: install `typescript`, or have a transform of your own take .js files (`^.+\\.(t|j)s$`)',
      { cause },
    );
  }
}

/**
 * A transformer of Jest that makes CommonJS of an ES module, its dynamic imports included.
 *
 * @throws {Error} where the application has no TypeScript.
 */
function process(source: string, path: string, { config }: Project): { readonly code: string } {
  const { ModuleKind, ScriptTarget, transpileModule } = compilerOf(config.rootDir);
  const { outputText } = transpileModule(source, {
    fileName: path,
    compilerOptions: {
      module: ModuleKind.CommonJS,
      target: ScriptTarget.ES2022,
      esModuleInterop: true,
      allowJs: true,
    },
  });
  return { code: outputText };
}

export = { process };
