// A “no” as a value: what is so, and what it is about. Knows codes and their facts; must not know sentences.

/** Codes of voice.md §4 that a command on a cycle can meet. */
export type RefusalCode =
  | 'AlreadySubmitted'
  | 'NotYetOpen'
  | 'UnknownAgreement'
  | 'UnknownCycle'
  | 'UnknownObligation'
  | 'UnknownBody'
  | 'BodyNotOwner'
  | 'BodyCeased'
  | 'CycleClosed'
  | 'TermEnded'
  | 'PausedAgreement'
  | 'NotPaused'
  | 'DateInFuture'
  | 'BeforeSigning'
  | 'ReasonRequired'
  | 'NotApplicable'
  | 'NotSubmitted'
  | 'AlreadySettled'
  | 'ExtensionNotLater'
  | 'ConferenceTooSoon'
  | 'ConferenceDayOff'
  | 'ConferenceNotScheduled'
  | 'ConferenceNotHeld'
  | 'IsMeeting'
  | 'NotMeeting'
  | 'DateTooFar'
  | 'NumberNotInScheme'
  | 'NumberRepeated'
  | 'CalendarProvisional'
  | 'NoDraft'
  | 'DraftOvertaken'
  | 'DraftSettled'
  | 'PutOffNotLater'
  | 'ObligationExists'
  | 'StillProposed'
  | 'NothingProposed'
  | 'NotParty'
  | 'AlreadyRatified'
  | 'NotRatified';

export interface Refusal {
  readonly code: RefusalCode;
  /** Codes, dates and counts under the names voice.md uses; lists are of codes. */
  readonly facts: Readonly<Record<string, string | number | readonly string[] | null>>;
}

export interface Refused {
  readonly refused: Refusal;
}

export function refuse(code: RefusalCode, facts: Refusal['facts'] = {}): Refused {
  return { refused: { code, facts } };
}
