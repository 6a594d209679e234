// A real engine for a test: dev server with time skipping, PostgreSQL, catcher, worker. Knows how to put them together.
import { join } from 'node:path';
import { loadEvents } from '../../files/events.js';
import { loadFiles } from '../../files/load.js';
import { localDate } from '../../domain/localDate.js';
import type { Play } from '../../domain/play.js';
import { packageRoot } from '../../machine/compiled.js';
import type { Places } from '../../machine/places.js';
import { type RunningWorker, startWorker } from '../../worker/main.js';
import { ensureBuilt } from '../system/build.js';

/** Minutes: the machine may be laden. */
export const PATIENCE_MS = 240_000;

export async function prepare(): Promise<void> {
  process.env['TZ'] = 'UTC';
  await ensureBuilt();
}

export function example(path: string): string {
  return join(packageRoot(), 'examples', path);
}

/** A play of bundled files. */
export function playOf(agreements: readonly string[], span: Play['span'], events?: string): Play {
  const loaded = loadFiles(agreements.map((name) => example(`agreements/${name}.yaml`)));
  return {
    dossiers: loaded.agreements,
    book: loaded.calendar,
    events: events === undefined ? [] : loadEvents(example(`events/${events}.yaml`)).events,
    span,
  };
}

/** A whole life with few letters and every kind of act: `test/engine/short`. */
export function shortPlay(): Play {
  const folder = join(packageRoot(), 'test', 'engine', 'short');
  const loaded = loadFiles([join(folder, 'agreement.yaml')]);
  return {
    dossiers: loaded.agreements,
    book: loaded.calendar,
    events: loadEvents(join(folder, 'events.yaml')).events,
    span: { from: localDate('2024-01-01'), to: localDate('2024-12-31') },
  };
}

export function quietly(places: Places): Promise<RunningWorker> {
  return startWorker(places, () => undefined, { rounds: false });
}
