import ts from 'typescript';

/** Functions that do nothing but refuse: a call that stands alone is a check. */
const CHECKING = /^(assert|check|refuse|verify|require)/;
const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

/**
 * The ways in which one check of a file can be lost: a `throw` or an asserting call that is not there, an
 * `if` that never holds, a condition without one of its operands or with one outcome alone.
 */
export function mutantsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants = [];

  function replace(node, replacement) {
    const start = node.getStart(source);
    const was = text.slice(start, node.end);
    mutants.push({
      file,
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      what: `${oneLine(was)} → ${oneLine(replacement) || 'nothing'}`,
      text: text.slice(0, start) + replacement + text.slice(node.end),
    });
  }

  function visit(node) {
    if (ts.isThrowStatement(node) && !isGuarded(node)) replace(node, ';');
    if (ts.isIfStatement(node)) replace(node.expression, 'false');
    if (ts.isExpressionStatement(node) && isCheck(node.expression)) replace(node, ';');
    if (ts.isConditionalExpression(node)) {
      replace(node.condition, 'true');
      replace(node.condition, 'false');
    }
    if (isLogical(node)) {
      replace(node, inParentheses(node.left));
      replace(node, inParentheses(node.right));
    }
    if (isPredicate(node)) {
      replace(node, 'true');
      replace(node, 'false');
    }
    ts.forEachChild(node, visit);
  }

  const inParentheses = (node) => `(${node.getText(source)})`;
  visit(source);
  return mutants;
}

/** `if (…) throw …`: without the throw it is as if the condition never held. */
function isGuarded(node) {
  const { parent } = node;
  if (ts.isIfStatement(parent)) return true;
  return ts.isBlock(parent) && parent.statements.length === 1 && ts.isIfStatement(parent.parent);
}

function isCheck(expression) {
  if (ts.isAwaitExpression(expression)) return isCheck(expression.expression);
  if (!ts.isCallExpression(expression)) return false;
  const { expression: called } = expression;
  const name = ts.isPropertyAccessExpression(called) ? called.name : called;
  return ts.isIdentifier(name) && CHECKING.test(name.text);
}

function isLogical(node) {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

/** A comparison that is the result of a function. */
function isPredicate(node) {
  if (!ts.isBinaryExpression(node) || !COMPARISONS.has(node.operatorToken.kind)) return false;
  const { parent } = node;
  return ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node);
}

function oneLine(text) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
