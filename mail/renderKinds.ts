// Which letter of voice.md words a notice, and under which heading the digest lists it. Knows steps and dates; must not know
// words.
import type { LocalDate } from '../domain/localDate.js';
import type { DutyFacts, MondayFacts, NoticeFacts } from '../domain/notices.js';
import type { DutyLetterKind, Group, LetterWords, Scene, Wording } from '../words/letter.js';

/** The letter of a single notice. */
export function wordingOf(letters: LetterWords, scene: Scene, facts: NoticeFacts): Wording {
  switch (facts.kind) {
    case 'duty':
      return letters[dutyKind(scene, facts)](scene, facts);
    case 'monday':
      return letters.monday(scene, facts);
    case 'scheduled':
      return letters.scheduled(scene, facts);
    case 'review':
      return letters.review(scene, facts);
    case 'dueMoved':
      return letters.dueMoved(scene, facts);
    case 'returned':
      return letters.returned(scene, facts);
    case 'extended':
      return letters.extended(scene, facts);
    case 'waived':
      return letters.waived(scene, facts);
    default:
      return facts satisfies never;
  }
}

function dutyKind(scene: Scene, facts: DutyFacts): DutyLetterKind {
  const { obligation, position, overdueNumber, meeting } = facts;
  const again = overdueNumber > 1;
  if (obligation.form === 'meeting') {
    if (position === 'escalate') return 'meetingEscalation';
    if (position === 'overdue') return again ? 'meetingOverdueAgain' : 'meetingOverdue';
    return meeting?.scheduledOn ? 'meetingFixed' : 'fixMeeting';
  }
  if (position === 'escalate') return 'escalation';
  if (position === 'overdue') return again ? 'overdueAgain' : 'overdue';
  if (obligation.kind === 'conferencePapers') return 'papers';
  if (obligation.kind === 'conclusionNotice') return 'conclusions';
  if (obligation.kind === 'successorDecision' && scene.agreement.term.to !== null) return 'successor';
  return obligation.due === scene.today ? 'dueToday' : paperReminder(position);
}

function paperReminder(position: Exclude<DutyFacts['position'], 'overdue' | 'escalate'>): DutyLetterKind {
  switch (position) {
    case 'opening':
      return 'opening';
    case 'firstBefore':
      return 'firstReminder';
    case 'before':
      return 'reminder';
    case 'lastBefore':
    case 'on':
      // Where `on` precedes the due day, its wording is L3's (design §11.18).
      return 'lastReminder';
    default:
      return position satisfies never;
  }
}

/** Under which heading of the digest a notice stands. */
export function groupOf(facts: Exclude<NoticeFacts, MondayFacts>, today: LocalDate): Group {
  switch (facts.kind) {
    case 'duty':
      if (facts.position === 'overdue' || facts.position === 'escalate' || facts.obligation.due < today)
        return 'passed';
      return facts.obligation.due === today ? 'today' : 'coming';
    case 'returned':
      return 'coming';
    case 'review':
      return 'waiting';
    case 'extended':
    case 'dueMoved':
    case 'waived':
    case 'scheduled':
      return 'told';
    default:
      return facts satisfies never;
  }
}
