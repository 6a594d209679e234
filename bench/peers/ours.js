// Nhịp itself: Temporal, a ledger in PostgreSQL, one sender. Schedules through its own register and ledger and works with its own
// worker: nothing of it is replaced.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { inTransaction, openDatabase } from '../../dist/database/connect.js';
import { arm } from '../../dist/database/ledger/arm.js';
import { migrate } from '../../dist/database/migrate.js';
import { saveRegister } from '../../dist/database/register.js';
import { lockCycle } from '../../dist/database/turns.js';
import { epochMs } from '../../dist/domain/localDate.js';
import { installRuntime, startWorker } from '../../dist/worker/main.js';
import { prepareNamespace } from '../../dist/worker/namespace.js';
import { cycleId } from '../../dist/workflows/contract.js';
import { startDispatch } from '../../dist/workflows/starts.js';
import { CONNECTIONS } from '../pool.js';
import { fleetOf, YEAR } from './fleet.js';

const NAMESPACE = 'default';
/** Cycles armed in one transaction. */
const TOGETHER = 100;

export const peer = {
  title: 'Nhịp: Temporal + PostgreSQL',
  needs: ['postgres', 'temporal'],
  settings: `its own worker with its defaults, ${CONNECTIONS} connections; evidence: the sink's list; without the storm guard and the daily round, whose clocks are real`,
  // Registering, arming and composing come before the instant.
  leadS: (notices) => 20 + notices / 120,
  schedule: async (run) => {
    const fleet = fleetOf(run.notices, run.everyMs);
    const db = openDatabase(run.database);
    await migrate(db);
    await inTransaction(db, (tx) =>
      saveRegister(
        tx,
        {
          agreements: fleet.copies.map(({ dossier }) => dossier),
          bodies: [],
          calendar: fleet.calendar,
          files: [],
        },
        { who: 'bench', at: fleet.asOf },
      ),
    );
    for (let from = 0; from < fleet.copies.length; from += TOGETHER) {
      await inTransaction(db, async (tx) => {
        for (const { dossier, notices } of fleet.copies.slice(from, from + TOGETHER)) {
          const agreement = dossier.agreement.code;
          const cycle = cycleId(agreement, YEAR);
          await lockCycle(tx, cycle);
          await arm(tx, { cycle, agreement, year: YEAR, notices, asOf: fleet.asOf });
        }
      });
    }
    await db.close();
    await startDispatches(run, fleet);
  },
  work: async (run) => {
    installRuntime(null, () => undefined);
    const worker = await startWorker(
      {
        temporal: { address: run.temporal, namespace: NAMESPACE },
        databaseUrl: run.database,
        smtpUrl: `smtp://${run.smtp.host}:${run.smtp.port}?connections=${CONNECTIONS}${rateOf(run)}`,
        catcherFolder: run.evidence,
        ...(run.evidenceAddress && { evidence: run.evidenceAddress }),
        from: 'nhip@nhip.example',
      },
      () => undefined,
      // The fleet has no running cycles: the round that compares plan, ledger and evidence would see holes.
      { rounds: false },
    );
    if (run.first) await composed(run.database);
    return () => worker.stop();
  },
};

/** Ready is a worker whose letters lie finished in the ledger, as they do two minutes before their instant. */
async function composed(database) {
  const db = openDatabase(database);
  for (;;) {
    const waiting = await db.kysely
      .selectFrom('letter')
      .select('id')
      .where('state', '=', 'composing')
      .limit(1)
      .execute();
    if (waiting.length === 0) break;
    await sleep(100);
  }
  await db.close();
}

function rateOf({ ratePerMinute }) {
  return ratePerMinute === null ? '' : `&rate=${ratePerMinute}`;
}

async function startDispatches(run, { base, copies }) {
  const offsetMs = run.at - epochMs(base);
  const connection = await Connection.connect({ address: run.temporal });
  await prepareNamespace(connection, NAMESPACE);
  const { workflow } = new Client({ connection, namespace: NAMESPACE });
  const instants = new Set(copies.flatMap(({ notices }) => notices.map(({ at }) => at)));
  for (const instant of instants) await startDispatch(workflow, { instant, offsetMs });
  await connection.close();
}
