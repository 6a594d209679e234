// `nhip record verify` and `nhip record export`. Knows the record's chains; must not know sentences.
import { instantFromMs } from '../../domain/localDate.js';
import { inTransaction } from '../../database/connect.js';
import { brokenSeals, readStream, sealHeads, type Verdict, verify } from '../../database/record.js';
import { readViews } from '../../database/view.js';
import { historySentence } from '../../words/history.js';
import { agreementId } from '../../workflows/contract.js';
import { isFault, knownAgreement } from './known.js';
import type { ExitCode, Output } from './output.js';
import { withDatabase } from './reach.js';
import { codeSpeaker, refuse } from './refuse.js';

/** Recomputes every chain; sealing afterwards makes a later truncation visible. Exit 1 where a chain is broken. */
export function recordVerifyCommand(seal: boolean, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db }) => {
    const verdicts = await verify(db.kysely);
    const cutOff = await brokenSeals(db.kysely);
    const broken = verdicts.filter(({ brokenAt }) => brokenAt !== null);
    const ok = broken.length === 0 && cutOff.length === 0;
    const lines = verdicts.reduce((sum, verdict) => sum + verdict.lines, 0);
    if (ok && seal) await inTransaction(db, (tx) => sealHeads(tx, instantFromMs(Date.now())));
    if (out.json) out.printJson({ ok, lines, streams: verdicts, cutOff, sealed: ok && seal });
    else if (ok) out.print(historySentence('recordVerified', { n: lines }, codeSpeaker(out.language)));
    if (!ok) sayBroken(broken, cutOff, out);
    return ok ? 0 : 1;
  });
}

function sayBroken(broken: readonly Verdict[], cutOff: readonly string[], out: Output): void {
  for (const { stream, brokenAt } of broken) {
    out.say(stream);
    refuse({ code: 'RecordBroken', facts: { n: brokenAt ?? 0 } }, out);
  }
  for (const stream of cutOff) refuse({ code: 'RecordCutOff', facts: { stream } }, out);
}

/** All lines of an agreement's streams as they are chained, one JSON value. */
export function recordExportCommand(code: string, out: Output): Promise<ExitCode> {
  return withDatabase(out, async ({ db }) => {
    const known = await knownAgreement(db, code);
    if (isFault(known)) return refuse(known, out);
    const views = await readViews(db.kysely, code);
    const streams = [agreementId(code), ...views.map(({ cycle }) => cycle)];
    const lines = await Promise.all(streams.map((stream) => readStream(db.kysely, stream)));
    out.printJson(lines.flat());
    return 0;
  });
}
