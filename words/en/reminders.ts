// Letters L1–L7 in English: a paper that is due. Knows their words; must not know when they go.
import type { DutyFacts } from '../../domain/notices.js';
import { workingDays } from '../dates.js';
import { type Block, blocks, type LetterWords, paragraph, type Scene, upperFirst } from '../letter.js';
import { dutyBlockEn } from './dutyBlock.js';
import { long, theEn, short, speechEn, subjectEn } from './speech.js';

const block = (scene: Scene, { obligation, as }: DutyFacts): Block => dutyBlockEn(scene, obligation, as);
const days = (dates: DutyFacts['sentDates']): string => dates.map(short).join(', ');
const isOrAre = (count: number): string => `${workingDays(count)} ${count === 1 ? 'remains' : 'remain'}`;

type Reminders = Pick<
  LetterWords,
  | 'opening'
  | 'firstReminder'
  | 'reminder'
  | 'lastReminder'
  | 'dueToday'
  | 'overdue'
  | 'overdueAgain'
  | 'escalation'
>;

function prepare(scene: Scene, facts: DutyFacts, isFirst: boolean): ReturnType<Reminders['reminder']> {
  const { ask } = speechEn(scene);
  const left = facts.left > 0 ? `; ${isOrAre(facts.left)}` : '';
  return {
    subject: subjectEn(scene, 'Reminder', facts.obligation),
    blocks: blocks(
      paragraph(
        `Under ${scene.agreementName.short}, ${ask} prepare and send ${theEn(facts.obligation)} as set out below${left}.`,
      ),
      block(scene, facts),
      isFirst &&
        paragraph(`If you need more time, ${ask} propose a new date with a reason to the contact below.`),
      paragraph(`If already sent, ${ask} disregard this letter or tell the contact below.`),
    ),
  };
}

export const remindersEn: Reminders = {
  opening: (scene, facts) => {
    const { ask, Ask } = speechEn(scene);
    const planned =
      facts.reminderDates.length > 0 &&
      `Reminders are planned for ${days(facts.reminderDates)}; they stop as soon as your document is recorded.`;
    return {
      subject: subjectEn(scene, 'Now open', facts.obligation),
      blocks: blocks(
        paragraph(`Under ${scene.agreementName.short}, the duty below is now open for ${scene.body.name}.`),
        block(scene, facts),
        paragraph(`${Ask} name a contact to carry it out.`),
        paragraph(`If anything above is wrong, ${ask} tell the contact below.`, planned),
      ),
    };
  },

  firstReminder: (scene, facts) => prepare(scene, facts, true),
  reminder: (scene, facts) => prepare(scene, facts, false),

  lastReminder: (scene, facts) => {
    const { ask, Ask, we, asOf } = speechEn(scene);
    const { obligation, left } = facts;
    const remaining = left > 0 ? isOrAre(left) : 'today is the last working day before it';
    return {
      subject: subjectEn(scene, left > 0 ? `${workingDays(left)} left` : 'Reminder', obligation),
      blocks: blocks(
        paragraph(
          `${upperFirst(theEn(obligation))} is due on ${long(obligation.due)}; ${remaining}.`,
          `As of ${asOf}, ${we} has not received it from you.`,
        ),
        paragraph(`${Ask} complete it and send it in time.`),
        paragraph(`If it awaits signature or has been sent, ${ask} let the contact below know.`),
        block(scene, facts),
      ),
    };
  },

  dueToday: (scene, facts) => {
    const { ask, Ask, we, asOf } = speechEn(scene);
    const { obligation } = facts;
    const clock = obligation.cutoff === undefined ? '' : ` (before ${obligation.cutoff})`;
    return {
      subject: subjectEn(scene, 'Due today', obligation, false),
      blocks: blocks(
        paragraph(
          `Today, ${long(obligation.due)}, is the last day for ${theEn(obligation)}${clock}.`,
          `As of ${asOf}, ${we} has not received it from you.`,
        ),
        paragraph(`${Ask} send it today.`),
        paragraph(`If it awaits signature or has been sent, ${ask} let the contact below know.`),
        block(scene, facts),
      ),
    };
  },

  overdue: (scene, facts) => {
    const { ask, Ask, we, asOf } = speechEn(scene);
    const { obligation, past } = facts;
    return {
      subject: subjectEn(scene, 'Not yet received', obligation),
      blocks: blocks(
        paragraph(
          `As of ${asOf}, ${we} has not received ${theEn(obligation)} from you; its date, ${long(obligation.due)}, passed ${workingDays(past)} ago.`,
        ),
        paragraph(`${Ask} send it, or tell the contact below when it will come.`),
        paragraph(`If it went on paper or by another system, ${ask} give its number and date.`),
        block(scene, facts),
      ),
    };
  },

  overdueAgain: (scene, facts) => {
    const { ask, Ask, we, asOf } = speechEn(scene);
    const { obligation, past, target, overdueNumber } = facts;
    const previous = facts.sentDates.at(-1);
    const opening = previous === undefined ? '' : `Further to our letter of ${short(previous)}, `;
    return {
      subject: subjectEn(scene, `Not yet received (no. ${overdueNumber})`, obligation),
      blocks: blocks(
        paragraph(
          `${opening}${opening === '' ? 'As' : 'as'} of ${asOf}, ${we} has not received ${theEn(obligation)} from you; its date, ${long(obligation.due)}, passed ${workingDays(past)} ago.`,
        ),
        paragraph(`${Ask} send it by ${long(target)}.`),
        paragraph(
          `If there is any difficulty, if it awaits signature or went another way, ${ask} speak to the contact below.`,
        ),
        afterTarget(scene, facts),
        block(scene, facts),
      ),
    };
  },

  escalation: (scene, facts) => {
    const { we, asOf } = speechEn(scene);
    const { obligation, target } = facts;
    return {
      subject: subjectEn(scene, 'For the head of the body', obligation),
      blocks: blocks(
        paragraph(
          `We respectfully report that under ${scene.agreementName.short}, ${theEn(obligation)} of ${scene.body.name} was due on ${long(obligation.due)}.`,
          `As of ${asOf}, ${we} has not received it${earlierLetters(scene, facts)}.`,
        ),
        paragraph(
          `We respectfully ask for your direction so that it is sent by ${long(target)}, or for a date that suits.`,
        ),
        paragraph('This letter goes to you alone; if the paper went another way, please let us know.'),
        block(scene, facts),
      ),
    };
  },
};

/** That the head will be told, where it will be. */
export function afterTarget(scene: Scene, facts: DutyFacts): Block | false {
  if (!facts.escalatesAfter || scene.headTitle === null) return false;
  return paragraph(`After ${short(facts.target)} we shall, if need be, inform ${scene.headTitle}.`);
}

export function earlierLetters(scene: Scene, { sentDates }: DutyFacts): string {
  return sentDates.length === 0 ? '' : `; letters went to ${scene.ordinaryTitle} on ${days(sentDates)}`;
}
