// The duty block D in English. Knows which line has a value; must not know letters.
import type { Part } from '../../domain/agreement.js';
import { dateOf, weekdayOf, yearOf } from '../../domain/localDate.js';
import type { ObligationFacts } from '../../domain/notices.js';
import { byText, isNear } from '../dates.js';
import { type Block, type Scene, upperFirst } from '../letter.js';
import { oneLine } from '../subject.js';
import { frequencyIn } from '../vi/dutyBlock.js';
import { long, nameEn, recipientEn, short } from './speech.js';

export function dutyBlockEn(scene: Scene, obligation: ObligationFacts, as?: Part): Block {
  const rows = [
    { label: 'Duty', value: whatEn(obligation) },
    { label: 'Under', value: upperFirst(scene.agreementName.long) },
    { label: 'Basis', value: groundEn(scene, obligation) },
    { label: 'Due', value: `${byText('en', obligation)}${remarksEn(scene, obligation)}` },
    as && { label: 'Part', value: as === 'chair' && scene.hasCoChairs(obligation.localId) ? 'co-chair' : as },
    obligation.form === 'paper' && { label: 'Send to', value: whereEn(scene, obligation) },
    obligation.form === 'paper' && { label: 'Form', value: 'digitally signed, through the document system' },
  ];
  return {
    kind: 'duty',
    title: 'The duty',
    rows: rows.filter((line) => line !== undefined && line !== false),
  };
}

function whatEn(obligation: ObligationFacts): string {
  const { covers, dataCutoff } = obligation;
  const cutoff = dataCutoff && dateOf(yearOf(covers.to), dataCutoff.month, dataCutoff.day);
  const data = cutoff ? `, data up to and including ${short(cutoff)}` : '';
  return `${nameEn(obligation)}, for ${short(covers.from)} to ${short(covers.to)}${data}`;
}

function groundEn(scene: Scene, { basis, quote, source }: ObligationFacts): string {
  if (basis === 'configured' || quote === undefined)
    return `set by ${scene.sender.name}, the agreement is silent`;
  return source === undefined ? `“${oneLine(quote)}”` : `“${oneLine(quote)}” (${oneLine(source)})`;
}

function remarksEn(scene: Scene, obligation: ObligationFacts): string {
  const { basis, dueBasis, quote, nominalDue, due, provisionalYear } = obligation;
  const frequency = frequencyIn(quote);
  const configured =
    basis === 'mandated' && dueBasis === 'configured'
      ? `; date set by ${scene.sender.name}${frequency ? `, the agreement says only “${frequency}”` : ''}`
      : '';
  // Without the calendar only a weekend is sure to be a day off.
  const rolled =
    nominalDue !== null && nominalDue !== due && isNear(due, nominalDue) && weekdayOf(nominalDue) > 5
      ? `; nominal date ${long(nominalDue)} is a day off`
      : '';
  const provisional =
    provisionalYear === null ? '' : `; provisional, the days off of ${provisionalYear} are not yet decided`;
  return `${configured}${rolled}${provisional}`;
}

function whereEn(scene: Scene, obligation: ObligationFacts): string {
  const { onwardTo } = obligation;
  const onward = onwardTo === undefined ? '' : `; the joint paper goes on to ${scene.nameOf(onwardTo)}`;
  return `${recipientEn(scene, obligation)}${onward}`;
}
