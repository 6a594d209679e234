// A drafted urging letter on the real engine: what the clerk does with it goes as simulated, stands in the record and can be
// done from the command line. Knows one agreement in whose first winter nobody sends the report.
import { simulate } from '../../domain/simulate.js';
import type { PlayEvent } from '../../domain/events.js';
import { type Instant, localDate } from '../../domain/localDate.js';
import type { Play } from '../../domain/play.js';
import { draftNamed, draftShowCommand, draftVerbCommand } from '../../client/cli/draftCommands.js';
import { historyCommand } from '../../client/cli/historyCommand.js';
import type { ExitCode, Output } from '../../client/cli/output.js';
import { playWords } from '../../client/cli/playWords.js';
import { differences } from '../../client/cli/rehearseDifferences.js';
import { showCommand } from '../../client/cli/showCommands.js';
import { rehearse } from '../../client/rehearsal/rehearse.js';
import { isFailure } from '../../machine/failure.js';
import type { Places } from '../../machine/places.js';
import { body, dossier, paper } from '../domain/agreements.js';
import { PATIENCE_MS, prepare, quietly } from './stage.js';

beforeAll(prepare);

const CLERK = { agreement: 'x', year: 2024, obligation: 'bao-cao' } as const;
const at = (text: string): Instant => text as Instant;

/** Due on 31/1; the second and last overdue letter, and the drafts, are of 15/2, after Tết. */
const DOSSIER = dossier(
  {
    signedOn: localDate('2024-01-02'),
    numberingScheme: 'party',
    obligations: [
      paper('bao-cao', '31/1', { ladder: { before: [5], overdue: { every: 3, times: 2 }, escalate: null } }),
    ],
  },
  [body('a', { regime: 'party' }), body('b')],
);

const EVENTS: readonly PlayEvent[] = [
  {
    ...CLERK,
    do: 'release',
    by: 'b',
    at: at('2024-02-07T02:00:00Z'),
    place: 1,
    on: localDate('2024-02-07'),
    number: '22-CV/BDV',
  },
  {
    ...CLERK,
    do: 'release',
    by: 'b',
    at: at('2024-02-16T02:00:00Z'),
    place: 2,
    on: localDate('2024-02-15'),
    number: '22-CV/BDV',
  },
  {
    ...CLERK,
    do: 'putOff',
    by: 'a',
    at: at('2024-02-16T03:00:00Z'),
    place: 3,
    to: localDate('2024-03-01'),
    reason: 'chờ họp giao ban',
  },
  {
    ...CLERK,
    do: 'drop',
    by: 'b',
    at: at('2024-02-20T02:00:00Z'),
    place: 4,
    reason: 'thôi',
  },
];

interface Said {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** A command as it answers on a machine that runs. */
async function said(run: (out: Output) => Promise<ExitCode>, json = false): Promise<Said> {
  let out = '';
  let err = '';
  const code = await run({
    language: 'vi',
    json,
    print: (text) => void (out += `${text}\n`),
    printJson: (value) => void (out += JSON.stringify(value)),
    say: (text) => void (err += `${text}\n`),
  });
  return { code, out, err };
}

const PLACES = ['TEMPORAL_ADDRESS', 'DATABASE_URL', 'SMTP_URL'] as const;

/** Commands find the rehearsal's machine as they find any other. */
function pointAt(places: Places): void {
  process.env['TEMPORAL_ADDRESS'] = places.temporal.address;
  process.env['DATABASE_URL'] = places.databaseUrl;
  process.env['SMTP_URL'] = places.smtpUrl;
}

test(
  'released, put off and dropped drafts go as simulated, and the record tells it',
  async () => {
    const play: Play = {
      dossiers: [DOSSIER],
      book: { decisions: [], quiet: [] },
      events: EVENTS,
      span: { from: localDate('2024-01-01'), to: localDate('2024-03-12') },
    };
    const simulated = simulate(play);
    expect(simulated.refusals.map(({ refusal }) => refusal.code)).toEqual(['NoDraft', 'DraftSettled']);
    const own = 'x/2024/bao-cao/a/leader/draft/2024-01-31';
    const name = draftNamed(own);
    if (!name) throw new RangeError(own);
    const told: Said[] = [];
    const before = Object.fromEntries(PLACES.map((place) => [place, process.env[place]]));
    const result = await rehearse(play, {
      env: process.env,
      startWorker: async (places) => {
        const worker = await quietly(places);
        pointAt(places);
        return worker;
      },
      inspect: async () => {
        told.push(await said((out) => draftShowCommand(own, name, out)));
        const options = { number: '30-CV/BDV', on: localDate('2024-03-11') };
        told.push(await said((out) => draftVerbCommand('release', name, options, out)));
        told.push(await said((out) => draftVerbCommand('release', name, options, out)));
        told.push(await said((out) => draftVerbCommand('drop', name, { reason: 'thôi' }, out)));
        told.push(await said((out) => showCommand('x', 2024, out)));
        told.push(await said((out) => historyCommand('x', 2024, out)));
        told.push(
          await said((out) => draftShowCommand(own.replace('/a/', '/c/'), { ...name, body: 'c' }, out)),
        );
      },
    });
    for (const [place, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[place];
      else process.env[place] = value;
    }
    if (isFailure(result)) throw new Error(JSON.stringify(result));
    expect(differences(simulated, result, playWords(play.dossiers, play.events, 'vi'))).toEqual([]);
    const [shown, released, again, dropped, cycle, history, unknown] = told;
    expect(shown?.out).toMatch(/chờ phát hành/);
    expect(shown?.out).toMatch(/ĐẢNG CỘNG SẢN VIỆT NAM[^]*Số ……-CV\/……[^]*Về việc gửi /);
    expect([released?.code, released?.out]).toEqual([
      0,
      expect.stringContaining('số 30-CV/BDV, ngày 11/3/2024'),
    ]);
    // Repeated, the same request records nothing twice.
    expect(again?.code).toBe(0);
    expect([dropped?.code, dropped?.err]).toEqual([1, expect.stringContaining('[DraftSettled]')]);
    expect(cycle?.out).toContain('đã phát hành, 30-CV/BDV');
    const lines = (history?.out ?? '').split('\n').filter((line) => line.includes('công văn đôn đốc'));
    expect(lines.map((line) => line.replace(/^\S+ \S+: /, ''))).toEqual([
      expect.stringMatching(/^Đã soạn dự thảo .* chờ Chuyên viên theo dõi, Cơ quan A phát hành\.$/),
      expect.stringMatching(/^Đã soạn dự thảo công văn đôn đốc /),
      'Chuyên viên theo dõi, Cơ quan A đã phát hành công văn đôn đốc số 22-CV/BDV, ngày 15/02/2024 gửi Cơ quan B.',
      'Chuyên viên theo dõi, Cơ quan A hoãn phát hành công văn đôn đốc Cơ quan A đến 01/3/2024; lý do: chờ họp giao ban.',
      'Chuyên viên theo dõi, Cơ quan A đã phát hành công văn đôn đốc số 30-CV/BDV, ngày 11/3/2024 gửi Cơ quan A.',
    ]);
    expect([unknown?.code, unknown?.err]).toEqual([1, expect.stringContaining('[NoDraft]')]);
  },
  PATIENCE_MS,
);
