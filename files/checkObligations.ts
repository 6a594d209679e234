// What the obligations of one agreement must be to each other, to its parties and to the kinds of the table. Knows entries
// and the rules they come to; due rules have a file of their own.
import { type ObligationRule, type Owner, obligationRules } from '../domain/obligations.js';
import { standingOf } from '../domain/bodies.js';
import { TEMPLATE } from '../domain/template.js';
import type { EntryScene, Scene } from './checkAgreement.js';
import { checkKnown, checkSpan, type Say } from './checkBodies.js';
import { checkDues } from './checkDues.js';
import { checkPosts } from './checkPosts.js';
import { near } from './near.js';
import type { EntryWritten } from './shapes.js';
import { PLACE } from './yaml.js';

const KINDS: ReadonlySet<string> = new Set(TEMPLATE.map((row) => row.kind));

export function checkObligations(scene: Scene, file: string): void {
  const entries = scene.written.obligations ?? [];
  const rules = obligationRules(scene.agreement);
  checkRemoved(scene);
  checkEntries(entries, rules, scene, file);
  checkPosts(entries, rules, scene);
  checkDues(entries, rules, scene);
}

/** What entries owe by themselves, to each other and to the agreement's bodies, dues and posts apart. */
export function checkEntries(
  entries: readonly EntryWritten[],
  rules: readonly ObligationRule[],
  scene: EntryScene,
  file: string,
): void {
  checkIds(entries, file, scene);
  for (const entry of entries) {
    checkEntry(entry, scene.say, scene.broken.has('obligations'));
    const rule = rules.find(({ id }) => id === (entry.id ?? entry.kind));
    if (rule) checkCompletion(entry, rule, scene);
    checkOwners(entry, scene);
  }
}

function checkIds(entries: readonly EntryWritten[], file: string, { say }: EntryScene): void {
  const firstLine = new Map<string, number>();
  for (const { id, kind, [PLACE]: place } of entries) {
    const code = id ?? kind;
    const spot = place.at(id === undefined ? 'kind' : 'id');
    const first = firstLine.get(code);
    if (first === undefined) firstLine.set(code, spot.line);
    else say(spot, 'codeUsed', { code, file, n: first });
  }
}

function checkRemoved({ written, broken, say }: Scene): void {
  if (broken.has('remove')) return;
  const own = new Set((written.obligations ?? []).map(({ id, kind }) => id ?? kind));
  for (const [index, kind] of (written.remove ?? []).entries()) {
    if (KINDS.has(kind) || own.has(kind)) continue;
    const meant = near(kind, [...KINDS, ...own]);
    say(written[PLACE].at('remove', index), 'removeUnknown', { kind, ...(meant && { near: meant }) });
  }
}

/** What one entry owes by itself. Where some of it could not be read, nothing is missed in it. */
export function checkEntry(entry: EntryWritten, say: Say, broken = false): void {
  const { kind, [PLACE]: place } = entry;
  if (entry.basis === 'mandated' && entry.quote === undefined) say(place.at('quote'), 'quoteMissing');
  if (entry.covers) checkSpan(entry.covers, say);
  if (KINDS.has(kind) || broken) return;
  if (entry.title === undefined) say(place.at('kind'), 'titleMissing', { kind });
  if (entry.due === undefined) say(place.at('kind'), 'dueMissing', { kind });
}

function checkCompletion(entry: EntryWritten, rule: ObligationRule, scene: EntryScene): void {
  const spot = entry[PLACE].at('completion');
  if (scene.broken.has('parties') || scene.broken.has('obligations')) return;
  if (rule.completion === 'drafter' && !rule.owners.some((owner) => owner.as === 'drafter')) {
    scene.say(spot, 'drafterNotOwner');
  }
  const lead = scene.agreement.parties.find((party) => party.lead)?.body;
  const mayLead = lead !== undefined && rule.owners.some((owner) => mayBe(owner, lead, scene));
  if (rule.completion === 'lead' && !mayLead) scene.say(spot, 'leadNotOwner');
}

/** A role's holder is known year by year only, so any body may be it. */
function mayBe(owner: Owner, code: string, { bodies, agreement }: EntryScene): boolean {
  if ('body' in owner) return owner.body === code;
  if ('eachChildOf' in owner) return bodies.get(code)?.parent === owner.eachChildOf;
  return 'role' in owner || agreement.roles['standing'] !== undefined || standingOf(agreement, 0) === code;
}

function checkOwners(entry: EntryWritten, { codes, say }: EntryScene): void {
  const place = entry[PLACE];
  const seen = new Set<string>();
  for (const [index, owner] of (entry.owners ?? []).entries()) {
    const key = owner.body === undefined ? 'eachChildOf' : 'body';
    const code = owner.body ?? owner.eachChildOf;
    if (code === undefined) continue;
    const spot = place.at('owners', index, key);
    checkKnown(codes, code, spot, say);
    if (owner.body === undefined) continue;
    if (seen.has(owner.body)) say(spot, 'ownerTwice', { body: owner.body });
    seen.add(owner.body);
  }
  for (const key of ['to', 'onwardTo'] as const) {
    const code = entry[key];
    if (code !== undefined) checkKnown(codes, code, place.at(key), say);
  }
}
