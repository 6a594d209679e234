// Names by code, for sentences about one agreement. Knows register and template titles; must not know the sentences.
import type { Agreement, Dossier, Language } from '../domain/agreement.js';
import { bodyOf } from '../domain/bodies.js';
import { dateOf, type LocalDate } from '../domain/localDate.js';
import { arisenRule, type ObligationRule, obligationRules } from '../domain/obligations.js';
import { obligationName } from './names.js';
import type { Speaker } from './sentences.js';

/** Bodies and obligations of one agreement by name; a code nobody knows stays a code. `year` names local ids. */
export function speakerOf(language: Language, dossier: Dossier, year: number): Speaker {
  return {
    language,
    body: (code) => bodyOf(dossier, code)?.name ?? code,
    obligation: (id) => obligationNameById(language, dossier, id.includes('/') ? id : `/${year}/${id}`),
  };
}

/** Name with period of `tw-79/2018/annualPlan`; the id itself where the agreement has no such obligation. */
export function obligationNameById(language: Language, dossier: Dossier, id: string): string {
  const { agreement } = dossier;
  const [, yearText = '', localId = ''] = id.split('/');
  const year = Number(yearText);
  const rule = ruleOf(dossier, year, localId);
  if (!rule) return id;
  return obligationName(language, { ...rule, localId, year, covers: coversOf(rule, agreement, year) });
}

/** The rule behind a local id of one cycle, members of a series (`report.M08`) and what arose in that cycle too. */
export function ruleOf(
  { agreement, arisen = [] }: Dossier,
  year: number,
  localId: string,
): ObligationRule | undefined {
  const id = localId.replace(/\.(?:[MQH]\d+|Y)$/, '');
  const inYear = arisen.filter((one) => one.year === year);
  const entry = inYear.flatMap(({ entries }) => entries).findLast((one) => one.id === id);
  return entry
    ? arisenRule(agreement, entry, inYear)
    : obligationRules(agreement).find((rule) => rule.id === id);
}

function coversOf(
  { covers }: ObligationRule,
  { term }: Agreement,
  year: number,
): { readonly from: LocalDate; readonly to: LocalDate } {
  switch (covers) {
    case 'year':
      return { from: dateOf(year, 1, 1), to: dateOf(year, 12, 31) };
    case 'firstHalf':
      return { from: dateOf(year, 1, 1), to: dateOf(year, 6, 30) };
    case 'term':
      return { from: term.from, to: term.to ?? dateOf(year, 12, 31) };
    default:
      return covers;
  }
}
