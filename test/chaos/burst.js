// One run: a burst of letters through the whole stack, one blow at a moment that the seed names, and what then stands in the
// mailboxes. Knows the order of a run; must not know how a part is killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStage, scheduled, working } from '../../bench/stage.js';
import { standbyPair } from '../failover/standbyPair.js';
import { BLOWS, PROMOTED, risen } from './blows.js';
import { seenLedger } from './ledgerSeen.js';
import { openMailRoom } from './mailRoom.js';
import { seeded } from './seeded.js';

/** Registering, arming, composing and two workers' start come before the instant. */
const leadMs = (letters) => 6_000 + 20 * letters;
/** Some blows fall in the second before the instant, when all is composed and connections are warm. */
const BEFORE = 0.1;
const BEFORE_MS = 1_000;
/** Letters that are not out by then count as lost. */
const QUIET_MS = 150_000;
/** After the last one, a second copy would come. */
const AFTER_MS = 2_000;
const OVER = new Set(['sent', 'refused', 'withdrawn', 'inDoubt']);

/**
 * Plays the seed once: `{ seed, kind, letters, moment, struckAt, lost, doubled, inDoubt, settled, lastAfterS }`. `lost` and `doubled`
 * name letters; `moment`: the share of the letters that was sent when it struck, negative before the instant.
 */
export async function burst({ seed, kind, letters }, servers) {
  const stage = openStage(mkdtempSync(join(tmpdir(), 'nhip-chaos-')));
  const room = await openMailRoom(stage);
  const pair = kind === PROMOTED ? await standbyPair({ synchronous: true }) : null;
  try {
    return await played({ seed, kind, letters }, { stage, room, servers, pair });
  } finally {
    await stage.clear();
    await room.close();
    await pair?.stop();
    rmSync(stage.folder, { recursive: true, force: true });
  }
}

async function played({ seed, kind, letters }, { stage, room, servers, pair }) {
  const chance = seeded(seed);
  const moment = chance() - BEFORE;
  const run = {
    ...(pair === null ? await (await servers.of('postgres')).fresh('chaos') : { database: pair.url }),
    ...(await (await servers.of('temporal')).fresh('chaos')),
    smtp: room.smtp,
    ...room.evidence,
    ratePerMinute: null,
    notices: letters,
    everyMs: 0,
    at: Date.now() + leadMs(letters),
    first: true,
  };
  await scheduled('ours', run, stage);
  const another = (place) => working('ours', { ...run, first: false, database: named(run, place) }, stage);
  const workers = await Promise.all([another(0), another(1)]);
  const ledger = seenLedger(run.database);
  const parts = { workers, another, servers, relay: room.relay, pair, chance };
  const struck = await strike(kind, { parts, ledger, moment, run });
  await quiet(ledger, parts, letters);
  const lastAfterS = ((await room.lastAt()) - struck.at) / 1000;
  await stage.clear();
  const found = await counted(ledger, room);
  await ledger.close();
  return { seed, kind, letters, moment, sentBefore: struck.sent, ...found, lastAfterS };
}

/** A name that tells the workers' sessions apart; as their own, one a process. */
function named({ database }, place) {
  const url = new URL(database);
  url.searchParams.set('application_name', nameOf(place));
  return url.href;
}

function nameOf(place) {
  return `chaos worker ${place}`;
}

/** Waits for the moment and strikes; when it struck, and how many letters were sent by then. */
async function strike(kind, { parts, ledger, moment, run }) {
  const { workers, chance } = parts;
  const sent = async () => (await ledger.states()).get('sent') ?? 0;
  if (moment < 0) await sleep(Math.max(0, run.at + (moment / BEFORE) * BEFORE_MS - Date.now()));
  else while ((await sent()) <= moment * run.notices) await sleep(5);
  const name = await ledger.sender();
  const place = [0, 1].find((one) => nameOf(one) === name) ?? Math.floor(chance() * 2);
  const struck = { at: Date.now(), sent: await sent() };
  await BLOWS[kind]({ ...parts, sender: workers[place] });
  return struck;
}

async function quiet(ledger, parts, letters) {
  const until = Date.now() + QUIET_MS;
  const left = async () => {
    const states = await ledger.states();
    const over = [...states].reduce((sum, [state, n]) => sum + (OVER.has(state) ? n : 0), 0);
    // Doubts are asked about until evidence settles them.
    return letters - over + (states.get('inDoubt') ?? 0);
  };
  while (Date.now() < until && (await left()) > 0) {
    await risen(parts);
    await sleep(100);
  }
  await sleep(AFTER_MS);
}

/** What stands in the mailboxes, held against the letters of the ledger. */
async function counted(ledger, room) {
  const counts = await room.counts();
  const letters = await ledger.letters();
  const copiesOf = (letter) => counts.get(letter.message_id ?? '') ?? 0;
  const named = (some) =>
    some.map((letter) => ({ letter: letter.id, state: letter.state, copies: copiesOf(letter) }));
  return {
    lost: named(letters.filter((letter) => letter.state !== 'inDoubt' && copiesOf(letter) === 0)),
    doubled: named(letters.filter((letter) => copiesOf(letter) > 1)),
    inDoubt: named(letters.filter(({ state }) => state === 'inDoubt')),
    settled: await ledger.settled(),
  };
}
