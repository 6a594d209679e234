// Many agreements with a letter due at one instant: copies of the example under codes and mailboxes of their own. Knows the planner;
// must not know how letters are sent.
import { join } from 'node:path';
import { newCycle } from '../../dist/domain/cycle.js';
import { epochMs, instantFromMs, startOf } from '../../dist/domain/localDate.js';
import { planCycle } from '../../dist/domain/plan.js';
import { startOfAgreement } from '../../dist/domain/term.js';
import { workingCalendar } from '../../dist/domain/workingCalendar.js';
import { loadFiles } from '../../dist/files/load.js';
import { root } from '../measure.js';

export const YEAR = 2018;
const CODE = 'tw-79';
const STEP = 'before-5';

/**
 * The example's reminder of the due day five working days ahead, of as many agreements as have `notices` letters together. The
 * n-th letter leaves `n * everyMs` after `base`, the business instant of the first.
 */
export function fleetOf(notices, everyMs) {
  const { agreements, calendar } = loadFiles([join(root, 'examples', 'agreements', `${CODE}.yaml`)]);
  const [dossier] = agreements;
  const asOf = startOf(startOfAgreement(dossier.agreement));
  const facts = newCycle(CODE, YEAR, asOf);
  const days = workingCalendar(calendar);
  const plan = planCycle({ dossier, calendar: days, quiet: calendar.quiet, facts, sent: [], asOf });
  const base = plan.notices.find(({ step }) => step === STEP).at;
  const first = plan.notices.filter(({ step, at }) => step === STEP && at === base);
  // Bodies that get no letter are the same in all copies.
  const codes = [CODE, ...new Set(first.map(({ body }) => body))];
  const copies = Array.from({ length: Math.ceil(notices / first.length) }, (_, k) => {
    const own = copyOf({ dossier, first }, codes, String(k).padStart(5, '0'));
    const due = own.first.flatMap((notice, j) => {
      const n = k * first.length + j;
      return n < notices ? [{ ...notice, at: instantFromMs(epochMs(base) + n * everyMs) }] : [];
    });
    return { dossier: own.dossier, notices: due };
  });
  return { base, asOf, calendar, copies };
}

function copyOf({ dossier, first }, codes, suffix) {
  const renamed = (value) =>
    JSON.parse(
      codes.reduce(
        (text, code) => text.replaceAll(code, `${code}-${suffix}`),
        JSON.stringify(value).replaceAll('@', `-${suffix}@`),
      ),
    );
  const bodies = dossier.bodies.map((body) => (codes.includes(body.code) ? renamed(body) : body));
  return { dossier: { ...dossier, agreement: renamed(dossier.agreement), bodies }, first: renamed(first) };
}
