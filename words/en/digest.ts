// The digest L10 in English: several duties of one mailbox in one letter. Knows its lines; must not know grouping.
import type { DutyFacts, ObligationFacts } from '../../domain/notices.js';
import { workingDays } from '../dates.js';
import { type DigestWords, type Group, paragraph, type Scene } from '../letter.js';
import { long, nameEn, recipientEn, short, speechEn } from './speech.js';

const GROUP_WORDS = {
  passed: 'Date passed, not received',
  today: 'Due today',
  coming: 'Coming up',
  told: 'For information',
  waiting: 'Awaiting acceptance',
} as const;

const several = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const agreementsText = (count: number): string => several(count, 'agreement', 'agreements');

export const digestEn: DigestWords = {
  subject: (scene, { agreements, asks, told, first }) => {
    const code = agreementsText(agreements);
    if (asks + told === 0) return { code, kind: 'State of the week', tail: `, ${short(scene.today)}` };
    const kind =
      asks > 0 ? several(asks, 'duty', 'duties') : `For information: ${several(told, 'point', 'points')}`;
    return { code, kind, ...(first !== null && { tail: `, next due ${short(first)}` }) };
  },

  intro: (scene, { agreements, asks, told }) => {
    const { Ask, we } = speechEn(scene);
    const under = agreementsText(agreements);
    if (asks + told === 0) return paragraph(`${we} reports what is to be watched this week, under ${under}.`);
    if (asks === 0) return paragraph(`${we} informs you of the points below, under ${under}.`);
    return paragraph(
      `${Ask} carry out the ${several(asks, 'duty', 'duties')} below, under ${under}, in order of due date.`,
      'What has been recorded as sent is not listed.',
    );
  },

  heading: (group, letter, count) => `${letter}. ${GROUP_WORDS[group]}: ${count}`,

  line: (scene, facts, group, named) => {
    const { obligation } = facts;
    const start = `[${scene.code}] ${nameEn(obligation)}${named ? ` (${scene.body.name})` : ''}`;
    switch (facts.kind) {
      case 'duty':
        return `${start}${dutyTail(obligation, group, facts)}. ${sendTo(scene, obligation)}`;
      case 'returned':
        return `${start}: to be completed and sent again by ${long(facts.target)}. ${sendTo(scene, obligation)}`;
      case 'extended':
        return `${start}: extended to ${long(obligation.due)}.`;
      case 'dueMoved':
        return `${start}: the date moves to ${long(obligation.due)}.`;
      case 'waived':
        return `${start}: need not be carried out.`;
      case 'scheduled':
        return `${start}: meets on ${long(facts.date)}.`;
      case 'review':
        return `${start}: sent by ${scene.nameOf(facts.submitter)} on ${short(facts.submittedOn)}, awaiting acceptance for ${workingDays(facts.waited)}.`;
      default:
        return facts satisfies never;
    }
  },

  mondayHeading: (scene) => `[${scene.code}] State of the week, cycle ${scene.year}`,
};

function dutyTail(obligation: ObligationFacts, group: Group, { left, past }: DutyFacts): string {
  if (group === 'today') return obligation.cutoff === undefined ? '' : `: before ${obligation.cutoff}`;
  const due = `: due ${long(obligation.due)}`;
  if (group === 'passed') {
    return `${due}, passed ${workingDays(past)} ago${obligation.form === 'meeting' ? ', not yet held' : ''}`;
  }
  return `${due}${left > 0 ? `, ${workingDays(left)} left` : ''}`;
}

function sendTo(scene: Scene, obligation: ObligationFacts): string {
  const { Ask } = speechEn(scene);
  return obligation.form === 'meeting'
    ? `${Ask} tell us its day.`
    : `Send to ${recipientEn(scene, obligation)}.`;
}
