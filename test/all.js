// Runs the suites that need more than Node: the database suites on the system's own PostgreSQL, the mail suite through a
// real Postfix and Dovecot, a few kills of the whole stack, a failover. Knows what they need; what is missing is skipped by name. Must not know the tests.
import { dovecotMissing } from './mailhost/dovecot.js';
import { postfixMissing } from './mailhost/postfix.js';
import { postgresMissing, systemPostgres } from './systemPostgres.js';
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

const mailhost = [postfixMissing(), dovecotMissing()];
const suites = [
  { name: 'mailhost', what: 'through Postfix and Dovecot', missing: mailhost },
  { name: 'chaos', what: 'on the whole stack', missing: [...mailhost, postgresMissing()] },
  { name: 'failover', what: 'from one PostgreSQL to its standby', missing: [postgresMissing()] },
];
for (const { name, what, missing } of suites) {
  const why = missing.filter((one) => one !== null).join('; ');
  if (why !== '') {
    process.stderr.write(`skipped: test/${name} ${what} (${why})\n`);
  } else {
    process.stderr.write(`\ntest/${name} ${what}\n`);
    const status = runJest(name, [`test/${name}`], { REAL_SERVERS: '1' });
    process.exitCode = process.exitCode || status;
  }
}
