import type { PersonDetails } from '../model/person-details.js';

/** Whole years. */
export function ageAt({ birthdate }: PersonDetails, at: number): number {
  const [year = '', ...day] = birthdate.split('-');
  const [thisYear = '', ...today] = new Date(at).toISOString().slice(0, 10).split('-');
  return Number(thisYear) - Number(year) - (today.join('') < day.join('') ? 1 : 0);
}
