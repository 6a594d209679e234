// What of a notice may be said by mail. Knows classes of agreements and obligations; must not know words (design §11.24).
import type { Dossier } from '../domain/agreement.js';
import type { Notice } from '../domain/notices.js';
import { ruleOf } from '../words/speaker.js';

export interface Sayable {
  /** With secret parts taken out; null where nothing is left to say. */
  readonly notice: Notice | null;
  /** Whether something was held back: the letter then says that a matter waits. */
  readonly heldBack: boolean;
}

/** A notice without what its own class, or that of an obligation it would name, keeps out of mail. */
export function sayable(notice: Notice, dossier: Dossier): Sayable {
  if (notice.secret || dossier.agreement.secrecy !== 'thuong') return { notice: null, heldBack: true };
  const { facts } = notice;
  const open = (localId: string): boolean =>
    (ruleOf(dossier, notice.year, localId)?.secrecy ?? 'thuong') === 'thuong';
  if ('obligation' in facts && !open(facts.obligation.localId)) return { notice: null, heldBack: true };
  switch (facts.kind) {
    case 'duty':
      return facts.meeting && !open(facts.meeting.localId)
        ? { notice: null, heldBack: true }
        : { notice, heldBack: false };
    case 'scheduled': {
      const chain = facts.chain.filter(({ obligation }) => open(obligation.localId));
      return {
        notice: { ...notice, facts: { ...facts, chain } },
        heldBack: chain.length < facts.chain.length,
      };
    }
    case 'monday': {
      const overdue = facts.overdue.filter(({ obligation }) => open(obligation.localId));
      const drafts = facts.drafts.filter(({ obligation }) => open(obligation.localId));
      const matters = facts.matters.filter(({ obligation }) => open(obligation?.split('/')[2] ?? ''));
      const left = overdue.length + drafts.length + matters.length;
      const all = facts.overdue.length + facts.drafts.length + facts.matters.length;
      return {
        notice: left === 0 ? null : { ...notice, facts: { ...facts, overdue, drafts, matters } },
        heldBack: left < all,
      };
    }
    default:
      return { notice, heldBack: false };
  }
}
