// The size of what every workflow worker loads. Knows the limit and the bundler; must not know the workflows.
import { bundleWorkflowCode } from '@temporalio/worker';
import { join } from 'node:path';
import { root } from './imports.js';

/** Temporal's own part is 510 KB without its source map; zod or a date library would add 140–640. */
const LIMIT_KB = 680;

test('the workflow bundle stays small', async () => {
  const silent = () => undefined;
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    logger: { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: console.error },
  });
  const bare = code.replace(/\n\/\/# sourceMappingURL=[\s\S]*$/, '');
  expect(bare.length / 1024).toBeLessThan(LIMIT_KB);
  expect(bare).not.toMatch(/node_modules\/(zod|date-fns|kysely|nodemailer)/);
  expect(bare).toContain('domain/decide.ts');
}, 120_000);
