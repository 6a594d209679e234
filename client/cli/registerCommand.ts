// `nhip register`: files into the register, and the engine to work by them. Knows files, register and output; must not know
// how a term runs, nor words.
import { userInfo } from 'node:os';
import { instantFromMs } from '../../domain/localDate.js';
import { loadFiles } from '../../files/load.js';
import { hasErrors, printed } from '../../files/messages.js';
import { register, registerDry } from '../registering.js';
import { firstTurnsDone } from './known.js';
import type { ExitCode, Output } from './output.js';
import { withEngine } from './reach.js';
import { previewJson, previewText, registeredText } from './registerText.js';

/** Nothing is asked of the engine before every file is good: one bad file stops all. */
export async function registerCommand(
  paths: readonly string[],
  dryRun: boolean,
  out: Output,
): Promise<ExitCode> {
  const loaded = loadFiles(paths);
  for (const message of loaded.messages) out.say(printed(message, out.language));
  if (hasErrors(loaded.messages)) return 1;
  return withEngine(out, async ({ db, engine }) => {
    const at = instantFromMs(Date.now());
    const registering = { who: userInfo().username, at };
    if (dryRun) {
      const preview = await registerDry(db, loaded, registering);
      if (out.json) out.printJson({ ...preview, cycles: preview.cycles.map(previewJson) });
      else out.print(previewText(preview, out));
      return 0;
    }
    const answer = await register(db, engine, loaded, registering);
    // Whoever asks next sees the cycles this started.
    await firstTurnsDone(db, at);
    if (out.json) out.printJson(answer);
    else out.print(registeredText(answer, out));
    return 0;
  });
}
