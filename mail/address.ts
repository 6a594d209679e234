// Whether a text is exactly one mail address. Knows the plain form of RFC 5321; must not know who owns it.
//
// NB: the mail library sends to whatever stands behind a line break in an address, so nothing reaches it unchecked.

/** One plain address in ASCII: dot-atom, @, a domain of at least two labels; no names, quotes, lists or line breaks. */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;
const LONGEST = 254;

export function isAddress(text: string): boolean {
  // `$` would let a final line break pass.
  return text.length <= LONGEST && !/[\r\n]/.test(text) && ADDRESS.test(text);
}

/** What follows the @. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
