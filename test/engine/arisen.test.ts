// What a meeting adopts for the next year, on the real engine across two cycles: the letters are those of the pure play, the
// message between the cycles does no harm when it comes again, and no history holds a word of what was adopted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { playWords } from '../../client/cli/playWords.js';
import { rehearse } from '../../client/rehearsal/rehearse.js';
import { localDate, withOffset } from '../../domain/localDate.js';
import type { Play } from '../../domain/play.js';
import { proposalsOf } from '../../domain/proposals.js';
import { simulate } from '../../domain/simulate.js';
import { loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';
import { isFailure } from '../../machine/failure.js';
import { cycleId, type CycleStatus } from '../../workflows/contract.js';
import { PATIENCE_MS, prepare, quietly } from './stage.js';

const A = `
agreement: a
title: Chương trình phối hợp A
level: province
term: { from: 2025, to: 2026 }
parties: [ { body: ban-a, lead: true }, { body: so-b } ]
template: none
obligations: [ { kind: reviewConference } ]
bodies:
  - { code: ban-a, name: Ban A, regime: party, level: province, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@a.example } ] }
  - { code: so-b, name: Sở B, regime: state, level: province, posts: [ { code: vt, title: Văn thư, rank: clerk, mailbox: vt@b.example } ] }
`;
const CANARY = 'Chim hoàng yến';
const EVENTS = `
- { at: 2026-01-05T09:00:00+07:00, do: schedule, agreement: a, year: 2025, obligation: reviewConference, on: 2026-01-20 }
- at: 2026-01-20T17:00:00+07:00
  do: conclude
  agreement: a
  year: 2025
  obligation: reviewConference
  next:
    - { kind: kiemTra, title: ${CANARY} kiểm tra, owners: [ ban-a, so-b ], due: { day: 29/5 } }
    - { kind: baoCao, title: ${CANARY} báo cáo, owners: [ so-b ], due: { after: kiemTra, workingDays: 10 } }
- { at: 2026-02-09T10:00:00+07:00, do: ratify, agreement: a, year: 2026, by: ban-a, reason: ${CANARY} đồng ý }
- { at: 2026-02-10T10:00:00+07:00, do: submit, agreement: a, year: 2026, obligation: kiemTra, by: so-b }
- { at: 2026-05-04T09:30:00+07:00, do: ratify, agreement: a, year: 2026, by: so-b }
- { at: 2026-05-05T09:00:00+07:00, do: propose, agreement: a, year: 2026, next: [ { kind: them, title: ${CANARY} thêm, due: { day: 12/6 } } ] }
- { at: 2026-05-06T09:00:00+07:00, do: ratify, agreement: a, year: 2026, by: so-b }
- { at: 2026-05-06T09:10:00+07:00, do: ratify, agreement: a, year: 2026, by: ban-a }
- { at: 2026-05-25T09:00:00+07:00, do: submit, agreement: a, year: 2026, obligation: kiemTra, by: so-b }
- { at: 2026-05-25T09:10:00+07:00, do: accept, agreement: a, year: 2026, obligation: kiemTra, by: so-b }
`;

const folder = mkdtempSync(join(tmpdir(), 'nhip-arisen-'));
beforeAll(prepare);
afterAll(() => rmSync(folder, { recursive: true }));

function play(): Play {
  writeFileSync(join(folder, 'a.yaml'), A);
  writeFileSync(join(folder, 'e.yaml'), EVENTS);
  const loaded = loadFiles([join(folder, 'a.yaml')]);
  const { events, messages } = loadEvents(join(folder, 'e.yaml'), loaded);
  expect([...loaded.messages, ...messages]).toEqual([]);
  const span = { from: localDate('2025-12-01'), to: localDate('2026-06-12') };
  return { dossiers: loaded.agreements, book: loaded.calendar, events, span };
}

/** All that a history holds, payloads read. */
function readable(json: string): string {
  return json.replace(/"data": ?"([^"]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
}

test(
  'conclusions of one cycle become obligations of the next, letter for letter as simulated',
  async () => {
    const played = play();
    const histories: string[] = [];
    let status: CycleStatus | undefined;
    const real = await rehearse(played, {
      env: process.env,
      startWorker: quietly,
      inspect: async ({ engine }) => {
        const next = engine.client.workflow.getHandle(cycleId('a', 2026));
        const proposed = { update: 'e2', obligations: ['kiemTra', 'baoCao'], from: 2025 };
        const before = await next.query<CycleStatus>('status');
        await next.executeUpdate('replan', {
          args: [{ update: 'again', at: before.facts.registeredAt, proposed }],
        });
        status = await next.query<CycleStatus>('status');
        expect(status.facts).toEqual(before.facts);
        for (const year of [2025, 2026])
          histories.push(
            readable(
              historyToJSON(await engine.client.workflow.getHandle(cycleId('a', year)).fetchHistory()),
            ),
          );
      },
    });
    if (isFailure(real)) throw new Error(JSON.stringify(real));
    const simulated = simulate(played);
    const words = playWords(played.dossiers, played.events, 'vi');
    expect(
      real.letters.map(({ at, to, subject, text, notices }) => ({
        at: withOffset(at),
        to,
        subject,
        text: text.trimEnd(),
        notices: notices.map(({ id }) => id),
      })),
    ).toEqual(
      simulated.letters.map((letter) => ({
        at: withOffset(letter.at),
        to: letter.to,
        subject: words.composed(letter).subject,
        text: words.composed(letter).text.trimEnd(),
        notices: letter.notices.map(({ id }) => id),
      })),
    );
    expect(real.letters.some(({ subject }) => subject.includes(CANARY))).toBe(true);
    expect(real.letters.length).toBeGreaterThan(12);
    expect(real.refusals.map(({ at, refusal }) => [at, refusal.code])).toEqual(
      simulated.refusals.map(({ at, refusal }) => [at, refusal.code]),
    );
    expect(simulated.refusals.map(({ refusal }) => refusal.code)).toEqual(['StillProposed']);
    expect(status && proposalsOf(status.facts).map(({ obligations, from }) => [obligations, from])).toEqual([
      [['kiemTra', 'baoCao'], 2025],
      [['them'], undefined],
    ]);
    for (const history of histories) {
      expect(history).toContain('kiemTra');
      expect(history).not.toContain('hoàng yến');
    }
  },
  PATIENCE_MS,
);
