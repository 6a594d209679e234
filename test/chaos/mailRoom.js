// Where the letters of a run arrive: a real Postfix that delivers into mailboxes read over IMAP, or, where there is none, the
// counting sink. Knows how arrivals are counted; must not know who sends, nor what is killed.
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openSink } from '../../bench/stage.js';
import { dovecotMissing, mailboxCounts, startDovecot } from '../mailhost/dovecot.js';
import { EVERYONE, postfixMissing, startPostfix } from '../mailhost/postfix.js';

/** Why arrivals cannot be counted in real mailboxes here; null: they can. */
export function mailboxesMissing() {
  return [postfixMissing(), dovecotMissing()].filter((why) => why !== null).join('; ') || null;
}

/**
 * `{ smtp, evidence, relay, counts, lastAt, close }`: `relay` is null or what can be killed and started again; `counts()` answers
 * `Message-ID` → copies once all that was taken has arrived; `lastAt()` the real ms of the last arrival.
 */
export async function openMailRoom(stage) {
  return mailboxesMissing() === null ? real(join(stage.folder, 'mailhost')) : counting(stage);
}

async function real(folder) {
  mkdirSync(folder);
  // Postfix works under accounts of its own.
  chmodSync(join(folder, '..'), 0o755);
  const relay = await startPostfix(folder);
  const dovecot = await startDovecot(folder, { mail: relay.mail });
  const arrived = join(relay.mail, EVERYONE, 'Maildir', 'new');
  return {
    smtp: { host: '127.0.0.1', port: Number(new URL(relay.url).port) },
    evidence: { evidenceAddress: `postfix:${relay.log}` },
    relay,
    counts: async () => {
      // Asked first: opening a mailbox moves its letters.
      await relay.flushed();
      return mailboxCounts(dovecot, relay.mail);
    },
    lastAt: async () => {
      await relay.flushed();
      return readdirSync(arrived).reduce(
        (last, name) => Math.max(last, statSync(join(arrived, name)).mtimeMs),
        0,
      );
    },
    close: () => Promise.all([dovecot.stop(), relay.stop()]),
  };
}

async function counting(stage) {
  const sink = await openSink(stage, true);
  return {
    smtp: { host: '127.0.0.1', port: sink.port },
    evidence: { evidence: stage.folder },
    relay: null,
    counts: async () => {
      const lines = readFileSync(join(stage.folder, 'index.jsonl'), 'utf8').split('\n').filter(Boolean);
      const counts = new Map();
      for (const line of lines) {
        const { messageId } = JSON.parse(line);
        counts.set(messageId, (counts.get(messageId) ?? 0) + 1);
      }
      return counts;
    },
    lastAt: async () => (await sink.ask('report')).arrivals.at(-1) ?? 0,
    close: () => Promise.resolve(),
  };
}
