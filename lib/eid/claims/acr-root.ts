/** Every acr value of Criipto but age verification starts so. */
export const CRIIPTO_ACR = 'urn:grn:authn';

/** Whether an acr value is `root` or one of its variants: whole segments, so `…:mitidevil` is not within `…:mitid`. */
export function isWithin(acr: string, root: string): boolean {
  return acr === root || acr.startsWith(`${root}:`);
}
