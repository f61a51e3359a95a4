/** What became of one thing that `init` is to see to. */
export interface Done {
  /** `wrote` and `added` changed something, `left` did not, and `to do` is for whoever ran it. */
  readonly what: 'wrote' | 'added' | 'left' | 'to do';
  readonly file: string;
  /** What was added, or why it was left. */
  readonly words: string;
}

export const wrote = (file: string, words: string): Done => ({ what: 'wrote', file, words });
export const added = (file: string, words: string): Done => ({ what: 'added', file, words });
export const left = (file: string, words: string): Done => ({ what: 'left', file, words });
export const toDo = (file: string, words: string): Done => ({ what: 'to do', file, words });
