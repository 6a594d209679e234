// Runs what must not depend on the machine's zone in three zones. Knows the zones; must not know the tests.
import { runJest } from './jest.js';

const ZONES = ['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York'];
const SUITES = ['test/domain', 'test/files', 'test/words', 'test/transcripts'];

for (const zone of ZONES) {
  process.stderr.write(`\nTZ=${zone}\n`);
  const status = runJest(`zone-${zone.replaceAll('/', '-')}`, SUITES, { TZ: zone });
  if (status !== 0) process.exitCode = status;
}
