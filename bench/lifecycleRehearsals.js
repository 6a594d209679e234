// Rehearses years and whole terms and counts what they cost. Knows plays and histories; must not know how figures are shown.
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { root } from './measure.js';

const SIX = ['tw-79', 'qb', 'tn', 'dd-ubnd', 'dd-llvt', 'bt-2021'];
/** An open-ended term is played so far. */
const OPEN_ENDED_TO = 2027;

/** Agreement-years of several sizes: seconds with and without starting the servers, instants, letters, history, differences. */
export async function year() {
  return [
    await rehearsed('tw-79', { year: 2018 }),
    await rehearsed('tw-79', { year: 2018 }, 'tw-79-2018'),
    await rehearsed('mau-2026', { year: 2028 }),
  ];
}

/** The whole term of each agreement, by the code given or of all six. */
export async function terms(codes) {
  const { wholeTerm } = await import('../dist/domain/play.js');
  const rows = [];
  for (const code of codes.length > 0 ? codes : SIX) {
    const { agreements } = await loaded(code);
    const row = await rehearsed(code, wholeTerm(agreements, OPEN_ENDED_TO));
    console.error(JSON.stringify(row));
    rows.push(row);
  }
  return rows;
}

async function loaded(code) {
  const { loadFiles } = await import('../dist/files/load.js');
  return loadFiles([join(root, 'examples', 'agreements', `${code}.yaml`)]);
}

async function rehearsed(code, span, events) {
  const { loadEvents } = await import('../dist/files/events.js');
  const { simulate } = await import('../dist/domain/simulate.js');
  const { rehearse } = await import('../dist/client/rehearsal/rehearse.js');
  const { startWorker } = await import('../dist/worker/main.js');
  const { differences } = await import('../dist/client/cli/rehearseDifferences.js');
  const { playWords } = await import('../dist/client/cli/playWords.js');
  const { localDateOf } = await import('../dist/domain/localDate.js');
  const { agreements, calendar } = await loaded(code);
  const said = events ? loadEvents(join(root, 'examples', 'events', `${events}.yaml`)).events : [];
  const play = { dossiers: agreements, book: calendar, events: said, span };
  const simulated = simulate(play);
  const started = performance.now();
  let history = {};
  let inspected = 0;
  const real = await rehearse(play, {
    env: process.env,
    startWorker: (places) => startWorker(places, () => undefined, { rounds: false }),
    inspect: async ({ engine }) => {
      const from = performance.now();
      history = await historyOf(engine.client);
      inspected = performance.now() - from;
    },
  });
  if ('failed' in real) throw new Error(JSON.stringify(real.failed));
  const letters = real.letters.filter(({ at }) => {
    const day = localDateOf(at);
    return simulated.from <= day && day <= simulated.to;
  });
  return {
    play: `${code} ${'year' in span ? span.year : `${span.from}–${span.to}`}${events ? ', with what people did' : ''}`,
    'seconds in all': (performance.now() - started - inspected) / 1000,
    'seconds without servers': real.seconds,
    instants: new Set(letters.map(({ at }) => at)).size,
    letters: letters.length,
    differences: differences(simulated, { ...real, letters }, playWords(agreements, said, 'vi')).length,
    ...history,
  };
}

/** Events and bytes as the server stores them; time skips, of which real use has none, are not counted. */
async function historyOf(client) {
  const { temporal } = (await import('@temporalio/proto')).default;
  const { History, HistoryEvent } = temporal.api.history.v1;
  const sum = { 'cycle events': 0, 'cycle bytes': 0, 'cycle gzip': 0, 'dispatch events': 0, actions: 0 };
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const real = (events ?? []).filter(({ workerMayIgnore }) => !workerMayIgnore);
    sum.actions += 1 + real.filter(isAction).length;
    if (type === 'dispatchRun') sum['dispatch events'] += real.length;
    if (type !== 'annualCycle') continue;
    sum['cycle events'] += real.length;
    sum['cycle bytes'] += real.reduce(
      (bytes, event) => bytes + HistoryEvent.encode(event).finish().length,
      0,
    );
    sum['cycle gzip'] += gzipSync(History.encode({ events: real }).finish()).length;
  }
  return sum;
}

/** What Temporal Cloud bills beside a start: activities, timers, signals, Updates, search attributes. */
function isAction(event) {
  return [
    'activityTaskScheduledEventAttributes',
    'timerStartedEventAttributes',
    'workflowExecutionSignaledEventAttributes',
    'workflowExecutionUpdateAcceptedEventAttributes',
    'upsertWorkflowSearchAttributesEventAttributes',
  ].some((kind) => event[kind]);
}
