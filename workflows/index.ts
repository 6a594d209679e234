// The entry of the workflow bundle: Temporal wants one file that names them all.
export { agreementTerm } from './agreementTerm.js';
export { annualCycle } from './annualCycle.js';
export { dailyRound } from './dailyRound.js';
export { dispatchRun } from './dispatchRun.js';
