import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { ROOT } from './markdown.js';

/** The names in an object that a file declares as a constant. */
export function namesInConstant(path: string, constant: string): readonly string[] {
  const declaration = declarationsIn(path).find(
    (each) => ts.isVariableDeclaration(each) && each.name.getText() === constant,
  );
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const literal = value && withoutTypes(value);
  if (!literal || !ts.isObjectLiteralExpression(literal))
    throw new Error(`${path} has no object ${constant}`);
  return literal.properties.flatMap(({ name }) => (name ? [plain(name)] : []));
}

/** Of each object that a union of types lists, the members that are required. */
export function namesInUnion(path: string, union: string): readonly string[] {
  const declaration = declarationsIn(path).find(
    (each) => ts.isTypeAliasDeclaration(each) && each.name.text === union,
  );
  if (
    !declaration ||
    !ts.isTypeAliasDeclaration(declaration) ||
    !ts.isUnionTypeNode(declaration.type)
  )
    throw new Error(`${path} has no union ${union}`);
  return declaration.type.types.flatMap((each) =>
    ts.isTypeLiteralNode(each) ? requiredNames(each.members) : [],
  );
}

/** The members of the interfaces in a file whose names end so, without those that they inherit. */
export function namesInInterfaces(path: string, ending: string): readonly string[] {
  return declarationsIn(path).flatMap((each) =>
    ts.isInterfaceDeclaration(each) && each.name.text.endsWith(ending)
      ? each.members.flatMap(({ name }) => (name ? [plain(name)] : []))
      : [],
  );
}

function declarationsIn(path: string): readonly ts.Node[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return statements.flatMap((statement): readonly ts.Node[] =>
    ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement],
  );
}

/** `value as const satisfies Type` → `value` */
function withoutTypes(value: ts.Expression): ts.Expression {
  return ts.isAsExpression(value) || ts.isSatisfiesExpression(value)
    ? withoutTypes(value.expression)
    : value;
}

function requiredNames(members: ts.NodeArray<ts.TypeElement>): readonly string[] {
  return members.flatMap(({ name, questionToken }) =>
    name && !questionToken ? [plain(name)] : [],
  );
}

function plain(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}
