// Recorded histories replay on the code of now; edits that would strand a running cycle are caught.
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERBS } from '../../domain/command.js';
import { packageRoot } from '../../machine/compiled.js';
import { workflowBundle } from '../../worker/bundle.js';
import { PATIENCE_MS, prepare } from './stage.js';

const folder = join(packageRoot(), 'test', 'histories');

function* histories(only = ''): Generator<{ workflowId: string; history: object }> {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json') && file.startsWith(only))) {
    yield { workflowId: name, history: JSON.parse(readFileSync(join(folder, name), 'utf8')) as object };
  }
}

type Bundle = Awaited<ReturnType<typeof workflowBundle>>;

async function failures(workflowBundle: Bundle, only = ''): Promise<readonly string[]> {
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories(only))) {
    if (error) failed.push(`${workflowId}: ${error.message.slice(0, 120)}`);
  }
  return failed;
}

/**
 * The workflows of now with one edit, as if somebody had changed them while cycles were open. Edits are written as in the
 * compiled module; in the bundle a name that is imported stands with the module it comes from.
 */
async function edited(file: string, from: string, to: string): Promise<Bundle> {
  const bundle = await bundleText();
  const start = bundle.indexOf(`!*** ./dist/workflows/${file} ***!`);
  const end = bundle.indexOf('\n/***/ "', start);
  expect([file, start > 0 && end > start]).toEqual([file, true]);
  const module = bundle.slice(start, end);
  const imported = new Map(
    [...module.matchAll(/(_\w+__WEBPACK_IMPORTED_MODULE_\d+__)\.(\w+)/g)].map(([whole, , name]) => [
      name,
      whole,
    ]),
  );
  const bundled = (text: string): string =>
    text.replace(/(?<![.\w'])([A-Za-z]\w*)(\()?/g, (all, name: string, call?: string) => {
      const whole = imported.get(name);
      if (whole === undefined) return all;
      return call === undefined ? whole : `(0,${whole})(`;
    });
  expect(module).toContain(bundled(from));
  const code = bundle.slice(0, start) + module.replace(bundled(from), () => bundled(to)) + bundle.slice(end);
  return { code };
}

async function bundleText(): Promise<string> {
  const bundle = await workflowBundle();
  return 'code' in bundle ? bundle.code : readFileSync(bundle.codePath, 'utf8');
}

beforeAll(async () => {
  // What a caught edit has to say is the result here, not news.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  await prepare();
});

test(
  'every recorded history replays',
  async () => {
    expect([...histories()].length).toBeGreaterThan(10);
    expect([...histories('cycle-')].length).toBeGreaterThan(1);
    expect([...histories('agreement-')].length).toBeGreaterThan(1);
    expect(await failures(await workflowBundle())).toEqual([]);
  },
  PATIENCE_MS,
);

test('the recorded histories hold every Update by its name', () => {
  const recorded = new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => {
        const text = readFileSync(join(folder, file), 'utf8');
        const { events = [] } = JSON.parse(text) as { readonly events?: readonly RecordedEvent[] };
        return events.flatMap(
          (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest.input.name ?? [],
        );
      }),
  );
  // `command` was the one name of all verbs before.
  expect([...recorded].toSorted()).toEqual([...VERBS, 'adopt', 'command', 'replan'].toSorted());
});

interface RecordedEvent {
  readonly workflowExecutionUpdateAcceptedEventAttributes?: {
    readonly acceptedRequest: { readonly input: { readonly name: string } };
  };
}

/** What it is, the module, what stood there, what stands there now, whose histories catch it. */
const EDITS = [
  [
    'a turn more',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'show(cycle, result, cycle.planned(result)); await takeTurn(cycle, cycle.nextTurn());',
    'cycle-',
  ],
  [
    'a sleep before the first turn',
    'annualCycle.js',
    'for (;;) {',
    'await condition(() => false, 1000); for (;;) {',
    'cycle-',
  ],
  [
    'a sleep only from a certain date on',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'if (Date.now() > 1_600_000_000_000) await condition(() => false, 86_400_000); show(cycle, result, cycle.planned(result));',
    'cycle-',
  ],
  [
    'search attributes left out',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'cycle.planned(result);',
    'cycle-',
  ],
  [
    'search attributes twice',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'const at = cycle.planned(result); show(cycle, result, at); show(cycle, result, at);',
    'cycle-',
  ],
  [
    'search attributes only where something is overdue',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'const at = cycle.planned(result); if (result.overdue > 0) show(cycle, result, at);',
    'cycle-',
  ],
  [
    'search attributes after the wait instead of before it',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'const at = cycle.planned(result); await rest(input, cycle, result); show(cycle, result, at);',
    'cycle-',
  ],
  [
    'one search attribute more, before each turn',
    'annualCycle.js',
    'const result = await takeTurn',
    "upsertSearchAttributes([{ key: NhipStage, value: 'turning' }]); const result = await takeTurn",
    'cycle-',
  ],
  ['no timer between turns', 'annualCycle.js', 'await rest(input, cycle, result);', '', 'cycle-'],
  [
    'two timers between turns',
    'annualCycle.js',
    'await rest(input, cycle, result);',
    'await rest(input, cycle, result); await rest(input, cycle, result);',
    'cycle-',
  ],
  ['a wait for requests alone', 'annualCycle.js', 'if (wakeAt === null)', 'if (wakeAt !== null)', 'cycle-'],
  ['a wait without a limit', 'annualCycle.js', 'msUntil(input, wakeAt)', 'undefined', 'cycle-'],
  [
    'another activity in the turn’s place',
    'annualCycle.js',
    'return await turn.executeWithOptions',
    'return await tellStuck.executeWithOptions',
    'cycle-',
  ],
  [
    'an activity beside the turn',
    'annualCycle.js',
    'const result = await takeTurn(cycle, cycle.nextTurn());',
    'const [result] = await Promise.all([takeTurn(cycle, cycle.nextTurn()), tellStuck({})]);',
    'cycle-',
  ],
  [
    'an end after the first turn',
    'annualCycle.js',
    'if (result.closed) {',
    'if (!result.closed) {',
    'cycle-',
  ],
  [
    'continuing as new at every quiet turn',
    'annualCycle.js',
    'if (!isLong || cycle.isAsked())',
    'if (cycle.isAsked())',
    'cycle-',
  ],
  [
    'never continuing as new',
    'annualCycle.js',
    'if (!isLong || cycle.isAsked())',
    'if (isLong || cycle.isAsked())',
    'cycle-ngan',
  ],
  ['the one name of before forgotten', 'annualCycle.js', '[...commands, command]', 'commands', 'cycle-tw-79'],
  [
    'Updates by the names of verbs forgotten',
    'annualCycle.js',
    '[...commands, command]',
    '[command]',
    'cycle-ngan',
  ],
  [
    'requests carried without a turn',
    'cycleRun.js',
    'isAsked: () => held.requested > held.carried',
    'isAsked: () => false',
    'cycle-',
  ],
  [
    'letters sent unsealed',
    'dispatchRun.js',
    'await sealInstant.executeWithOptions',
    'void (() => sealInstant.executeWithOptions)',
    'dispatch-',
  ],
  [
    'letters composed before they are sealed',
    'dispatchRun.js',
    'await sealInstant.executeWithOptions',
    'await composeInstant(asked()); await sealInstant.executeWithOptions',
    'dispatch-',
  ],
  [
    'letters settled before they are sent',
    'dispatchRun.js',
    'const sent = await sendInstant',
    'await settleInstant(asked()); const sent = await sendInstant',
    'dispatch-',
  ],
  [
    'letters sent as soon as they are composed',
    'dispatchRun.js',
    'await waitUntil(instant, `gửi lúc ${instant}`);',
    '',
    'dispatch-',
  ],
  [
    'the steps of an instant in the order of a Map',
    'dispatchRun.js',
    'await waitUntil(sealsAt, `chốt các thư gửi lúc ${instant}`);',
    'for (const [, step] of new Map([[2, () => sendInstant(asked())], [1, () => sealInstant(instant)]])) await step();',
    'dispatch-',
  ],
  [
    'cycles told although none has to turn',
    'dispatchRun.js',
    'if (toTurn.length + toStart.length === 0)',
    'if (toTurn.length > 100)',
    'dispatch-',
  ],
  [
    'a term that opens its cycles later',
    'agreementTerm.js',
    'for (;;) {',
    'await condition(() => false, 5000); for (;;) {',
    'agreement-',
  ],
  [
    'cycles opened twice',
    'agreementTerm.js',
    'last = result;',
    'last = result; await openCycles({ ...input, asOf });',
    'agreement-',
  ],
  [
    'a term that never continues as new',
    'agreementTerm.js',
    'if (requested === carried && allHandlersFinished())',
    'if (requested !== carried)',
    'agreement-',
  ],
  [
    'a term that ends while cycles are to come',
    'agreementTerm.js',
    'if (next === null) {',
    'if (next === null || next.year > 0) {',
    'agreement-',
  ],
] as const;

test.each(EDITS)(
  'an edit that would strand what runs is caught: %s',
  async (_name, file, from, to, only) => {
    const caught = await failures(await edited(file, from, to), only);
    expect(caught.length).toBeGreaterThan(0);
    // Not because the edit is no program.
    expect(caught.filter((failure) => !/nondeterminism/i.test(failure))).toEqual([]);
  },
  PATIENCE_MS,
);
