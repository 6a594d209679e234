// How the office addresses whom in Vietnamese, and the pieces all letters share. Knows directions and regimes (voice.md
// §1.2, §1.3); must not know a letter.
import type { Body } from '../../domain/agreement.js';
import type { ObligationFacts } from '../../domain/notices.js';
import { asOfText, longDate, shortDate } from '../dates.js';
import { type Scene, upperFirst } from '../letter.js';
import { obligationName, shortBody, withPeriod } from '../names.js';
import type { Subject } from '../subject.js';

export interface Speech {
  /** `đề nghị`, upward `kính đề nghị`; `Ask` opens a sentence. */
  readonly ask: string;
  readonly Ask: string;
  readonly tell: string;
  /** The addressed body. */
  readonly you: string;
  /** The addressed person. */
  readonly person: string;
  /** The office that speaks. */
  readonly we: string;
  readonly asOf: string;
  readonly up: boolean;
}

export function speechVi(scene: Scene): Speech {
  const { body, isOwn, direction, sender, at } = scene;
  const person = isComrade(scene) ? 'đồng chí' : 'Ông/Bà';
  const up = direction === 'up';
  const ask = up ? 'kính đề nghị' : 'đề nghị';
  return {
    ask,
    Ask: upperFirst(ask),
    tell: up ? 'trân trọng báo cáo' : direction === 'level' ? 'trân trọng thông báo' : 'thông báo',
    you: isOwn ? person : addressed(body),
    person,
    we: sender.name,
    asOf: asOfText('vi', at),
    up,
  };
}

// An office that asks a post of its own asks a colleague, not itself.
function addressed(body: Body): string {
  if (body.regime === 'party') return shortBody(body);
  return body.regime === 'armedForces' ? 'Quý đơn vị' : 'Quý cơ quan';
}

export function isComrade({ body }: Scene): boolean {
  return body.regime === 'party' || body.regime === 'armedForces';
}

export function nameVi(obligation: ObligationFacts): string {
  return obligationName('vi', obligation);
}

export function recipientVi(scene: Scene, obligation: ObligationFacts): string {
  return scene.nameOf(obligation.to ?? scene.sender.code);
}

export const long = (date: Parameters<typeof longDate>[1]): string => longDate('vi', date);
export const short = (date: Parameters<typeof shortDate>[1]): string => shortDate('vi', date);

/** `[TW-79] Nhắc việc: Kế hoạch năm 2018, hạn 28/02/2018`; `dated` false leaves the date out. */
export function subjectVi(scene: Scene, kind: string, obligation: ObligationFacts, dated = true): Subject {
  const { shortTitle, due } = obligation;
  return {
    code: scene.code,
    kind,
    name: nameVi(obligation),
    ...(shortTitle !== undefined && { shortName: withPeriod(shortTitle, obligation, 'vi') }),
    ...(dated && { tail: `, hạn ${short(due)}` }),
  };
}
