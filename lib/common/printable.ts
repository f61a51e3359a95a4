const MAX_LENGTH = 200;
const NOT_PRINTABLE = /[^\x20-\x7e]/g;

/**
 * A text from elsewhere as it may stand in a log: not too long, and without anything that could end a line,
 * steer a terminal or turn the order of what is shown.
 */
export function printable(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(NOT_PRINTABLE, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
