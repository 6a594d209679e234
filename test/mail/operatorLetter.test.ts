// Letters to the operator: golden in both languages, and that L23 leaves once a cause and day, at any hour. REWRITE=1 writes
// the golden files anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { createDispatchActivities } from '../../activities/dispatch.js';
import { knowledgeOf } from '../../activities/knowledge.js';
import { guardDispatches } from '../../activities/stormGuard.js';
import { tellOperator } from '../../activities/tellOperator.js';
import type { Database } from '../../database/connect.js';
import type { Instant } from '../../domain/localDate.js';
import { noEvidence } from '../../mail/relayEvidence.js';
import { operatorLetter } from '../../mail/operatorLetter.js';
import { pageHtml } from '../../mail/renderHtml.js';
import type { DispatchActivities } from '../../workflows/contract.js';
import { OPERATOR_WORDS } from '../../words/operator.js';
import * as by from '../database/letters.js';
import { BEFORE_5, LONG_BEFORE, nation } from '../database/nation.js';
import { startServer, type TestServer } from '../database/server.js';

const FOLDER = fileURLToPath(new URL('./golden/', import.meta.url));
const at = (text: string): Instant => text as Instant;
const OPERATOR = 'truc@nhip.example';
const NIGHT = at('2024-03-22T14:00:00Z');

const FACTS = {
  from: BEFORE_5,
  to: at('2024-03-22T04:30:00Z'),
  letters: 31,
  stillTrue: 22,
  untrue: 9,
  received: 4,
  moved: 3,
  laterStep: 2,
  other: 0,
  next: at('2024-03-22T04:45:00Z'),
  link: null,
};
const CAUSES = ['outage', 'restored', 'clock', 'bigInstant'] as const;

function golden(file: string, now: string): string {
  const path = `${FOLDER}${file}`;
  if (process.env['REWRITE'] === '1') writeFileSync(path, now);
  return readFileSync(path, 'utf8');
}

describe.each(['vi', 'en'] as const)('in %s', (language) => {
  const letter = (held: Parameters<typeof operatorLetter>[0]['held']) =>
    operatorLetter({ to: OPERATOR, at: FACTS.to, language, from: 'nhip@nhip.example', held });

  test('L23 leaves as its golden mail says', () => {
    const told = letter({ ...FACTS, cause: 'outage' });
    const text = `subject: ${told.subject}\n\n${told.text.trimEnd()}\n`;
    expect(text).toBe(golden(`L23-held.${language}.txt`, text));
    const html = pageHtml(told.page);
    expect(html).toBe(golden(`L23-held.${language}.html`, html));
  });

  test('each cause is told in one letter without a hole', () => {
    const texts = CAUSES.map((cause) => letter({ ...FACTS, cause, other: 1, untrue: 10 }).text);
    expect(new Set(texts).size).toBe(CAUSES.length);
    for (const text of texts) {
      expect(text).not.toMatch(/[{}]|undefined|null|NaN/);
      expect(text).toBe(text.normalize('NFC'));
    }
    expect(letter({ ...FACTS, cause: 'outage', link: 'https://nhip.example/mail' }).text).toContain(
      'https://nhip.example/mail',
    );
  });

  test('the test letter says what it is', () => {
    const told = letter(null);
    expect(told.subject).toBe(OPERATOR_WORDS[language].testSubject);
    expect(told.text).not.toMatch(/[{}]|undefined/);
  });
});

let server: TestServer;
let db: Database;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  db = await server.database();
});

interface Guarded {
  readonly dispatch: DispatchActivities;
  readonly relay: ReturnType<typeof by.relay>;
  readonly alarms: string[];
}

function guarded(operator: string | null, driftSeconds = 0): Guarded {
  const relay = by.relay();
  const alarms: string[] = [];
  const log = (level: 'info' | 'alarm', message: string): void =>
    void (level === 'alarm' && alarms.push(message));
  const { compose, truthNow: truth } = by.composing();
  const base = createDispatchActivities({
    ...by.means(db),
    relay,
    evidence: noEvidence,
    compose,
    truth,
    log,
    heartbeat: () => undefined,
    cancelled: () => new AbortController().signal,
  });
  const knowledge = knowledgeOf(db);
  const means = {
    db,
    knowledge,
    operator,
    from: 'nhip@nhip.example',
    language: 'vi',
    link: null,
    log,
  } as const;
  const dispatch = guardDispatches(base, {
    db,
    clocks: () => Promise.resolve({ worker: NIGHT, database: NIGHT, engineAtLeast: null, driftSeconds }),
    tell: (now) => tellOperator(means, now),
    sendAgain: [],
    heartbeat: () => undefined,
  });
  return { dispatch, relay, alarms };
}

async function run({ dispatch }: Guarded, instant: Instant, now: Instant): Promise<void> {
  const asked = { instant, now, offsetMs: 0 };
  await dispatch.sealInstant(instant);
  await dispatch.composeInstant(asked);
  await dispatch.sendInstant(asked);
  await dispatch.settleInstant(asked);
}

test('held letters are told of once, at night too, however often anybody looks', async () => {
  const many = await nation(db, 25);
  await many.turned(LONG_BEFORE);
  const guard = guarded(OPERATOR);
  await run(guard, BEFORE_5, NIGHT);
  await run(guard, BEFORE_5, at('2024-03-22T14:10:00Z'));
  expect(guard.relay.taken.map(({ to }) => to)).toEqual([OPERATOR]);
  const mail = await PostalMime.parse(guard.relay.taken[0]?.raw ?? '');
  expect(mail.subject).toBe('[Vận hành] Đang giữ 25 thư, chờ xem xét');
  expect(mail.text?.replaceAll(/\s+/g, ' ')).toContain('Còn đúng: 25 thư. Không còn đúng: 00 thư');
  expect(guard.alarms).toHaveLength(1);
});

test('without an address the log alone says it', async () => {
  const many = await nation(db, 25);
  await many.turned(LONG_BEFORE);
  const guard = guarded(null);
  await run(guard, BEFORE_5, NIGHT);
  await run(guard, BEFORE_5, NIGHT);
  expect(guard.relay.taken).toEqual([]);
  expect(guard.alarms).toHaveLength(1);
});

test('in time and with true clocks everything leaves; with a clock that jumped nothing does', async () => {
  const few = await nation(db, 3);
  await few.turned(LONG_BEFORE);
  const jumped = guarded(OPERATOR, 121);
  await run(jumped, BEFORE_5, BEFORE_5);
  expect(jumped.relay.taken.map(({ to }) => to)).toEqual([OPERATOR]);
  const guard = guarded(OPERATOR);
  await few.turned(at('2024-03-22T02:00:00Z'));
  const next = at('2024-03-28T01:00:00Z');
  await run(guard, next, next);
  expect(guard.relay.taken).toHaveLength(3);
});

test('a mailbox the relay refuses stops after sending, and its cycle has to turn', async () => {
  const few = await nation(db, 2);
  await few.turned(LONG_BEFORE);
  const guard = guarded(OPERATOR);
  const dead = { ...guard.relay, send: () => Promise.resolve(DEAD) };
  const { compose, truthNow: truth } = by.composing();
  const base = createDispatchActivities({
    ...by.means(db),
    relay: dead,
    evidence: noEvidence,
    compose,
    truth,
    log: () => undefined,
    heartbeat: () => undefined,
    cancelled: () => new AbortController().signal,
  });
  const dispatch = guardDispatches(base, {
    db,
    clocks: () => Promise.resolve({ worker: NIGHT, database: NIGHT, engineAtLeast: null, driftSeconds: 0 }),
    tell: () => Promise.resolve([]),
    sendAgain: [],
    heartbeat: () => undefined,
  });
  const asked = { instant: BEFORE_5, now: BEFORE_5, offsetMs: 0 };
  await dispatch.sealInstant(BEFORE_5);
  await dispatch.composeInstant(asked);
  expect((await dispatch.sendInstant(asked)).toTurn).toEqual(['cycle:x:2024']);
  const result = await few.turned(at('2024-03-22T01:05:00Z'));
  expect(result.outcome).toBe('planned');
  const view = await db.kysely.selectFrom('cycle_view').select('plan').executeTakeFirstOrThrow();
  expect(JSON.stringify(view.plan)).toContain('mailboxStopped');
});

const DEAD = { class: 'deadRecipient', phase: 'rcpt', reply: '550 5.1.1 unknown' } as const;
