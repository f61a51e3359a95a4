import ts from 'typescript';

/** A member of an interface as its author wrote it. */
export interface DeclaredMember {
  readonly name: string;
  readonly isOptional: boolean;
  /** The text of its type, on one line. */
  readonly type: string;
  /** The text of its `@default`. */
  readonly default: string | undefined;
  /** What is in it, when it is an object to write out and not a value. */
  readonly members: readonly DeclaredMember[];
}

/** The members of a type that a file declares, all the way down. */
export function declaredMembers(
  program: ts.Program,
  path: string,
  typeName: string,
): readonly DeclaredMember[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file && checker.getSymbolAtLocation(file);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === typeName);
  if (!symbol) throw new Error(`${path} exports no ${typeName}`);
  return membersOf(checker, checker.getDeclaredTypeOfSymbol(symbol));
}

function membersOf(checker: ts.TypeChecker, type: ts.Type): readonly DeclaredMember[] {
  const alternatives = alternativesOf(type);
  // What may also be a plain value is one option, however it can be written.
  if (alternatives.some(({ flags }) => !(flags & ts.TypeFlags.Object))) return [];
  const objects = alternatives.filter(isDeclaredHere);
  const members = new Map<string, DeclaredMember>();
  for (const property of objects.flatMap((object) => object.getProperties())) {
    const member = memberOf(checker, property);
    members.set(member.name, { ...member, isOptional: member.isOptional || objects.length > 1 });
  }
  return [...members.values()];
}

function memberOf(checker: ts.TypeChecker, property: ts.Symbol): DeclaredMember {
  const declaration = property.valueDeclaration;
  if (!declaration || !ts.isPropertySignature(declaration) || !declaration.type)
    throw new Error(`${property.name} is no property with a type`);
  return {
    name: property.name,
    isOptional: declaration.questionToken !== undefined,
    type: plain(declaration.type.getText()),
    default: documentedDefault(checker, property),
    members: membersOf(checker, checker.getTypeOfSymbol(property)),
  };
}

/** A type as one would say it: what keeps a compiler happy is left out. */
function plain(type: string): string {
  return type
    .replaceAll(/\breadonly /g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('(string & {})', 'string')
    .replace(/^(?:NonNullable|Readonly)<(.*)>$/, '$1');
}

function documentedDefault(checker: ts.TypeChecker, property: ts.Symbol): string | undefined {
  const tag = property.getJsDocTags(checker).find(({ name }) => name === 'default');
  return tag && ts.displayPartsToString(tag.text);
}

function alternativesOf(type: ts.Type): readonly ts.Type[] {
  const all = type.isUnion() ? type.types : [type];
  return all.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
}

/** Interfaces and object types of options and events; classes, and the types of others, are values. */
function isDeclaredHere(type: ts.Type): boolean {
  const declaration = type.symbol?.declarations?.[0];
  if (!declaration || !PLACES.test(declaration.getSourceFile().fileName)) return false;
  return ts.isInterfaceDeclaration(declaration) || ts.isTypeLiteralNode(declaration);
}

const PLACES =
  /\/lib\/(options\/|events\/|keys\/sources\/keys-options|criipto-auth\.module-definition)/;
