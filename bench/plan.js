// Plans one year of COUNT agreements (`node bench/plan.js COUNT`) and prints `{ agreements, notices, seconds,
// cpuSeconds, peakMb }`.
// Knows the examples and the planner; must not know servers.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newCycle } from '../dist/domain/cycle.js';
import { startOf } from '../dist/domain/localDate.js';
import { planCycle } from '../dist/domain/plan.js';
import { startOfAgreement } from '../dist/domain/term.js';
import { workingCalendar } from '../dist/domain/workingCalendar.js';
import { loadFiles } from '../dist/files/load.js';
import { root } from './measure.js';

const count = Number(process.argv[2] ?? 3400);
const folder = join(root, 'examples', 'agreements');
const examples = readdirSync(folder).sort();
const { agreements, calendar } = loadFiles(examples.map((name) => join(folder, name)));

/** A full year of each example: the second of its term, else the first. */
const yearOf = ({ agreement }) => {
  const first = Number(String(agreement.term.from).slice(0, 4));
  const last = Number(String(agreement.term.to ?? first + 1).slice(0, 4));
  return Math.min(first + 1, last);
};

const days = workingCalendar(calendar);
const started = performance.now();
let notices = 0;
for (let n = 0; n < count; n += 1) {
  const example = agreements[n % agreements.length];
  const code = `${example.agreement.code}-${n}`;
  const dossier = { ...example, agreement: { ...example.agreement, code } };
  const asOf = startOf(startOfAgreement(dossier.agreement));
  const facts = newCycle(code, yearOf(example), asOf);
  const plan = planCycle({ dossier, calendar: days, quiet: calendar.quiet, facts, sent: [], asOf });
  notices += plan.notices.length;
}
const seconds = (performance.now() - started) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
const { user, system } = process.cpuUsage();
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ agreements: count, notices, seconds, cpuSeconds, peakMb }));
