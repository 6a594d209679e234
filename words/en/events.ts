// Letters that tell an event in English: L16–L19, L25 and the reviewer's. Knows their words; must not know when they go.
import { byText, workingDays } from '../dates.js';
import { blocks, type LetterWords, paragraph, upperFirst, withoutFullStop } from '../letter.js';
import { numberText, termYears } from '../names.js';
import { dutyBlockEn } from './dutyBlock.js';
import { long, theEn, short, speechEn, subjectEn } from './speech.js';

export const eventsEn: Pick<
  LetterWords,
  'returned' | 'extended' | 'waived' | 'dueMoved' | 'review' | 'successor'
> = {
  returned: (scene, { obligation, target, firstSubmittedOn, number, update }) => {
    const { ask, Ask, we } = speechEn(scene);
    const reason = scene.reasonOf(update);
    const paper = number === undefined ? '' : ` No. ${numberText(number)}`;
    const subject = subjectEn(scene, 'To be completed', obligation, false);
    return {
      subject: { ...subject, ...(number !== undefined && { tail: ` (${numberText(number)})` }) },
      blocks: blocks(
        paragraph(
          `${we} has received ${theEn(obligation)}${paper} from you.`,
          `So that the joint report can be drawn up, ${ask} complete it${reason === null ? '' : `: ${withoutFullStop(reason)}`}.`,
        ),
        paragraph(
          `${Ask} send it again by ${long(target)}.`,
          firstSubmittedOn !== null &&
            `The first sending (${short(firstSubmittedOn)}) still counts for the due date.`,
        ),
      ),
    };
  },

  extended: (scene, { obligation, oldDue, askedOn, update }) => {
    const reason = scene.reasonOf(update);
    return {
      subject: { ...subjectEn(scene, 'Extended', obligation), tail: `, now due ${short(obligation.due)}` },
      blocks: blocks(
        paragraph(
          `At your request of ${short(askedOn)}, the date of ${theEn(obligation)} moves from ${long(oldDue)} to ${long(obligation.due)}.`,
          reason !== null && `Reason: ${withoutFullStop(reason)}.`,
        ),
        paragraph('Reminders follow the new date; nothing further is needed.'),
      ),
    };
  },

  waived: (scene, { obligation, decidedOn, update }) => {
    const { we } = speechEn(scene);
    const reason = scene.reasonOf(update);
    return {
      subject: subjectEn(scene, 'Waived', obligation, false),
      blocks: blocks(
        paragraph(
          `You need not carry out ${theEn(obligation)}.`,
          reason !== null && `Reason: ${withoutFullStop(reason)}.`,
          `Decided by ${we}, ${short(decidedOn)}.`,
        ),
        paragraph('Reminders have stopped; other bodies are not affected.'),
      ),
    };
  },

  dueMoved: (scene, { obligation, oldDue }) => {
    const { Ask } = speechEn(scene);
    return {
      subject: subjectEn(scene, 'New date after a calendar decision', obligation),
      blocks: blocks(
        paragraph(
          `By a decision on the days off, the due date of ${theEn(obligation)} moves from ${long(oldDue)} to ${long(obligation.due)}.`,
        ),
        paragraph(`${Ask} follow the new date; nothing else changes.`),
      ),
    };
  },

  review: (scene, { obligation, submitter, submittedOn, number, waited }) => {
    const { Ask, asOf } = speechEn(scene);
    const paper = number === undefined ? '' : ` No. ${numberText(number)}`;
    return {
      subject: subjectEn(scene, 'Awaiting acceptance', obligation, false),
      blocks: blocks(
        paragraph(
          `${scene.nameOf(submitter)} sent ${theEn(obligation)}${paper} on ${short(submittedOn)}.`,
          `As of ${asOf}, it has not been accepted; ${workingDays(waited)} have passed.`,
        ),
        paragraph(`${Ask} accept it, or return it to the sender with a reason.`),
        paragraph('Reminders to the sender stopped on the day it was received.'),
        dutyBlockEn(scene, obligation),
      ),
    };
  },

  successor: (scene, { obligation, as }) => {
    const { Ask } = speechEn(scene);
    const { to } = scene.agreement.term;
    const ends = to === null ? '' : ` ends on ${long(to)}`;
    return {
      subject: {
        code: scene.code,
        kind: `Final review ${termYears(scene.agreement, 'en') ?? ''}`.trim(),
        tail: `, due ${short(obligation.due)}`,
      },
      blocks: blocks(
        paragraph(`${upperFirst(scene.agreementName.short)}${ends}. ${Ask}:`),
        {
          kind: 'list',
          items: [
            `say ${byText('en', obligation)} whether to renew the programme, renew it with changes, or end it.`,
          ],
        },
        dutyBlockEn(scene, obligation, as),
      ),
    };
  },
};
