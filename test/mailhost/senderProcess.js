// A process that sends all that is due until it is done or killed: takes over, settles doubts by evidence, sends. Knows the
// compiled program; must not know who kills it. Arguments: the folder of the compiled program, DATABASE_URL, SMTP_URL,
// evidence, now.
const [compiled, databaseUrl, smtpUrl, evidenceAddress, now] = process.argv.slice(2);
const part = (name) => import(`${compiled}/${name}.js`);

const { openDatabase } = await part('database/connect');
const { sqlLedger } = await part('database/ledger/sqlLedger');
const { becomeSender } = await part('activities/sender');
const { sendDue } = await part('activities/send');
const { settleDoubts } = await part('activities/doubts');
const { smtpRelay } = await part('mail/smtp');
const { evidenceAt } = await part('mail/evidenceAt');
const { realClock: clock } = await part('mail/clock');

const db = openDatabase(databaseUrl);
const ledger = sqlLedger(db);
const relay = smtpRelay(smtpUrl);
const evidence = evidenceAt(evidenceAddress);
const sender = await becomeSender(ledger, clock);
const composing = {
  compose: () => Promise.reject(new Error('all is composed')),
  truthNow: (notices) => Promise.resolve(new Set(notices.map(({ id }) => id))),
};
const waiting = () =>
  db.kysely
    .selectFrom('letter')
    .select('id')
    .where('state', 'in', ['ready', 'sending', 'inDoubt'])
    .where('at', '<=', now)
    .execute();
while ((await waiting()).length > 0) {
  await sendDue({ ledger, clock, now, sender, relay, ...composing });
  await settleDoubts(ledger, evidence, now);
  await clock.sleep(100);
}
await relay.close();
await sender.release();
await db.close();
