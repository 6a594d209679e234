// What the doctor says of the mail room: what waits for a person, and what to press. Knows findings; reads nothing itself.
import type { Language } from '../../domain/agreement.js';
import { withOffset } from '../../domain/localDate.js';
import { forecastOf, type Load, usedPerMinute } from '../../domain/sendForecast.js';
import { heldCount, type RoomState } from '../../database/ledger/roomState.js';
import { CHOICES } from '../../words/choices.js';
import type { Finding } from './doctorCommand.js';
import { DOCTOR_PHRASES, type DoctorPart } from './doctorPhrases.js';

export function roomFindings(room: RoomState, language: Language): readonly Finding[] {
  const words = DOCTOR_PHRASES[language].room;
  const causes: Readonly<Record<string, Readonly<Record<Language, string>>>> = CHOICES.cause;
  const held = heldCount(room);
  const said = Object.keys(room.held)
    .map((cause) => causes[cause]?.[language] ?? cause)
    .join('; ');
  const holes = room.holes ?? 0;
  return [
    found('heldLetters', held === 0 ? null : words.held(held, said), words.mendHeld),
    found('doubtfulLetters', room.inDoubt === 0 ? null : words.inDoubt(room.inDoubt), words.mendDoubt),
    found('stoppedMailboxes', room.stopped.length === 0 ? null : room.stopped.join(', '), words.mendStopped),
    found('relayAlarm', room.alarm, words.mendAlarm),
    found('ledgerHoles', holes === 0 ? null : words.holes(holes), words.mendHoles),
  ];
}

/** `smtpUrl` says the relay's limit; without one everything is in time. */
export function forecastFinding(loads: readonly Load[], smtpUrl: string, language: Language): Finding {
  const words = DOCTOR_PHRASES[language].room;
  const perMinute = usedPerMinute(smtpUrl);
  const late = perMinute === null ? [] : forecastOf(loads, perMinute).filter(({ over }) => over > 0);
  const said = late.map(({ over, letters, at }) => words.tooMany(over, letters, withOffset(at)));
  return found('sendForecast', said.length === 0 ? null : said.join('; '), words.mendTooMany);
}

function found(part: DoctorPart, message: string | null, mend: string): Finding {
  return {
    part,
    ok: message === null,
    version: null,
    address: null,
    message,
    mend: message === null ? null : mend,
  };
}
