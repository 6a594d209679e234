// Names of a letter that people and relays see, derived from its id. Knows hashes; must not know what a letter says.
import { createHash } from 'node:crypto';

/** Without I, L, O, U: what is read aloud over a telephone is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `7K3F9-QXA2M`: short enough to print, derived, so that it says neither mailbox nor day of a secret letter. */
export function letterCode(letterId: string): string {
  const digest = createHash('sha256').update(letterId).digest();
  const characters = [...digest.subarray(0, 10)].map((byte) => ALPHABET[byte & 31] ?? '').join('');
  return `${characters.slice(0, 5)}-${characters.slice(5)}`;
}

/** The same on every attempt to send the letter. `domain` is the sender address's. */
export function messageIdOf(letterId: string, domain: string): string {
  return `<${digestOf(letterId)}@${domain}>`;
}

/** 32 hexadecimal characters that stand for the letter. */
export function digestOf(letterId: string): string {
  return createHash('sha256').update(letterId).digest('hex').slice(0, 32);
}
