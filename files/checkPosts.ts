// Whoever owns or receives something has at least one post (design §3). Knows who is named where; must not know due rules.
import { standingOf } from '../domain/bodies.js';
import type { ObligationRule } from '../domain/obligations.js';
import type { EntryScene, Scene } from './checkAgreement.js';
import type { Spot } from './messages.js';
import type { EntryWritten } from './shapes.js';
import { PLACE } from './yaml.js';

/** A body that owns, receives or follows, and where the file names it. */
interface Mention {
  readonly code: string | null | undefined;
  readonly spot: Spot;
}

/** Told once a body, where it is named first: as a party, as standing body, in a role, in an entry. */
export function checkPosts(
  entries: readonly EntryWritten[],
  rules: readonly ObligationRule[],
  scene: Scene,
): void {
  sayWithoutPost(scene, [...ofAgreement(rules, scene), ...entries.flatMap((entry) => ofEntry(entry, scene))]);
}

/** As `checkPosts`, for entries that are not in the agreement's own file. */
export function checkEntryPosts(entries: readonly EntryWritten[], scene: EntryScene): void {
  sayWithoutPost(
    scene,
    entries.flatMap((entry) => ofEntry(entry, scene)),
  );
}

function sayWithoutPost(scene: EntryScene, mentions: readonly Mention[]): void {
  if (!scene.postsKnown) return;
  const told = new Set<string>();
  for (const { code, spot } of mentions) {
    const body = scene.bodies.get(code ?? '');
    if (!body || body.posts.length > 0 || told.has(body.code)) continue;
    told.add(body.code);
    scene.say(spot, 'bodyWithoutPost', { body: body.code });
  }
}

function ofAgreement(rules: readonly ObligationRule[], { written, agreement }: Scene): Mention[] {
  const owners = rules.flatMap((rule) => rule.owners);
  const owning = new Set(owners.flatMap((owner) => ('body' in owner ? [owner.body] : [])));
  const place = written[PLACE];
  const holders = Object.values(written.roles ?? {}).flat();
  const mentions: Mention[] = [
    ...written.parties
      .filter((party) => owning.has(party.body))
      .map((party) => ({ code: party.body, spot: party[PLACE].at('body') })),
    { code: written.standingBody, spot: place.at('standingBody') },
    ...holders.map((holder) => ({ code: holder.body, spot: holder[PLACE].at('body') })),
  ];
  const standing = owners.some((owner) => 'standing' in owner);
  return standing ? [...mentions, { code: standingOf(agreement, 0), spot: place.at('parties') }] : mentions;
}

function ofEntry({ owners = [], to, [PLACE]: place }: EntryWritten, { bodies }: EntryScene): Mention[] {
  const named = owners.flatMap((owner, index): Mention[] => {
    if (owner.body !== undefined) return [{ code: owner.body, spot: place.at('owners', index, 'body') }];
    const children = [...bodies.values()].filter(
      (body) => body.parent !== undefined && body.parent === owner.eachChildOf,
    );
    return children.map(({ code }) => ({ code, spot: place.at('owners', index, 'eachChildOf') }));
  });
  return [...named, { code: to, spot: place.at('to') }];
}
