// The letters of the real engine are those of the pure play: same id, hour, mailbox, subject and text.
import type { Play } from '../../domain/play.js';
import { simulate } from '../../domain/simulate.js';
import type { PlayEvent } from '../../domain/events.js';
import { type Instant, instantAt, localDate, withOffset } from '../../domain/localDate.js';
import { playWords } from '../../client/cli/playWords.js';
import { rehearse, type Rehearsal } from '../../client/rehearsal/rehearse.js';
import { isFailure } from '../../machine/failure.js';
import { PATIENCE_MS, playOf, prepare, quietly } from './stage.js';

beforeAll(prepare);

async function rehearsed(play: Play): Promise<Rehearsal> {
  const result = await rehearse(play, { env: process.env, startWorker: quietly });
  if (isFailure(result)) throw new Error(JSON.stringify(result));
  return result;
}

async function expectSame(play: Play): Promise<void> {
  const simulated = simulate(play);
  const real = await rehearsed(play);
  const words = playWords(play.dossiers, play.events, 'vi');
  expect(
    real.letters.map(({ at, to, post, body, subject, text, notices }) => ({
      at: withOffset(at),
      to,
      post,
      body,
      subject,
      text: text.trimEnd(),
      notices: notices.map(({ id }) => id),
    })),
  ).toEqual(
    simulated.letters.map((letter) => ({
      at: withOffset(letter.at),
      to: letter.to,
      post: letter.post,
      body: letter.body,
      subject: words.composed(letter).subject,
      text: words.composed(letter).text.trimEnd(),
      notices: letter.notices.map(({ id }) => id),
    })),
  );
  expect(real.refusals.map(({ at, refusal }) => [at, refusal.code])).toEqual(
    simulated.refusals.map(({ at, refusal }) => [at, refusal.code]),
  );
  expect(real.letters.length).toBeGreaterThan(20);
  expect(real.letters.every((letter) => new Date(letter.date).getTime() === Date.parse(letter.at))).toBe(
    true,
  );
}

test(
  'the year 2018 of TW-79, with all that people did, goes letter for letter as simulated',
  () => expectSame(playOf(['tw-79'], { year: 2018 }, 'tw-79-2018')),
  PATIENCE_MS,
);

test(
  'an agreement signed in April of its only year goes letter for letter as simulated',
  () => expectSame(playOf(['bt-2021'], { year: 2021 })),
  PATIENCE_MS,
);

test(
  'a year still to come, on a calendar nobody has decided, goes letter for letter as simulated',
  () => expectSame(playOf(['mau-2026'], { year: 2028 })),
  PATIENCE_MS,
);

test(
  'two cycles of one agreement overlap in winter, opened by the term itself',
  () => expectSame(playOf(['dd-ubnd'], { from: localDate('2022-04-29'), to: localDate('2023-06-30') })),
  PATIENCE_MS,
);

test(
  'letters an outage kept go when it ends or are planned anew, as simulated; an act meanwhile takes its letter back',
  () => {
    const at = (day: string, hour: string): Instant => instantAt(localDate(day), hour);
    const outage = (place: number, from: Instant, until: Instant): PlayEvent => ({
      do: 'outage',
      place,
      at: from,
      until,
    });
    const submission: PlayEvent = {
      do: 'submit',
      place: 4,
      at: at('2018-06-11', '09:00'),
      agreement: 'tw-79',
      year: 2018,
      obligation: 'midYearReport',
      by: 'bdv-tw',
      on: localDate('2018-06-11'),
    };
    return expectSame({
      ...playOf(['tw-79'], { year: 2018 }),
      events: [
        outage(1, at('2018-02-20', '07:00'), at('2018-03-02', '10:00')),
        outage(2, at('2018-06-05', '07:00'), at('2018-06-05', '11:00')),
        outage(3, at('2018-06-11', '07:00'), at('2018-06-11', '11:30')),
        submission,
      ],
    });
  },
  PATIENCE_MS,
);
