// Letters about meetings in English: L11, L11b, L13, L14, and L5–L7 where they speak of a meeting not yet held. Knows their
// words; must not know when they go.
import type { DutyFacts, MeetingFacts } from '../../domain/notices.js';
import { byText, joined, workingDays } from '../dates.js';
import { blocks, type LetterWords, paragraph, type Scene, upperFirst } from '../letter.js';
import { dutyBlockEn } from './dutyBlock.js';
import { afterTarget, earlierLetters } from './reminders.js';
import { long, nameEn, theEn, recipientEn, short, speechEn, subjectEn } from './speech.js';

const OFFICIAL_INVITATION = 'The official invitation comes through the document system.';

export const meetingsEn: Pick<
  LetterWords,
  | 'fixMeeting'
  | 'meetingFixed'
  | 'meetingOverdue'
  | 'meetingOverdueAgain'
  | 'meetingEscalation'
  | 'scheduled'
  | 'papers'
  | 'conclusions'
> = {
  fixMeeting: (scene, { obligation, coChairs, meeting }) => {
    const { Ask } = speechEn(scene);
    const agree = coChairs.length > 0 ? `agree with ${joined('en', coChairs.map(scene.nameOf))} and ` : '';
    const fixBy = meeting?.fixBy ?? null;
    return {
      subject: subjectEn(scene, 'Please fix the date', obligation, false),
      blocks: blocks(
        paragraph(
          `Under ${scene.agreementName.long}, ${theEn(obligation)} is to be held ${byText('en', obligation)}; no date is fixed yet.`,
        ),
        paragraph(`${Ask} ${agree}tell the contact below the day, hour, place, form and chair.`),
        fixBy !== null &&
          fixBy >= scene.today &&
          paragraph(
            `Invitation and papers go out at least 3 working days before, so the date is needed by ${long(fixBy)}.`,
          ),
      ),
    };
  },

  meetingFixed: (scene, { obligation, meeting }) => {
    const { Ask } = speechEn(scene);
    const date = meeting?.scheduledOn ?? obligation.due;
    return {
      subject: { ...subjectEn(scene, 'Date fixed', obligation), tail: `, ${short(date)}` },
      blocks: blocks(
        paragraph(
          `${upperFirst(theEn(obligation))} meets on ${long(date)}.`,
          `${Ask} keep the day free and prepare.`,
        ),
        paragraph(OFFICIAL_INVITATION),
      ),
    };
  },

  meetingOverdue: (scene, facts) => {
    const { ask, Ask } = speechEn(scene);
    return {
      subject: subjectEn(scene, 'Not yet held', facts.obligation),
      blocks: blocks(
        paragraph(upperFirst(notYetHeld(scene, facts))),
        paragraph(`${Ask} hold it, or tell the contact below when it will be held.`),
        paragraph(`If it has been held, ${ask} give its date.`),
        dutyBlockEn(scene, facts.obligation, facts.as),
      ),
    };
  },

  meetingOverdueAgain: (scene, facts) => {
    const { ask, Ask } = speechEn(scene);
    const previous = facts.sentDates.at(-1);
    const opening = previous === undefined ? '' : `Further to our letter of ${short(previous)}, `;
    return {
      subject: subjectEn(scene, `Not yet held (no. ${facts.overdueNumber})`, facts.obligation),
      blocks: blocks(
        paragraph(upperFirst(`${opening}${notYetHeld(scene, facts)}`)),
        paragraph(`${Ask} hold it by ${long(facts.target)}.`),
        paragraph(`If there is any difficulty, or if it has been held, ${ask} speak to the contact below.`),
        afterTarget(scene, facts),
        dutyBlockEn(scene, facts.obligation, facts.as),
      ),
    };
  },

  meetingEscalation: (scene, facts) => {
    const { we, asOf } = speechEn(scene);
    const { obligation } = facts;
    return {
      subject: subjectEn(scene, 'For the head of the body', obligation),
      blocks: blocks(
        paragraph(
          `We respectfully report that under ${scene.agreementName.short}, ${theEn(obligation)}, chaired by ${scene.body.name}, was due on ${long(obligation.due)}.`,
          `As of ${asOf}, ${we} has no record that it was held${earlierLetters(scene, facts)}.`,
        ),
        paragraph(
          `We respectfully ask for your direction so that it is held by ${long(facts.target)}, or for a date that suits.`,
        ),
        paragraph('This letter goes to you alone; if the meeting has been held, please let us know.'),
        dutyBlockEn(scene, obligation, facts.as),
      ),
    };
  },

  scheduled: (scene, { obligation, date, chain }) => {
    const { Ask } = speechEn(scene);
    return {
      subject: { ...subjectEn(scene, 'Date fixed', obligation), tail: `, ${short(date)}` },
      blocks: blocks(
        paragraph(
          `${upperFirst(theEn(obligation))} meets on ${long(date)}.`,
          chain.length > 0 ? `${Ask} keep the day free and prepare:` : `${Ask} keep the day free.`,
        ),
        chain.length > 0 && {
          kind: 'list',
          items: chain.map(
            (link) => `${nameEn(link.obligation)}: ${byText('en', { ...link.obligation, due: link.due })}.`,
          ),
        },
        paragraph(OFFICIAL_INVITATION),
      ),
    };
  },

  papers: (scene, { obligation, meeting }) => {
    const { ask, Ask, asOf } = speechEn(scene);
    const conference = meeting ? conferenceEn(scene, meeting) : 'conference';
    const when = meeting?.scheduledOn
      ? `The ${conference} meets on ${long(meeting.scheduledOn)}.`
      : `The date of the ${conference} is not fixed yet.`;
    return {
      subject: {
        code: scene.code,
        kind: `Papers for the ${conference}`,
        tail: `, due ${short(obligation.due)}`,
      },
      blocks: blocks(
        paragraph(
          when,
          `${Ask} send ${theEn(obligation)} to ${recipientEn(scene, obligation)} ${byText('en', obligation)}, so that they reach the delegates at least 3 working days before.`,
        ),
        paragraph(
          `As of ${asOf}, ${meeting?.received ?? 0} of ${meeting?.expected ?? 0} papers have been received; yours has not yet been received.`,
          `If sent, ${ask} tell the contact below.`,
        ),
      ),
    };
  },

  conclusions: (scene, { obligation, meeting }) => {
    const { Ask } = speechEn(scene);
    const conference = meeting && conferenceEn(scene, meeting);
    const met = meeting?.heldOn ?? meeting?.scheduledOn ?? null;
    return {
      subject: {
        code: scene.code,
        kind: conference === null ? nameEn(obligation) : `Conclusions of the ${conference}`,
        tail: `, due ${short(obligation.due)}`,
      },
      blocks: blocks(
        paragraph(
          conference !== null && met !== null && `The ${conference} met on ${long(met)}.`,
          `The notice of conclusions is to be issued ${byText('en', obligation)}.`,
        ),
        paragraph(
          `${Ask} have it signed and issued, then tell the contact below its number, date and the duties it gives.`,
        ),
      ),
    };
  },
};

function conferenceEn(scene: Scene, { year, localId }: MeetingFacts): string {
  return scene.obligationOf(`${scene.agreement.code}/${year}/${localId}`);
}

function notYetHeld(scene: Scene, { obligation, meeting, past }: DutyFacts): string {
  const { we, asOf } = speechEn(scene);
  const fixed = meeting?.scheduledOn ? ` (fixed for ${short(meeting.scheduledOn)})` : '';
  return `as of ${asOf}, ${we} has no record that ${theEn(obligation)}${fixed} was held; its date, ${long(obligation.due)}, passed ${workingDays(past)} ago.`;
}
