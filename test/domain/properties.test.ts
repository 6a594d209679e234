// What holds for every agreement, whatever people do: drawn at random, told apart from the planner's own way of counting.
import { isDeepStrictEqual as same } from 'node:util';
import fc from 'fast-check';
import type { Dossier } from '../../domain/agreement.js';
import { existsOn } from '../../domain/bodies.js';
import { decide } from '../../domain/decide.js';
import type { PlayEvent } from '../../domain/events.js';
import { addDays, addMinutes, clockOf, instantAt, localDate, localDateOf } from '../../domain/localDate.js';
import type { Notice } from '../../domain/notices.js';
import type { CyclePlan } from '../../domain/plan.js';
import { startOfAgreement } from '../../domain/term.js';
import { someDossier, someEvents } from './agreements.js';
import {
  act,
  CALENDAR,
  commandIn,
  type Moment,
  opening,
  planAt,
  playOf,
  sendUntil,
  sentOf,
  sliceAt,
} from './played.js';

/** More of them by `RUNS=500`. */
const RUNS = { numRuns: Number(process.env['RUNS'] ?? 30) };
const plainJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function notices(dossier: Dossier, events: readonly PlayEvent[]): readonly Notice[] {
  return playOf(dossier, events).letters.flatMap((letter) => letter.notices);
}

/** Every moment of a cycle while its events happen, each with its plan. */
function moments(
  dossier: Dossier,
  events: readonly PlayEvent[],
): readonly (Moment & { readonly plan: CyclePlan })[] {
  const told: (Moment & { readonly plan: CyclePlan })[] = [];
  let moment = opening(dossier);
  for (const event of events) {
    if (event.at < moment.asOf) continue;
    moment = sendUntil(moment, event.at);
    const command = commandIn(event);
    if (command) moment = act(moment, command);
    const plan = planAt(moment);
    if (plan) told.push({ ...moment, plan });
  }
  return told;
}

describe('a plan', () => {
  test('is the same each time it is made', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        for (const moment of moments(dossier, events)) expect(same(planAt(moment), moment.plan)).toBe(true);
      }),
      RUNS,
    );
  });

  test('arms nothing new once all of it has left', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        for (const { plan, ...moment } of moments(dossier, events)) {
          const sent = [...moment.sent, ...plan.notices.map(sentOf)];
          expect(planAt({ ...moment, sent })?.notices).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test('does not change while time alone passes, but for what has left', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), fc.nat(200), (dossier, events, days) => {
        for (const { plan, ...moment } of moments(dossier, events)) {
          const later = sendUntil(moment, addMinutes(moment.asOf, days * 1440));
          const left = new Set(later.sent.map(({ id }) => id));
          const ids = plan.notices.map(({ id }) => id);
          expect(planAt(later)?.notices.map(({ id }) => id)).toEqual(ids.filter((id) => !left.has(id)));
        }
      }),
      RUNS,
    );
  });

  test('looks again only later', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        for (const { plan, asOf } of moments(dossier, events)) {
          if (plan.wakeAt === null) expect(plan.closed).toBe(true);
          else expect(plan.wakeAt > asOf).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('survives the way through JSON: facts, slice and plan', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        for (const { plan, ...moment } of moments(dossier, events)) {
          const slice = sliceAt(moment, plan);
          expect(same(plainJson(plan), plan)).toBe(true);
          expect(same(plainJson(slice), slice)).toBe(true);
          expect(same(plainJson(moment.facts), moment.facts)).toBe(true);
          expect(same(planAt({ ...moment, facts: plainJson(moment.facts) }), plan)).toBe(true);
        }
      }),
      RUNS,
    );
  });
});

describe('a letter', () => {
  test('leaves on a working day, within 08:00-16:30, in no quiet span, from start to end', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        const { agreement } = dossier;
        for (const { at } of playOf(dossier, events).letters) {
          const day = localDateOf(at);
          expect(CALENDAR.isWorking(day)).toBe(true);
          expect(clockOf(at) >= '08:00' && clockOf(at) <= '16:30').toBe(true);
          expect(agreement.quiet.some(({ from, to }) => from <= day && day <= to)).toBe(false);
          expect(day >= startOfAgreement(agreement)).toBe(true);
          expect(day <= (agreement.endedOn ?? '9999')).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('goes to a post of a body that exists that day', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        for (const notice of notices(dossier, events)) {
          const body = dossier.bodies.find(({ code }) => code === notice.body);
          expect(body && existsOn(body, localDateOf(notice.at))).toBe(true);
          expect(body?.posts.find(({ code }) => code === notice.post)?.mailbox).toBe(notice.mailbox);
        }
      }),
      RUNS,
    );
  });

  test('asks for nothing that was submitted or waived before', () => {
    fc.assert(
      fc.property(someDossier, someEvents(['submit', 'waive']), (dossier, events) => {
        const play = playOf(dossier, events);
        const refused = new Set(play.refusals.map(({ at, do: verb }) => `${at} ${verb}`));
        const done = events.filter((event) => !refused.has(`${event.at} ${event.do}`));
        for (const notice of play.letters.flatMap((letter) => letter.notices)) {
          if (notice.facts.kind !== 'duty') continue;
          const settled = done.find(
            (event) =>
              (event.do === 'submit' || event.do === 'waive') &&
              event.at <= notice.at &&
              notice.duty === `${event.obligation}/${event.by}`,
          );
          expect(settled).toBeUndefined();
        }
      }),
      RUNS,
    );
  });

  test('comes in order of instant and mailbox, its notices by due day, each with an id of its own', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        const { letters } = playOf(dossier, events);
        const keys = letters.map(({ at, to }) => `${at} ${to}`);
        expect(keys).toEqual([...new Set(keys)].sort());
        const ids = letters.flatMap((letter) => letter.notices.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const letter of letters) {
          const dues = letter.notices.map(({ due }) => due ?? '9999');
          expect(dues).toEqual([...dues].sort());
        }
      }),
      RUNS,
    );
  });

  test('says no step of a duty twice, and of two steps on one morning to one post only one', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        const steps = notices(dossier, events).filter(({ facts }) => facts.kind === 'duty');
        const names = steps.map(({ duty, step, due }) => `${duty} ${step} ${due}`);
        expect(names).toEqual([...new Set(names)]);
        const mornings = steps.map(({ duty, post, at }) => `${duty} ${post} ${at}`);
        expect(mornings).toEqual([...new Set(mornings)]);
      }),
      RUNS,
    );
  });
});

describe('whoever wakes late', () => {
  const outage = fc.record({
    day: fc.nat(400),
    hour: fc.integer({ min: 0, max: 23 }),
    days: fc.integer({ min: 1, max: 40 }),
  });

  test('sends no more notices than in time', () => {
    fc.assert(
      fc.property(someDossier, outage, (dossier, { day, hour, days }) => {
        const from = addDays(localDate('2024-01-01'), day);
        const clock = `${String(hour).padStart(2, '0')}:30`;
        const at = instantAt(from, clock);
        const events: readonly PlayEvent[] = [
          { at, place: 1, do: 'outage', until: instantAt(addDays(from, days), clock) },
        ];
        expect(notices(dossier, events).length).toBeLessThanOrEqual(notices(dossier, []).length);
      }),
      RUNS,
    );
  });

  test('sends no more notices than a register that knew the agreement in time', () => {
    fc.assert(
      fc.property(someDossier, fc.nat(365), (dossier, days) => {
        const at = addMinutes(instantAt(startOfAgreement(dossier.agreement), '00:00'), days * 1440 + 600);
        const late: readonly PlayEvent[] = [{ at, place: 1, do: 'register', agreement: 'x' }];
        expect(notices(dossier, late).length).toBeLessThanOrEqual(notices(dossier, []).length);
      }),
      RUNS,
    );
  });
});

describe('a command', () => {
  test('is judged, whatever it says: nothing throws', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        for (const { plan, ...moment } of moments(dossier, events)) {
          for (const event of events) {
            const command = commandIn(event);
            // Nobody sets a meeting for a day that is over.
            if (!command) continue;
            const state = { facts: moment.facts, slice: sliceAt(moment, plan) };
            expect(Object.keys(decide(state, command, event.at))).toHaveLength(1);
          }
        }
      }),
      RUNS,
    );
  });

  test('changes nothing when it is refused', () => {
    fc.assert(
      fc.property(someDossier, someEvents(), (dossier, events) => {
        const play = playOf(dossier, events);
        const refused = new Set(play.refusals.map(({ at, do: verb }) => `${at} ${verb}`));
        const accepted = events.filter((event) => !refused.has(`${event.at} ${event.do}`));
        expect(same({ ...playOf(dossier, accepted), refusals: [] }, { ...play, refusals: [] })).toBe(true);
      }),
      RUNS,
    );
  });
});
