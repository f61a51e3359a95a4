/** As late as a day begins anywhere: who has come of age there has done so everywhere. */
const LAST_TIME_ZONE = 'Etc/GMT+12';

/**
 * Whole years since a birthdate (`YYYY-MM-DD`), by the calendar of the place where the birthday is. Who was born
 * on 29 February is a year older on 1 March where there is no such day.
 *
 * @param now milliseconds since the epoch.
 */
export function ageOn(birthdate: string, now: number, timeZone = LAST_TIME_ZONE): number {
  const today = dateIn(timeZone, now);
  const years = Number(today.slice(0, 4)) - Number(birthdate.slice(0, 4));
  return today.slice(5) < birthdate.slice(5) ? years - 1 : years;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function dateIn(timeZone: string, now: number): string {
  const format =
    FORMATS.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'iso8601',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  FORMATS.set(timeZone, format);
  const parts = format.formatToParts(now);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return [part('year'), part('month'), part('day')].join('-');
}
