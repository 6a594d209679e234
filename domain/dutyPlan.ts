// What planning one duty gives. Knows shapes only.
import type { Draft } from './drafts.js';
import type { Matter } from './matters.js';
import type { Notice } from './notices.js';

export interface DutyPlan {
  readonly notices: readonly Notice[];
  readonly drafts: readonly Draft[];
  readonly matters: readonly Matter[];
}

export const NOTHING: DutyPlan = { notices: [], drafts: [], matters: [] };
