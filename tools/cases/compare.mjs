/** Names of the cases that passed, by the results of a run of jest. */
export function casesIn({ testResults }) {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed')
      .map(({ ancestorTitles, title }) => oneLine([...ancestorTitles, title].join(' › '))),
  );
}

/**
 * Which of the cases of before did not run: by their names, since files move, and as often as there were.
 * Of `renamed` each is how names began, and how they begin now.
 */
export function missingCases(before, ran, renamed) {
  const left = new Map();
  for (const name of ran.map(withoutLine)) left.set(name, (left.get(name) ?? 0) + 1);
  const take = (name) => {
    const count = left.get(withoutLine(name)) ?? 0;
    left.set(withoutLine(name), count - 1);
    return count > 0;
  };
  return before.filter((name) => !take(name)).filter((name) => !take(nowCalled(name, renamed)));
}

function nowCalled(name, renamed) {
  const [was, is] = renamed.find(([start]) => name.startsWith(start)) ?? ['', ''];
  return is + name.slice(was.length);
}

/** A block of code is called by its line, which moves with whatever is written above it. */
function withoutLine(name) {
  return name.replace(/(\.md):\d+$/, '$1');
}

/** A list has one line for each. */
function oneLine(name) {
  return name.replaceAll(/\s+/g, ' ');
}
