/** What is written as it is: most names, and all of base64url. */
const PLAIN = /^[\w.*-]*$/;
const ANY_SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Fields as `application/x-www-form-urlencoded`, for a query or a body. `URLSearchParams` takes half as long again. */
export function formEncoded(...records: readonly Readonly<Record<string, string>>[]): string {
  let form = '';
  for (const record of records) {
    for (const [name, value] of Object.entries(record))
      form += `${form === '' ? '' : '&'}${formEncodedText(name)}=${formEncodedText(value)}`;
  }
  return form;
}

/** One name or value of such a form. */
export function formEncodedText(text: string): string {
  if (PLAIN.test(text)) return text;
  const whole = ANY_SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text;
  return encodeURIComponent(whole).replaceAll('%20', '+');
}
