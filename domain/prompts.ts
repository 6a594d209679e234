// When an event is told. Knows prompt and morning instants; must not know what is told.
import type { Prompt } from './cycle.js';
import { type Instant, instantAt } from './localDate.js';
import { MORNING, nextMorning, promptInstant, type SendingDays } from './quiet.js';

/** A calendar decision is told with the next morning's letters, all else within the hour (design §12.6). */
export function promptInstantOf(sending: SendingDays, prompt: Prompt): Instant {
  return prompt.kind === 'dueMoved'
    ? instantAt(nextMorning(sending, prompt.since), MORNING)
    : promptInstant(sending, prompt.since);
}
