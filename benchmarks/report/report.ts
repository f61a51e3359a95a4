export interface Column {
  readonly label: string;
  /** Digits after the point. */
  readonly digits: number;
}

/** What a scenario found: a table, its rows by name. */
export interface Report {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The column that a plot shows, if there is to be one. */
  readonly plotted?: string;
  readonly notes?: readonly string[];
  /** What must not happen, and did. */
  readonly problems: readonly string[];
}

export interface Row {
  readonly name: string;
  /** In the order of the columns; `undefined` where there is none. */
  readonly figures: readonly (number | undefined)[];
}
