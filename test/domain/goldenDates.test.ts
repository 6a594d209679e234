// Golden dates: for each of the six agreements every cycle's opening and closing, every due day and every step's day, as
// planned when nobody does anything. REWRITE=1 writes them anew: commit such a change only if you can explain every line.
import { readFileSync, writeFileSync } from 'node:fs';
import { localDateOf, startOf, yearOf } from '../../domain/localDate.js';
import { newCycle } from '../../domain/cycle.js';
import { type CyclePlan, planCycle } from '../../domain/plan.js';
import { BEFORE_ALL } from '../../domain/play.js';
import { cycleYears, startOfAgreement } from '../../domain/term.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { loadFiles } from '../../files/load.js';

const SIX = ['tw-79', 'qb', 'tn', 'dd-ubnd', 'dd-llvt', 'bt-2021'];
/** An open-ended term is written so far. */
const OPEN_ENDED_TO = 2027;

function written({ year, span, obligations, notices }: CyclePlan): readonly string[] {
  return [
    `${year}  opens ${span.opening}  closes ${span.closing}`,
    ...obligations.flatMap(({ localId, due, duties }) =>
      duties.map(({ key, body }) => {
        const days = notices
          .filter(({ duty }) => duty === key)
          .map(({ step, at }) => `${step} ${localDateOf(at)}`);
        return [`  ${localId} ${body}`, `due ${due ?? 'unknown'}`, ...new Set(days)].join('  ');
      }),
    ),
  ];
}

function datesOf(code: string): string {
  const { agreements, calendar } = loadFiles([`examples/agreements/${code}.yaml`]);
  const days = workingCalendar(calendar);
  const lines = agreements.flatMap((dossier) => {
    const start = startOfAgreement(dossier.agreement);
    const years = cycleYears(dossier.agreement);
    const last = years?.last ?? OPEN_ENDED_TO;
    const first = years?.first ?? yearOf(start);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index).flatMap((year) => {
      const facts = newCycle(code, year, startOf(start));
      const input = { dossier, calendar: days, quiet: calendar.quiet, facts, sent: [], asOf: BEFORE_ALL };
      const plan = planCycle(input);
      return plan === null ? [] : written(plan);
    });
  });
  return `${lines.join('\n')}\n`;
}

test.each(SIX)('%s opens, falls due and reminds on the days that are written down', (code) => {
  const file = `test/domain/goldenDates/${code}.txt`;
  const dates = datesOf(code);
  expect(dates).toMatch(/^ {2}\S+ \S+ {2}due \d{4}-.* {2}on \d{4}-/m);
  if (process.env['REWRITE'] === '1') writeFileSync(file, dates);
  else expect(dates).toBe(readFileSync(file, 'utf8'));
});
