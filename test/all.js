// Runs the suites that need more than Node: the database suites on the system's own PostgreSQL, the mail suite through a
// real Postfix and Dovecot. Knows what they need; what is missing is skipped by name. Must not know the tests.
import { dovecotMissing } from './mailhost/dovecot.js';
import { postfixMissing } from './mailhost/postfix.js';
import { systemPostgres } from './systemPostgres.js';
import { runJest } from './jest.js';

const given = process.env.DATABASE_URL;
const server = given ? { url: given, stop: () => undefined } : await systemPostgres();

if (typeof server === 'string') {
  process.stderr.write(`skipped: test/database on the system's PostgreSQL (${server})\n`);
} else {
  process.stderr.write(`\ntest/database on ${server.version ?? 'DATABASE_URL'}\n`);
  try {
    process.exitCode = runJest('system-postgres', ['test/database'], { DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

const missing = [postfixMissing(), dovecotMissing()].filter((why) => why !== null);
if (missing.length > 0) {
  process.stderr.write(`skipped: test/mailhost through Postfix and Dovecot (${missing.join('; ')})\n`);
} else {
  process.stderr.write('\ntest/mailhost through Postfix and Dovecot\n');
  const status = runJest('mailhost', ['test/mailhost'], { MAILHOST: '1' });
  process.exitCode = process.exitCode || status;
}
