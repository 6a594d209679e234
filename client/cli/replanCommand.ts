// `nhip replan`: open cycles plan again by the register of now. Knows views and engine; must not know what changes.
import { randomUUID } from 'node:crypto';
import { readViews } from '../../database/view.js';
import { replanCycles } from '../engine.js';
import { isFault, knownAgreement } from './known.js';
import type { ExitCode, Output } from './output.js';
import { withEngine } from './reach.js';
import { refuse } from './refuse.js';
import { VERB_PHRASES } from './verbPhrases.js';

/** Of one agreement or all. Each call is a request of its own: planning twice arms nothing twice. */
export function replanCommand(code: string | undefined, out: Output): Promise<ExitCode> {
  return withEngine(out, async ({ db, engine }) => {
    if (code !== undefined) {
      const known = await knownAgreement(db, code);
      if (isFault(known)) return refuse(known, out);
    }
    const open = (await readViews(db.kysely, code)).filter((view) => !view.closed);
    const asked = await replanCycles(engine, open, randomUUID());
    if (out.json) out.printJson({ ok: true, refusal: null, withdrawn: [], alreadyGone: [], nextDue: null });
    else out.print(VERB_PHRASES[out.language].replanned(asked));
    return 0;
  });
}
