/** For an application that is looked at and not started: what makes its options never runs. */
export const UNREAD_OPTIONS = {
  useFactory: (): never => {
    throw new Error('No factory runs');
  },
};
