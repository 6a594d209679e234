// Recorded histories replay on the code of now; edits that would strand a running cycle are caught.
import { Worker } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** The compiled workflows with one edit: as if somebody had changed them while cycles were open. */
async function edited(file: string, from: string, to: string): Promise<Bundle> {
  const root = mkdtempSync(join(tmpdir(), 'nhip-edit-'));
  try {
    for (const part of ['workflows', 'domain'])
      cpSync(join(packageRoot(), 'dist', part), join(root, part), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
    symlinkSync(join(packageRoot(), 'node_modules'), join(root, 'node_modules'));
    const path = join(root, 'workflows', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    return await bundleWorkflowCode({
      workflowsPath: join(root, 'workflows', 'index.js'),
      logger: new DefaultLogger('ERROR'),
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

beforeAll(prepare);

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

test.each([
  [
    'a turn more',
    'annualCycle.js',
    'show(cycle, result, cycle.planned(result));',
    'show(cycle, result, cycle.planned(result)); await turn(cycle.nextTurn());',
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
    'search attributes left out',
    'annualCycle.js',
    'upsertSearchAttributes([\n        { key: NhipStage, value: stage ??',
    'void ([\n        { key: NhipStage, value: stage ??',
    'cycle-',
  ],
  ['no timer between turns', 'annualCycle.js', 'await rest(input, cycle, result);', '', 'cycle-'],
  [
    'letters sent unsealed',
    'dispatchRun.js',
    'await sealInstant.executeWithOptions({ summary: `chốt ${instant}` }, [instant]);',
    '',
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
    'a term that opens its cycles later',
    'agreementTerm.js',
    'for (;;) {',
    'await condition(() => false, 5000); for (;;) {',
    'agreement-',
  ],
])(
  'an edit that would strand what runs is caught: %s',
  async (_name, file, from, to, only) => {
    expect((await failures(await edited(file, from, to), only)).length).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);
