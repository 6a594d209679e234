// The urging letter (L9) in English, to be read beside the Vietnamese paper. Knows its words; must not know how they are laid out.
import type { Scene } from '../letter.js';
import { obligationName, postOfBody } from '../names.js';
import { oneLine } from '../subject.js';
import {
  type Columns,
  isPartyForm,
  issuerLines,
  OPEN,
  type UrgingFacts,
  type UrgingPaper,
  type UrgingWords,
} from '../urging.js';
import { short, speechEn } from './speech.js';

export const urgingEn: UrgingWords = (scene, facts): UrgingPaper => {
  const { obligation, due } = facts;
  const { body, isOwn, post, today, agreementName, nameOf } = scene;
  const { we, ask } = speechEn(scene);
  const name = `the ${obligationName('en', obligation)}`;
  const isMeeting = obligation.form === 'meeting';
  const whose = oneLine(body.name);
  const asked = isOwn
    ? `${name} of ${whose} was due on ${short(due)}`
    : `${we} asked ${whose} to ${isMeeting ? 'hold' : 'send'} ${name} by ${short(due)}`;
  const missing = isMeeting ? 'it is not recorded as held' : 'it has not been received';
  const { onwardTo } = obligation;
  const report = `the joint report${onwardTo === undefined ? '' : ` to ${nameOf(onwardTo)}`}`;
  const so = isMeeting ? '' : `So that ${report} can be drawn up, `;
  return {
    head: {
      left: issuerLines(scene, facts),
      right: isPartyForm(scene)
        ? ['COMMUNIST PARTY OF VIET NAM']
        : ['SOCIALIST REPUBLIC OF VIET NAM', 'Independence - Freedom - Happiness'],
    },
    numbered: {
      left: [`No. ${OPEN}`, `Re: ${obligationName('en', obligation)}`],
      right: [`${OPEN}, ${OPEN} ${OPEN} ${OPEN}`],
    },
    addressee: `To: ${isOwn ? postOfBody(post, body) : whose}`,
    paragraphs: [
      `Under ${agreementName.long}, ${asked}.`,
      `As of ${short(today)}, ${missing}. ${so}${so === '' ? ask.slice(0, 1).toUpperCase() + ask.slice(1) : ask}:`,
    ],
    asks: asksOf(scene, facts),
    close: 'Respectfully,',
    foot: footOf(facts),
  };
};

function asksOf({ contact, sender }: Scene, { obligation, target, askBy }: UrgingFacts): readonly string[] {
  const unit = contact ? oneLine(contact.post.title) : oneLine(sender.name);
  const phone = contact?.phone === undefined ? '' : `, ${oneLine(contact.phone)}`;
  const first =
    obligation.form === 'meeting'
      ? `hold it, or tell ${oneLine(sender.name)} its date by ${short(target)};`
      : `send it to ${oneLine(sender.name)} (through ${unit}) by ${short(target)};`;
  return [first, `raise any difficulty with ${unit}${phone}, before ${short(askBy)}.`];
}

function footOf({ head, deputy }: UrgingFacts): Columns {
  const signer = deputy === null ? [] : [oneLine(deputy.title)];
  const chief = head === null ? OPEN : oneLine(head.title);
  return {
    left: ['Copies:', '- as above;', `- ${head === null ? 'the head' : chief} (for report);`, '- archive.'],
    right: [signer.length > 0 ? `For ${chief}` : chief, ...signer, '', OPEN],
  };
}
