// Loads the code of a folder so that every function says when it begins. Lines stay where they are.
import ts from 'typescript';

let folder;

export function initialize(href) {
  folder = href;
}

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.startsWith(folder) || loaded.format !== 'module') return loaded;
  return { ...loaded, source: announcing(String(loaded.source), url.slice(folder.length)) };
}

function announcing(source, file) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const insertions = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) insertions.push(...insertionsFor(node, tree));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  // From the end, so that what is still to do stays where it was found; of two at one place, what closes first.
  insertions.sort((one, other) => other.at - one.at);
  return insertions.reduce(
    (text, { at, insert }) => text.slice(0, at) + insert + text.slice(at),
    source,
  );
}

function insertionsFor(node, tree) {
  const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  const said = [tree.fileName, line + 1, nameOf(node)].map((part) => JSON.stringify(part));
  const call = `functionBegins(${said.join(', ')})`;
  const { body } = node;
  if (ts.isBlock(body)) return [{ at: body.getStart(tree) + 1, insert: `${call};` }];
  return [
    { at: body.getStart(tree), insert: `(${call}, ` },
    { at: body.end, insert: ')' },
  ];
}

/** Its own, or of what it is given to. */
function nameOf(node) {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const name = node.name ?? node.parent.name;
  return name === undefined ? '(anonymous)' : name.getText();
}
