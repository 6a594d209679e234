// Records histories for the replay corpus, only when asked (RECORD=1): one new file per shell change, never edited.
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearse } from '../../client/rehearsal/rehearse.js';
import { isFailure } from '../../machine/failure.js';
import { localDate } from '../../domain/localDate.js';
import { packageRoot } from '../../machine/compiled.js';
import { PATIENCE_MS, playOf, prepare, quietly } from './stage.js';

const recording = process.env['RECORD'] === '1';

beforeAll(prepare);

(recording ? test : test.failing)(
  'records a year with commands, two cycles and their term',
  async () => {
    if (!recording) throw new Error('not recording: set RECORD=1');
    const folder = join(packageRoot(), 'test', 'histories');
    mkdirSync(folder, { recursive: true });
    const plays = [
      playOf(['tw-79'], { year: 2018 }, 'tw-79-2018'),
      playOf(['dd-ubnd'], { from: localDate('2022-04-29'), to: localDate('2023-06-30') }),
    ];
    for (const play of plays) {
      const result = await rehearse(play, {
        env: process.env,
        startWorker: quietly,
        inspect: async ({ engine }) => {
          let dispatches = 0;
          for await (const info of engine.client.workflow.list()) {
            // A dozen dispatches show all there is to see of them.
            if (info.type === 'dispatchRun' && (dispatches += 1) > 12) continue;
            const history = await engine.client.workflow.getHandle(info.workflowId, info.runId).fetchHistory();
            const name = `${info.workflowId.replaceAll(':', '-')}.${info.runId.slice(-6)}.json`;
            writeFileSync(join(folder, name), historyToJSON(history));
          }
        },
      });
      if (isFailure(result)) throw new Error(JSON.stringify(result));
    }
  },
  PATIENCE_MS,
);
