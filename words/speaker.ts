// Names by code, for sentences about one agreement. Knows register and template titles; must not know the sentences.
import type { Agreement, Dossier, Language } from '../domain/agreement.js';
import { bodyOf } from '../domain/bodies.js';
import { dateOf, type LocalDate } from '../domain/localDate.js';
import { type ObligationRule, obligationRules } from '../domain/obligations.js';
import { obligationName } from './names.js';
import type { Speaker } from './sentences.js';

/** Bodies and obligations of one agreement by name; a code nobody knows stays a code. `year` names local ids. */
export function speakerOf(language: Language, dossier: Dossier, year: number): Speaker {
  return {
    language,
    body: (code) => bodyOf(dossier, code)?.name ?? code,
    obligation: (id) =>
      obligationNameById(language, dossier.agreement, id.includes('/') ? id : `/${year}/${id}`),
  };
}

/** Name with period of `tw-79/2018/annualPlan`; the id itself where the agreement has no such obligation. */
export function obligationNameById(language: Language, agreement: Agreement, id: string): string {
  const [, yearText = '', localId = ''] = id.split('/');
  const rule = ruleOf(agreement, localId);
  if (!rule) return id;
  const year = Number(yearText);
  return obligationName(language, { ...rule, localId, year, covers: coversOf(rule, agreement, year) });
}

/** The rule behind a local id, members of a series (`report.M08`) too. */
export function ruleOf(agreement: Agreement, localId: string): ObligationRule | undefined {
  const id = localId.replace(/\.(?:[MQH]\d+|Y)$/, '');
  return obligationRules(agreement).find((rule) => rule.id === id);
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
