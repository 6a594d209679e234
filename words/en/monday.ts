// The Monday letter in English: what waits in a cycle, told to the secretariat's clerk. Knows its words; must not know what
// counts as waiting.
import type { MondayFacts } from '../../domain/notices.js';
import type { Matter } from '../../domain/matters.js';
import { stoppedBodies } from '../../domain/stoppedMailboxes.js';
import { smtpTextOf } from '../choices.js';
import { workingDays } from '../dates.js';
import { type Block, blocks, type LetterWords, paragraph, type Scene, type Words } from '../letter.js';
import { codeText } from '../names.js';
import { oneLine } from '../subject.js';
import { long, nameEn, short, theEn, speechEn } from './speech.js';

export const mondayEn: LetterWords['monday'] = (scene, facts) => {
  const { Ask, asOf } = speechEn(scene);
  const all = facts.overdue.length + facts.drafts.length + facts.matters.length;
  const points = `${all} ${all === 1 ? 'point' : 'points'}`;
  return {
    subject: { code: scene.code, kind: `State of the week: ${points}`, tail: `, ${short(facts.on)}` },
    blocks: blocks(
      paragraph(
        `As of ${asOf}, cycle ${scene.year} of ${scene.agreementName.long} has ${points} for your attention. ${Ask} consider them.`,
      ),
      ...overdueBlocks(scene, facts),
      ...draftBlocks(scene, facts),
      ...matterBlocks(scene, facts),
    ),
  };
};

function overdueBlocks(scene: Scene, { overdue }: MondayFacts): readonly Block[] {
  if (overdue.length === 0) return [];
  return [
    { kind: 'heading', text: `Date passed: ${overdue.length}` },
    {
      kind: 'list',
      items: overdue.map(({ obligation, body, due, past }) => {
        const owner = body === null ? 'body not known' : scene.nameOf(body);
        const missing = obligation.form === 'meeting' ? 'not recorded as held' : 'not received';
        return `${nameEn(obligation)} (${owner}): due ${long(due)}, passed ${workingDays(past)} ago, ${missing}.`;
      }),
    },
  ];
}

function draftBlocks(scene: Scene, { drafts }: MondayFacts): readonly Block[] {
  if (drafts.length === 0) return [];
  return [
    { kind: 'heading', text: `Urging letters awaiting release: ${drafts.length}` },
    {
      kind: 'list',
      items: drafts.map(
        ({ obligation, body, since }) =>
          `A draft urging letter to ${scene.nameOf(body)} on ${theEn(obligation)} (due ${short(obligation.due)}) has waited for you since ${short(since)}.`,
      ),
    },
    paragraph('A draft never goes by itself.', 'Please choose one of three ways:'),
    {
      kind: 'list',
      items: ['edit it, have it signed and release it;', 'put it off;', 'drop it with a reason.'],
    },
  ];
}

function matterBlocks(scene: Scene, { matters }: MondayFacts): readonly Block[] {
  if (matters.length === 0) return [];
  const unknown = matters.some(({ code }) => code === 'holderUnknown');
  const stopped = stoppedBodies(matters).map((body) => scene.nameOf(body));
  return [
    { kind: 'heading', text: `To be settled: ${matters.length}` },
    { kind: 'list', items: matters.map((matter) => matterEn(matter, scene)) },
    ...blocks(
      unknown && paragraph('Please enter the body and its source (number, date).'),
      stopped.length > 0 &&
        paragraph(
          `Please ask ${stopped.join(', ')} for a mailbox that works and enter it.`,
          'Meanwhile please inform them on paper or by telephone and note it.',
        ),
    ),
  ];
}

function roleEn(role: string): string {
  if (role === 'standing') return 'the standing body';
  return role === 'lead' ? 'the lead' : `“${oneLine(role)}”`;
}

export const matterEn: Words['matter'] = (matter, names) => {
  const what = matter.obligation === null ? '' : `the ${names.obligationOf(matter.obligation)}`;
  const body = matter.body === null ? 'A body not yet known' : names.nameOf(matter.body);
  const code = codeText(matter.agreement);
  const about = what || 'what it owes';
  switch (matter.code) {
    case 'holderUnknown':
      return `No source says which body is ${roleEn(matter.role ?? 'standing')} of ${code} in ${matter.year}; nothing has been planned or mailed on ${what || 'what depends on it'}.`;
    case 'headMissing':
      return `${body} has no post of its head; the letter to the head on ${about} was not sent.`;
    case 'leaderMissing':
      return `${body} has no post of a leader or head; the urging letter on ${about} was not drafted.`;
    case 'postMissing':
      return `${body} has no post to receive letters; the letter on ${about} was not sent.`;
    case 'dateUnknown':
      return `The date from which ${what || 'a due date'} is counted is not known; nothing has been planned.`;
    case 'finalReviewOpen':
      return `${code} ended early; its final review has not been carried out.`;
    case 'reviewWaiting':
      return `${body} sent ${about}; it waits for acceptance.`;
    case 'cycleStuck':
      return `Cycle ${matter.year} of ${code} cannot be planned; the operator needs to be told.`;
    case 'mailboxStopped':
      return stoppedEn(body, matter.mail);
    default:
      return matter.code satisfies never;
  }
};

/** L22. */
function stoppedEn(body: string, mail: Matter['mail']): string {
  if (!mail) return `Mail to ${body} came back; sending has stopped.`;
  const { mailbox, post, sentOn, smtpCode, waiting, due } = mail;
  const code = smtpCode === null ? '' : ` (${smtpCode})`;
  return (
    `The letter of ${short(sentOn)} to ${mailbox} (${oneLine(post)}, ${body}) came back: ${smtpTextOf(smtpCode).en}${code}. ` +
    `Sending there has stopped; ${waiting} ${waiting === 1 ? 'duty waits' : 'duties wait'}, the nearest due ${long(due)}.`
  );
}
