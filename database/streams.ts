// Names of record streams: workflow ids, as the design's contract writes them (§5). Knows names; must not know workflows.
import type { Instant } from '../domain/localDate.js';

export const workflowStream = {
  dispatch: (at: Instant): string => `dispatch:${at}`,
} as const;
