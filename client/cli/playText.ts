// A play as a person reads it: what the agreement is, what falls due, which letters go and what they say. Knows the order
// of the sections and how cycles are laid out; must not know how anything was decided.
import type { Agreement, Dossier, Language } from '../../domain/agreement.js';
import { bodyOf } from '../../domain/bodies.js';
import type { PlannedDuty, PlannedObligation } from '../../domain/duties.js';
import type { CyclePlan } from '../../domain/plan.js';
import type { Played, PlayedCycle } from '../../domain/play.js';
import { isPending, waitingFor } from '../../domain/proposals.js';
import { CHOICES } from '../../words/choices.js';
import { joined, shortDate } from '../../words/dates.js';
import { LABELS } from '../../words/labels.js';
import { numberText, obligationName, shortBody, termYears } from '../../words/names.js';
import { heading, labelled, padded, row, widthOf } from './columns.js';
import { dayText } from './playDays.js';
import { lettersText, sampleLetters } from './playLetters.js';
import { draftsText, mattersText, provisionalText, refusalsText } from './playOpen.js';
import { PLAY_PHRASES } from './playPhrases.js';
import type { SpokenPlay } from './playWords.js';

/** Ends without a newline. Headings are bold on a terminal that shows it. */
export function playText(
  dossiers: readonly Dossier[],
  played: Played,
  words: SpokenPlay,
  language: Language,
): string {
  const agreements = dossiers.map((dossier) =>
    [
      agreementText(dossier, language),
      ...played.cycles
        .filter(({ plan }) => plan.agreement === dossier.agreement.code)
        .map((cycle) => cycleText(dossier, cycle, language)),
    ].join('\n\n'),
  );
  const sections = [
    ...agreements,
    ...(played.cycles.length === 0 ? [PLAY_PHRASES[language].nothing] : []),
    ...(played.cycles.length > 0 ? [lettersText(dossiers, played.letters, words, language)] : []),
    draftsText(dossiers, played.drafts, language),
    mattersText(played.matters, words, language),
    refusalsText(played.refusals, words, language),
    provisionalText(played.provisional, language),
    sampleLetters(dossiers, played.letters, words, language),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function agreementText({ agreement, bodies }: Dossier, language: Language): string {
  const phrases = PLAY_PHRASES[language];
  const { contents, endedOn } = agreement;
  const parties = agreement.parties.map((party) => {
    const name = bodies.find((body) => body.code === party.body)?.name ?? party.body;
    const roles = [
      ...(party.lead ? [LABELS[language].roles.lead] : []),
      ...(agreement.standingBody === party.body ? [LABELS[language].roles.standing] : []),
    ];
    return roles.length > 0 ? `${name} (${roles.join(', ')})` : name;
  });
  const rows: readonly (readonly [string, string])[] = [
    [phrases.number, numberAndSigning(agreement, language)],
    [phrases.term, termText(agreement, language)],
    ...statementRows(agreement, language),
    [phrases.parties, parties.join('; ')],
    ...(contents?.stated === undefined ? [] : ([[phrases.contents, contents.stated]] as const)),
    ...(endedOn === undefined
      ? []
      : ([
          [
            phrases.ended,
            [dayText(language, endedOn), agreement.endReason].filter((text) => text).join('. '),
          ],
        ] as const)),
  ];
  const width = Math.max(...rows.map(([label]) => widthOf(label)));
  return [
    heading(`${agreement.code.toUpperCase()}  ${agreement.title}`),
    ...(agreement.sample ? [`  ${phrases.sample}`] : []),
    ...rows.map(([label, text]) => labelled(2, padded(label, width), text)),
  ].join('\n');
}

function numberAndSigning(agreement: Agreement, language: Language): string {
  const phrases = PLAY_PHRASES[language];
  const number = agreement.number === undefined ? phrases.notPublished : numberText(agreement.number);
  const day = agreement.signedOn === undefined ? phrases.notPublished : dayText(language, agreement.signedOn);
  return `${number}; ${phrases.signed}${day}`;
}

function termText(agreement: Agreement, language: Language): string {
  const { term } = agreement;
  if (term.to === null) return `${shortDate(language, term.from)}, ${PLAY_PHRASES[language].openEnd}`;
  if (term.written === 'years') return termYears(agreement, language) ?? '';
  return `${shortDate(language, term.from)} – ${shortDate(language, term.to)}`;
}

/** Where sources disagree, each is shown with what it says. */
function statementRows({ term }: Agreement, language: Language): readonly (readonly [string, string])[] {
  const said = new Set(term.statements.map(({ from, to }) => `${from}-${to ?? ''}`));
  if (said.size < 2) return [];
  const each = term.statements.map(({ from, to, source }) => {
    const years = to === undefined ? from : `${from}-${to}`;
    return source === undefined ? years : `${years} (${source})`;
  });
  return [[PLAY_PHRASES[language].sourcesDiffer, each.join('; ')]];
}

const DUTY_COLUMNS = [{ width: 34 }, { width: 20 }, { width: 28 }, { width: 20 }] as const;

function cycleText(dossier: Dossier, { plan, reference }: PlayedCycle, language: Language): string {
  const phrases = PLAY_PHRASES[language];
  const labels = LABELS[language];
  const span = phrases.cycle(
    plan.year,
    dayText(language, plan.span.opening),
    dayText(language, plan.span.closing),
  );
  const stages = plan.stages.map(({ stage, status }) => {
    const title = `${labels.stages[stage].slice(0, 1).toLocaleUpperCase('vi')}${labels.stages[stage].slice(1)}`;
    const obligations = plan.obligations.filter((obligation) => obligation.stage === stage);
    return [
      reference ? title : `${title}: ${labels.stageStates[status]}`,
      ...obligations.map((obligation) => obligationText(dossier, plan, obligation, reference, language)),
    ].join('\n');
  });
  const mandated = plan.obligations.some(({ rule }) => rule.basis === 'mandated');
  return [
    heading(span) + (reference ? ` (${phrases.reference})` : ''),
    row(2, phrases.columns, DUTY_COLUMNS),
    ...stages,
    mandated ? phrases.restConfigured : phrases.allConfigured,
  ].join('\n');
}

function obligationText(
  dossier: Dossier,
  { year, ratifiers }: CyclePlan,
  obligation: PlannedObligation,
  reference: boolean,
  language: Language,
): string {
  const { rule, localId, covers } = obligation;
  const name = obligationName(language, { ...rule, localId, year, covers });
  const rows = obligation.duties.map((duty, index) => {
    const before = obligation.duties[index - 1];
    const isSame = before && before.due === duty.due && before.nominalDue === duty.nominalDue;
    return row(
      2,
      [
        index === 0 ? name : '',
        isSame ? '' : dueText(duty, language),
        ownerText(dossier, obligation, duty, language),
        reference ? '' : statusText(obligation, duty, language),
      ],
      DUTY_COLUMNS,
    );
  });
  const consent = consentLines(dossier, obligation, ratifiers, language);
  return [...rows, ...consent, ...basisLines(obligation, language)].join('\n');
}

function dueText({ due, nominalDue, standing }: PlannedDuty, language: Language): string {
  if (due === null) return LABELS[language].dates.notKnown;
  const day = dayText(language, due);
  if (nominalDue === null || nominalDue === due) return day;
  const old = dayText(language, nominalDue);
  const phrases = PLAY_PHRASES[language];
  return `${day} ${standing.extendedTo === null ? phrases.nominal(old) : phrases.extended(old)}`;
}

function ownerText(
  dossier: Dossier,
  { duties }: PlannedObligation,
  duty: PlannedDuty,
  language: Language,
): string {
  const labels = LABELS[language];
  if (duty.body === null) {
    if (duty.notApplicable === 'noChildren') return labels.dates.notKnown;
    return `${labels.dates.notKnown} (${PLAY_PHRASES[language].roleOf(duty.role ?? '', duty.roleYear ?? 0)})`;
  }
  const body = bodyOf(dossier, duty.body);
  const name = body ? shortBody(body) : duty.body;
  if (duty.as === undefined) return name;
  const chairs = duties.filter((other) => other.as === 'chair').length;
  return `${name} (${labels.parts[duty.as === 'chair' && chairs > 1 ? 'coChair' : duty.as]})`;
}

function statusText({ meeting }: PlannedObligation, duty: PlannedDuty, language: Language): string {
  const { status, notApplicable } = duty;
  const phrases = PLAY_PHRASES[language];
  if (meeting.heldOn && status === 'accepted') return phrases.held(dayText(language, meeting.heldOn));
  // That its cycle has closed stands in the heading.
  const label = status === 'unmet' ? phrases.unmet : LABELS[language].dutyStates[status];
  return notApplicable ? `${label}: ${CHOICES.notApplicable[notApplicable][language]}` : label;
}

/** Who has yet to ratify what is only proposed. */
function consentLines(
  dossier: Dossier,
  { proposal }: PlannedObligation,
  ratifiers: readonly string[],
  language: Language,
): readonly string[] {
  if (!proposal || !isPending(proposal)) return [];
  const names = waitingFor(proposal, ratifiers).map((code) => {
    const body = bodyOf(dossier, code);
    return body ? shortBody(body) : code;
  });
  return [labelled(4, '', PLAY_PHRASES[language].waiting(joined(language, names)))];
}

function basisLines({ rule }: PlannedObligation, language: Language): readonly string[] {
  if (rule.basis !== 'mandated') return [];
  const phrases = PLAY_PHRASES[language];
  const date = rule.dueBasis === 'mandated' ? phrases.dateMandated : phrases.dateConfigured;
  return [labelled(4, '', `${phrases.mandated(rule.quote ?? '', rule.source ?? '')}; ${date}`)];
}
