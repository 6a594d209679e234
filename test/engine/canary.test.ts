// Histories hold codes, dates, counts and document numbers: no word of people is found in anything the engine keeps.
import { setTimeout as sleep } from 'node:timers/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Play } from '../../domain/play.js';
import { rehearse } from '../../client/rehearsal/rehearse.js';
import type { Engine } from '../../client/engine.js';
import { isFailure } from '../../machine/failure.js';
import { PATIENCE_MS, prepare, quietly, shortPlay } from './stage.js';

const CANARY = 'hoangyen';
/** Keys whose values are people's words, names or ways to reach them. */
const WORDS = new Set([
  'title',
  'shortTitle',
  'name',
  'shortName',
  'quote',
  'note',
  'text',
  'phrase',
  'reason',
  'phone',
  'signatory',
]);

/** A register in which every word is marked. */
function marked<T>(value: T, key = ''): T {
  if (Array.isArray(value)) return value.map((one: unknown) => marked(one, key)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, one]: [string, unknown]) => [name, marked(one, name)]),
    ) as T;
  if (typeof value !== 'string') return value;
  if (key === 'mailbox') return `${CANARY}.${value}` as T;
  return (WORDS.has(key) ? `${value} ${CANARY}` : value) as T;
}

function markedPlay(): Play {
  const play = shortPlay();
  const dossiers = play.dossiers.map(({ agreement, bodies }) => ({
    agreement: {
      ...agreement,
      phone: '024 3943 0000',
      facts: [{ text: 'Hai bên thường xuyên trao đổi', quote: 'thường xuyên trao đổi', source: 'x.txt' }],
      obligations: agreement.obligations.map((obligation) => ({
        ...obligation,
        quote: 'chậm nhất ngày 15 hằng năm',
        source: 'x.txt',
      })),
    },
    bodies: bodies.map((body) => ({ ...body, phone: '024 3943 0001' })),
  }));
  return { ...play, dossiers: marked(dossiers), events: marked(play.events), span: { year: 2024 } };
}

/** All that the engine tells of every execution, payloads in clear. */
async function* told({ client }: Engine): AsyncGenerator<readonly [string, string]> {
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const described = await handle.describe();
    const history = historyToJSON(await handle.fetchHistory());
    const shown = await client.workflowService.describeWorkflowExecution({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
    });
    yield [
      workflowId,
      [
        workflowId,
        inClear(JSON.parse(history)),
        inClear(JSON.parse(JSON.stringify(shown))),
        JSON.stringify([described.memo, described.searchAttributes]),
        await described.staticSummary(),
        await described.staticDetails(),
        await currentDetails(client, workflowId, runId),
      ].join('\n'),
    ];
  }
}

/** The UI asks the workflow itself. */
async function currentDetails(client: Engine['client'], workflowId: string, runId: string): Promise<string> {
  const metadata = await client.workflow
    .getHandle(workflowId, runId)
    .query<object>('__temporal_workflow_metadata');
  return JSON.stringify(metadata);
}

function inClear(value: unknown): string {
  if (Array.isArray(value)) return value.map(inClear).join('\n');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]: [string, unknown]) =>
      key === 'data' && typeof one === 'string'
        ? Buffer.from(one, 'base64').toString('utf8')
        : `${key} ${inClear(one)}`,
    )
    .join('\n');
}

test(
  'a register full of marked words leaves no mark in any history, memo, attribute, id, summary or detail',
  async () => {
    await prepare();
    const hits: string[] = [];
    const seen: string[] = [];
    let all = '';
    const result = await rehearse(markedPlay(), {
      env: process.env,
      startWorker: quietly,
      inspect: async ({ engine }) => {
        // Visibility lags a moment behind.
        await sleep(500);
        for await (const [id, text] of told(engine)) {
          seen.push(id);
          all += text;
          const hit = text.search(new RegExp(CANARY, 'i'));
          if (hit >= 0) hits.push(`${id}: ${text.slice(hit - 80, hit + 20)}`);
        }
      },
    });
    if (isFailure(result)) throw new Error(JSON.stringify(result));
    expect(hits).toEqual([]);
    expect(seen.filter((id) => id.startsWith('dispatch:')).length).toBeGreaterThan(10);
    expect(seen).toContain('cycle:ngan-2024:2024');
    // The scan reads what it should: numbers of documents and details are there, and the letters carried the marks.
    expect(all).toContain('13-KH/BA');
    expect(all).toContain('| bao-cao |');
    expect(result.letters.every(({ to, text }) => to.startsWith(CANARY) && text.includes(CANARY))).toBe(true);
  },
  PATIENCE_MS,
);
