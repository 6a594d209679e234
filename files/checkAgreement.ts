// What the facts of one agreement must be to each other and to the bodies it can see. Knows parties, term, roles, numbers;
// must not know obligations.
import type { Agreement, Body } from '../domain/agreement.js';
import { weekdayOf, yearOf } from '../domain/localDate.js';
import { fitsScheme } from '../domain/numbering.js';
import type { DaysOff } from '../domain/workingDays.js';
import { checkKnown, checkSpan, type Say } from './checkBodies.js';
import type { AgreementWritten } from './shapes.js';
import { PLACE } from './yaml.js';

/** What checks of an obligation's entry look at. */
export interface EntryScene {
  readonly agreement: Agreement;
  /** Those the agreement can see. */
  readonly bodies: ReadonlyMap<string, Body>;
  /** Their codes; null where some could not be read. */
  readonly codes: ReadonlySet<string> | null;
  /** Whether the posts of all bodies could be read. */
  readonly postsKnown: boolean;
  /** Top-level keys of the file in which something is broken. */
  readonly broken: ReadonlySet<string>;
  readonly say: Say;
}

/** What checks of an agreement look at. */
export interface Scene extends EntryScene {
  readonly written: AgreementWritten;
  readonly days: DaysOff;
}

export function checkAgreement(scene: Scene): void {
  checkTerm(scene);
  checkSigning(scene);
  checkParties(scene);
  checkRoles(scene);
  checkMentions(scene);
  for (const span of scene.written.quiet ?? []) checkSpan(span, scene.say);
}

function checkTerm({ written, agreement, broken, say }: Scene): void {
  if (broken.has('term')) return;
  const { from, to, openEnd } = written.term;
  const place = written.term[PLACE];
  if (to === undefined && openEnd !== true) say(place.at('to'), 'fieldMissing', { field: 'to' });
  if (to !== undefined && openEnd === true) say(place.at('openEnd'), 'openEndWithTo');
  const last = agreement.term.to;
  if (to !== undefined && last !== null && last < agreement.term.from) {
    say(place.at('to'), 'termBackwards', { from, to });
  }
}

function checkSigning({ written, agreement, broken, codes, days, say }: Scene): void {
  const place = written[PLACE];
  const { signedOn, number } = written;
  const year = signedOn === undefined ? 0 : yearOf(signedOn);
  if (signedOn !== undefined && year >= 1900 && year < 2200 && !days.isWorking(signedOn)) {
    say(place.at('signedOn'), 'signedOnDayOff', { date: signedOn, weekday: weekdayOf(signedOn) });
  }
  const last = broken.has('term') ? null : agreement.term.to;
  if (signedOn !== undefined && last !== null && signedOn > last) {
    say(place.at('signedOn'), 'signedAfterTerm', { date: signedOn });
  }
  // Without a scheme of the file's own, the lead's regime tells it, so the lead must be known.
  const known = written.numberingScheme !== undefined || (codes !== null && !broken.has('parties'));
  const scheme = agreement.numberingScheme;
  if (known && number !== undefined && !fitsScheme(number, scheme)) {
    say(place.at('number'), 'numberNotInScheme', { number, scheme });
  }
}

function checkParties({ written, broken, codes, say }: Scene): void {
  const { parties } = written;
  const place = written[PLACE];
  if (!broken.has('parties') && parties.length < 2) {
    say(place.at('parties'), 'tooFewParties', { n: parties.length });
  }
  const leads = parties.filter((party) => party.lead);
  if (leads.length > 1) say(place.at('parties'), 'severalLeads', { n: leads.length });
  const seen = new Set<string>();
  for (const party of parties) {
    const spot = party[PLACE].at('body');
    checkKnown(codes, party.body, spot, say);
    if (seen.has(party.body)) say(spot, 'partyTwice', { body: party.body });
    seen.add(party.body);
  }
}

function checkRoles({ written, codes, say }: Scene): void {
  for (const [role, holders] of Object.entries(written.roles ?? {})) {
    const held = new Map<number, string>();
    for (const { year, body, [PLACE]: place } of holders) {
      checkKnown(codes, body, place.at('body'), say);
      if (held.has(year)) say(place.at('year'), 'twoHolders', { role, year });
      held.set(year, body);
    }
  }
}

function checkMentions({ written, codes, say }: Scene): void {
  if (written.standingBody !== undefined) {
    checkKnown(codes, written.standingBody, written[PLACE].at('standingBody'), say);
  }
  for (const content of written.contents?.published ?? []) {
    if (content.owner !== undefined) checkKnown(codes, content.owner, content[PLACE].at('owner'), say);
  }
}
