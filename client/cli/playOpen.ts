// What a play leaves open: drafts, matters, refusals, undecided years. Knows lines; must not know why anything is open.
import type { Dossier, Language } from '../../domain/agreement.js';
import { draftIdOf } from '../../domain/drafts.js';
import type { Matter } from '../../domain/matters.js';
import type { PlayedDraft, PlayedRefusal } from '../../domain/play.js';
import { LABELS } from '../../words/labels.js';
import { numberText } from '../../words/names.js';
import { obligationNameById } from '../../words/speaker.js';
import { heading, row } from './columns.js';
import { dayText, timeText } from './playDays.js';
import { postName } from './playLetters.js';
import { PLAY_PHRASES } from './playPhrases.js';
import type { SpokenPlay } from './playWords.js';

/** The longest day with its hour: `Chủ nhật 30/12/2018 08:00`. */
const OPEN_COLUMNS = [{ width: 25 }, { width: 80 }] as const;

export function draftsText(
  dossiers: readonly Dossier[],
  drafts: readonly PlayedDraft[],
  language: Language,
): string {
  const lines = drafts.flatMap((draft) => {
    const about = `${postName(dossiers, draft)}: ${obligationOf(dossiers, draft.obligation, language)}`;
    return [
      row(2, [timeText(language, draft.at), about], OPEN_COLUMNS),
      row(2, ['', `${draftStateText(draft, language)}: ${draftIdOf(draft)}`], OPEN_COLUMNS),
    ];
  });
  return section(PLAY_PHRASES[language].drafts, lines);
}

/** `đã phát hành, số 812-CV/BDVTU, 09/4/2024`. */
function draftStateText({ state, standing }: PlayedDraft, language: Language): string {
  const { until, number, on } = standing;
  const day = state === 'putOff' ? until : on;
  const parts = [number && numberText(number), day && dayText(language, day)];
  return [LABELS[language].draftStates[state], ...parts].filter(Boolean).join(', ');
}

function obligationOf(dossiers: readonly Dossier[], id: string, language: Language): string {
  const dossier = dossiers.find(({ agreement }) => id.startsWith(`${agreement.code}/`));
  return dossier ? obligationNameById(language, dossier, id) : id;
}

export function mattersText(matters: readonly Matter[], words: SpokenPlay, language: Language): string {
  const phrases = PLAY_PHRASES[language];
  const lines = matters.map((matter) =>
    row(2, [phrases.since(dayText(language, matter.since)), words.matter(matter)], OPEN_COLUMNS),
  );
  return section(phrases.matters, lines);
}

export function refusalsText(
  refusals: readonly PlayedRefusal[],
  words: SpokenPlay,
  language: Language,
): string {
  const phrases = PLAY_PHRASES[language];
  const lines = refusals.flatMap((refusal) => {
    const { sentence, mend, code } = words.refused(refusal);
    return [
      row(2, [timeText(language, refusal.at), `${refusal.do}: ${sentence} [${code}]`], OPEN_COLUMNS),
      row(2, ['', phrases.whatToDo + mend], OPEN_COLUMNS),
    ];
  });
  return section(phrases.refusals, lines);
}

export function provisionalText(years: readonly number[], language: Language): string {
  return years.length === 0 ? '' : PLAY_PHRASES[language].provisional(years.map(String));
}

/** Empty where there is nothing to say. */
function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [heading(title), ...lines].join('\n');
}
