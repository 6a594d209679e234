// Knows how to start a server on free ports and to wait until it answers. Knows nothing of any server in particular.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sayingOf } from './failure.js';
import type { Child, Guard } from './guard.js';
import type { ChildOrder } from './guardOrders.js';
import { freePorts } from './port.js';

export type Wanted = {
  readonly ports: number;
  readonly order: (ports: readonly number[]) => ChildOrder;
  /** True when the server answers as it should; false to ask again; throws when no waiting will help. */
  readonly probe: (ports: readonly number[]) => Promise<boolean>;
  readonly limitMs: number;
};

/** `why`: what the server itself said last, else what was waited for. `said`: the last of its log. */
export type Stalled = { readonly why: string; readonly said: string; readonly ports: readonly number[] };
export type Ready = { readonly child: Child; readonly ports: readonly number[] };

// A port found free may be gone when the server binds it; thrice in a row is no accident any more.
const TRIES = 3;
const PROBE_EVERY_MS = 25;
const STOP_LIMIT_MS = 2_000;

/** Starts a server on free ports and waits until it answers; tries other ports when one was taken in between. */
export async function startReady(guard: Guard, wanted: Wanted): Promise<Ready | Stalled> {
  for (let attempt = 1; ; attempt++) {
    const ports = await freePorts(wanted.ports);
    const outcome = await startOnce(guard, wanted, ports);
    if ('child' in outcome || attempt === TRIES || !/address already in use|EADDRINUSE/i.test(outcome.said))
      return outcome;
  }
}

async function startOnce(guard: Guard, wanted: Wanted, ports: readonly number[]): Promise<Ready | Stalled> {
  const order = wanted.order(ports);
  const from = sizeOf(order.log);
  const child = await guard.start(order);
  if ('why' in child) return { why: child.why, said: '', ports };
  let over = false;
  const ended = child.ended.then(() => {
    over = true;
    return null;
  });
  const limit = performance.now() + wanted.limitMs;
  try {
    while (!over && performance.now() < limit) {
      // The probe may hang on a child that is going down: its end is news as well.
      if ((await Promise.race([wanted.probe(ports), ended])) === true) return { child, ports };
      await Promise.race([sleep(PROBE_EVERY_MS), ended]);
    }
  } catch (error) {
    await child.stop(STOP_LIMIT_MS);
    return { why: sayingOf(error), said: tailOf(order.log, from), ports };
  }
  if (!over) await child.stop(STOP_LIMIT_MS);
  const said = tailOf(order.log, from);
  return {
    why: lastLine(said) ?? (over ? `${order.name} ended` : `${order.name} does not answer`),
    said,
    ports,
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

const TAIL_BYTES = 4_096;

function tailOf(file: string, from: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const size = fstatSync(descriptor).size;
    const start = Math.max(from, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(descriptor, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}

// What a server says of its end: the last line that names an error, else the last line at all.
function lastLine(said: string): string | null {
  const lines = said.split('\n').map((line) => line.trim());
  return (
    lines.findLast((line) => /error|fatal|panic/i.test(line)) ?? lines.findLast((line) => line !== '') ?? null
  );
}
