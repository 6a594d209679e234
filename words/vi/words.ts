// All that letters say in Vietnamese, in one place to pick from.
import type { Words } from '../letter.js';
import { digestVi } from './digest.js';
import { eventsVi } from './events.js';
import { frameVi } from './frame.js';
import { meetingsVi } from './meetings.js';
import { matterVi, mondayVi } from './monday.js';
import { remindersVi } from './reminders.js';

export const wordsVi: Words = {
  letters: { ...remindersVi, ...meetingsVi, ...eventsVi, monday: mondayVi },
  digest: digestVi,
  frame: frameVi,
  matter: matterVi,
};
