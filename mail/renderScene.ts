// Who speaks to whom in a notice: sender, contact, addressee, direction, names. Knows the register of the letter's day; must
// not know a language's words.
import type { Body, Dossier, Language, Level, Post } from '../domain/agreement.js';
import { bodyOf, headPost, ordinaryPost, secretariatOf } from '../domain/bodies.js';
import { type Instant, localDateOf } from '../domain/localDate.js';
import type { Notice } from '../domain/notices.js';
import type { Direction, Scene } from '../words/letter.js';
import { agreementName, codeText, postOfBody } from '../words/names.js';
import { obligationNameById, ruleOf } from '../words/speaker.js';

const HEIGHT: Readonly<Record<Level, number>> = { commune: 0, district: 1, province: 2, central: 3 };

export interface SceneInput {
  readonly notice: Pick<Notice, 'id' | 'year' | 'body' | 'post'>;
  readonly dossier: Dossier;
  readonly at: Instant;
  readonly language: Language;
  readonly reasonOf: (update: string) => string | null;
}

/** Throws where the register has no such body or post: a letter to nobody known is a broken ledger, not a letter. */
export function sceneOf({ notice, dossier, at, language, reasonOf }: SceneInput): Scene {
  const { agreement } = dossier;
  const today = localDateOf(at);
  const secretariat = secretariatOf(dossier, notice.year, today);
  const body = bodyOf(dossier, notice.body);
  const post = body?.posts.find((candidate) => candidate.code === notice.post);
  const sender = secretariat?.body ?? firstParty(dossier);
  if (!body || !post || !sender)
    throw new RangeError(`no post ${notice.body}/${notice.post} for ${notice.id}`);
  const nameOf = (code: string): string => bodyOf(dossier, code)?.name ?? code;
  const head = headPost(body, today);
  const phone = agreement.phone ?? secretariat?.body.phone;
  return {
    at,
    today,
    code: codeText(agreement.code),
    agreement,
    agreementName: agreementName(
      language,
      agreement,
      agreement.parties.map((party) => nameOf(party.body)),
    ),
    year: notice.year,
    sender,
    contact: secretariat ? { ...secretariat, ...(phone !== undefined && { phone }) } : null,
    body,
    post,
    isOwn: sender.code === body.code,
    direction: directionOf(sender, body, post),
    headTitle: head ? postOfBody(head, body) : null,
    ordinaryTitle: (ordinaryPost(body, today) ?? post).title,
    nameOf,
    obligationOf: (id) => obligationNameById(language, dossier, id),
    hasCoChairs: (localId) => hasCoChairs(dossier, notice.year, localId),
    reasonOf,
  };
}

/** Where no party has a post left, the first party still signs. */
function firstParty(dossier: Dossier): Body | undefined {
  const [first] = dossier.agreement.parties;
  return first && bodyOf(dossier, first.body);
}

/** Up to a higher level, to the sender's parent, and to every head or leader (voice.md §1.2). */
export function directionOf(sender: Body, body: Body, post?: Post): Direction {
  const height = HEIGHT[body.level] - HEIGHT[sender.level];
  if (height > 0 || sender.parent === body.code || post?.rank === 'head' || post?.rank === 'leader')
    return 'up';
  return height < 0 ? 'down' : 'level';
}

function hasCoChairs(dossier: Dossier, year: number, localId: string): boolean {
  return (ruleOf(dossier, year, localId)?.owners.filter((owner) => owner.as === 'chair').length ?? 0) > 1;
}
