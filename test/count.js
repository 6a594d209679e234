// Counts tests in Jest's result files: `node test/count.js FOLDER [STEP…]` prints `N passed, M failed` as its last line.
// A test run several times (zones, another server) counts once, and as failed if it failed anywhere. A suite that
// could not run counts as one failure; so does each STEP, the name of a part of the run that failed as a whole.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...steps] = process.argv.slice(2);
const verdicts = new Map();

for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const { testResults } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  for (const { name: file, status, assertionResults } of testResults) {
    const seen = new Map();
    for (const { fullName, status: verdict } of assertionResults) {
      // Two tests of one file may share a name.
      const nth = (seen.get(fullName) ?? 0) + 1;
      seen.set(fullName, nth);
      note(`${file}: ${fullName} #${nth}`, verdict);
    }
    if (status === 'failed' && assertionResults.every((test) => test.status !== 'failed')) {
      note(`${file}: the suite`, 'failed');
    }
  }
}
for (const step of steps) note(step, 'failed');

function note(key, verdict) {
  if (verdicts.get(key) !== 'failed') verdicts.set(key, verdict);
}

const withVerdict = (verdict) => [...verdicts].filter(([, found]) => found === verdict).map(([key]) => key);
const passed = withVerdict('passed');
const failed = withVerdict('failed');
for (const key of failed) console.log(`failed: ${key}`);
for (const key of withVerdict('pending')) console.log(`skipped: ${key}`);
console.log(`${passed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || passed.length === 0 ? 1 : 0;
