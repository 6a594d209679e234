// What the register says now, read once a version. Knows the register; must not know what it is read for.
import type { CalendarBook, Dossier } from '../domain/agreement.js';
import { type WorkingCalendar, workingCalendar } from '../domain/workingCalendar.js';
import type { Database } from '../database/connect.js';
import { bookOf, dossierOf, registerVersion } from '../database/register.js';

export interface Known {
  readonly version: number;
  readonly book: CalendarBook;
  readonly calendar: WorkingCalendar;
  readonly dossierOf: (agreement: string) => Promise<Dossier | null>;
}

/** The register as of the moment of asking. */
export type Knowledge = () => Promise<Known>;

/** Letters come in the order of mailboxes, so those of one agreement are not far apart. */
const KEPT = 500;

/** A burst asks ten thousand times: only the version is read each time, the rest once a version. */
export function knowledgeOf(db: Database): Knowledge {
  let known: Known | null = null;
  let asked: Promise<number> | null = null;
  return async () => {
    // Whoever asks while the question is on its way shares the answer.
    asked ??= registerVersion(db.kysely).finally(() => {
      asked = null;
    });
    const version = await asked;
    if (known?.version === version) return known;
    const book = await bookOf(db.kysely, version);
    const dossiers = new Map<string, Promise<Dossier | null>>();
    const read = async (agreement: string): Promise<Dossier | null> =>
      (await dossierOf(db.kysely, agreement, version))?.dossier ?? null;
    known = {
      version,
      book,
      calendar: workingCalendar(book),
      dossierOf: (agreement) => {
        const dossier = dossiers.get(agreement) ?? read(agreement);
        dossiers.set(agreement, dossier);
        for (const oldest of dossiers.keys()) {
          if (dossiers.size <= KEPT) break;
          dossiers.delete(oldest);
        }
        return dossier;
      },
    };
    return known;
  };
}
