// All that letters say in English, in one place to pick from.
import type { Words } from '../letter.js';
import { digestEn } from './digest.js';
import { eventsEn } from './events.js';
import { frameEn } from './frame.js';
import { meetingsEn } from './meetings.js';
import { matterEn, mondayEn } from './monday.js';
import { remindersEn } from './reminders.js';

export const wordsEn: Words = {
  letters: { ...remindersEn, ...meetingsEn, ...eventsEn, monday: mondayEn },
  digest: digestEn,
  frame: frameEn,
  matter: matterEn,
};
