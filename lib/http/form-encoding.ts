/** What is written as it is: most names, and all of base64url. */
const PLAIN = /^[\w.*-]*$/;
const ANY_SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** What a form writes otherwise than a component of a URI. */
const OF_URIS_ALONE = /%20|[!'()~]/g;

/** Fields as `application/x-www-form-urlencoded`, for a query or a body: what `URLSearchParams` writes, only quicker. */
export function formEncoded(fields: Readonly<Record<string, string>>): string {
  let form = '';
  for (const [name, value] of Object.entries(fields))
    form += `${form === '' ? '' : '&'}${formEncodedText(name)}=${formEncodedText(value)}`;
  return form;
}

/** One name or value of such a form. */
export function formEncodedText(text: string): string {
  if (PLAIN.test(text)) return text;
  const whole = ANY_SURROGATE.test(text) ? text.replace(LONE_SURROGATE, '\ufffd') : text;
  return encodeURIComponent(whole).replace(OF_URIS_ALONE, asForm);
}

function asForm(found: string): string {
  return found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`;
}
