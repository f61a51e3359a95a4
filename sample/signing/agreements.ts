/** A text that the sample has its users sign. */
export interface Agreement {
  /** Names it in paths. */
  readonly id: string;
  readonly title: string;
  /** MitID shows 130 characters. */
  readonly text: string;
}

/** Ours, and not the browser's: nobody is shown a text to sign that somebody else wrote. */
export const AGREEMENTS: readonly Agreement[] = [
  {
    id: 'bicycle',
    title: 'Rent a bicycle',
    text: 'I rent bicycle no. 7 from Åse’s cykeludlejning for one day, for 150 kr.',
  },
  {
    id: 'garden',
    title: 'Join the garden club',
    text: 'I join the garden club, and water the tomatoes on Tuesdays.',
  },
];

export function agreementBy(id: string): Agreement | undefined {
  return AGREEMENTS.find((agreement) => agreement.id === id);
}
