import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

const LIB = join(import.meta.dirname, '../../lib');

/** Who or what a message may be about. What is filled in by the code, and what is quoted, has a name. */
const SUBJECT =
  /^(?:(?:The|A|An|This|That|There|What|None|No|Another|Whose) |(?:Somebody|Nobody|Others|Userinfo|Sessions|It) |[`@]|\$\{)/;
/** What it may do, or what may be done to it, in words that messages have. */
const VERB =
  /(?: |^)(?:is|are|was|were|has|have|had|does|do|did|could|cannot|can|must|may|need(?:s|ed)?|needs|came|comes|names?|knows|answer(?:s|ed)|sent|takes|took|tells|told|said|says|gave|gives|lacks|holds|keep|keeps|changes|changed|failed|reached|return(?:s|ed)|asked|waits|ended|demands|offers|began|begins|speaks|signs|published|posted|tried|shuts|lets|cancelled|refused|refreshe[sd]|shows|authenticated|belongs|read|promises|broke|expired)(?=[ :,.)]|$)/;

interface Message {
  readonly at: string;
  readonly text: string;
}

/** All that may stand there, with what the code fills in as `${…}`. What is made elsewhere is judged there. */
function textsOf(node: ts.Expression, file: ts.SourceFile): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (texts, { expression, literal }) =>
        texts.flatMap((before) =>
          orFilledIn(textsOf(expression, file)).map((filled) => before + filled + literal.text),
        ),
      [node.head.text],
    );
  if (ts.isConditionalExpression(node))
    return [...textsOf(node.whenTrue, file), ...textsOf(node.whenFalse, file)];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression, file);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return orFilledIn(textsOf(node.left, file)).flatMap((left) =>
      orFilledIn(textsOf(node.right, file)).map((right) => left + right),
    );
  return ts.isIdentifier(node) ? textsNamed(node, file) : [];
}

const orFilledIn = (texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? ['${…}'] : texts;

/** What a name stands for in this file: of a parameter, all that its function is given there. */
function textsNamed(name: ts.Identifier, file: ts.SourceFile): readonly string[] {
  const nodes = nodesOf(file);
  const isNamed = (declared: { readonly name: ts.Node }): boolean =>
    declared.name.getText(file) === name.text;
  const maker = nodes.find(
    (node): node is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(node) &&
      node.parameters.some(isNamed) &&
      node.pos <= name.pos &&
      name.end <= node.end,
  );
  if (!maker)
    return nodes
      .filter((node): node is ts.VariableDeclaration => ts.isVariableDeclaration(node))
      .filter(isNamed)
      .flatMap(({ initializer }) => (initializer ? textsOf(initializer, file) : []));
  const position = maker.parameters.findIndex(isNamed);
  return nodes
    .filter((node): node is ts.CallExpression => ts.isCallExpression(node))
    .filter(({ expression }) => expression.getText(file) === maker.name?.text)
    .flatMap((call) => {
      const given = call.arguments[position];
      return given ? textsOf(given, file) : [];
    });
}

function nodesOf(node: ts.Node): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (each: ts.Node): void => {
    nodes.push(each);
    each.forEachChild(visit);
  };
  node.forEachChild(visit);
  return nodes;
}

function filesOfLib(): readonly ts.SourceFile[] {
  return readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .filter((name) => !/^(?:testing|jest)\//.test(name))
    .map((name) =>
      ts.createSourceFile(
        name,
        readFileSync(join(LIB, name), 'utf8'),
        ts.ScriptTarget.Latest,
        true,
      ),
    );
}

/** What is the message of each `new` of this name: its argument at this place. */
function messagesOf(type: string, place: number): readonly Message[] {
  return filesOfLib().flatMap((file) =>
    nodesOf(file)
      .filter(
        (node): node is ts.NewExpression =>
          ts.isNewExpression(node) && node.expression.getText(file) === type,
      )
      .flatMap(({ arguments: given }) => {
        const argument = given?.[place];
        return argument ? textsOf(argument, file) : [];
      })
      .map((text) => ({ at: file.fileName, text })),
  );
}

/** What is filled in at the end may be what it does. */
const isSentence = ({ text }: Message): boolean =>
  SUBJECT.test(text) && (VERB.test(text) || / \$\{…\}\.?$/.test(text));
/** Its subject stands before it. */
const isPredicate = ({ text }: Message): boolean =>
  VERB.test(text.replace(/^and `\w+` /, '').split(' ')[0] ?? '');
const inWords = ({ at, text }: Message): string => `${at}: ${text}`;

describe('the message of each error', () => {
  it.each([
    ['CriiptoAuthError', 1, 100],
    ['TypeError', 0, 10],
    ['DOMException', 0, 3],
  ] as const)('is a sentence with a subject: %s', (type, place, atLeast) => {
    const messages = messagesOf(type, place);
    expect(messages.length).toBeGreaterThanOrEqual(atLeast);
    expect(messages.filter((message) => !isSentence(message)).map(inWords)).toEqual([]);
  });

  it('is a sentence about an option: a problem goes on after its name', () => {
    const problems = filesOfLib().flatMap((file) =>
      nodesOf(file)
        .filter(
          (node): node is ts.CallExpression =>
            ts.isCallExpression(node) &&
            /^(?:section|root|this)\.problem$/.test(node.expression.getText(file)),
        )
        .flatMap(({ arguments: [, what] }) => (what ? textsOf(what, file) : []))
        .map((text) => ({ at: file.fileName, text })),
    );
    expect(problems.length).toBeGreaterThanOrEqual(20);
    expect(problems.filter((problem) => !isPredicate(problem)).map(inWords)).toEqual([]);
  });

  it('is a sentence about a value of a login hint, whose name stands before it', () => {
    const values = messagesOf('UnfitHintValue', 0);
    expect(values.length).toBeGreaterThanOrEqual(7);
    expect(values.filter((value) => !isPredicate(value)).map(inWords)).toEqual([]);
  });
});
