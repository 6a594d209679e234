// `nhip register`: files into the register, and the engine to work by them. Knows files, register and output; must not know
// how a term runs.
import { userInfo } from 'node:os';
import { instantFromMs } from '../../domain/localDate.js';
import { loadFiles } from '../../files/load.js';
import { hasErrors, printed } from '../../files/messages.js';
import { type RegisterAnswer, register } from '../registering.js';
import { firstTurnsDone } from './known.js';
import type { ExitCode, Output } from './output.js';
import { withEngine } from './reach.js';

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
    const answer = await register(db, engine, loaded, { who: userInfo().username, at, dryRun });
    // Whoever asks next sees the cycles this started.
    if (!dryRun) await firstTurnsDone(db, at);
    if (out.json) out.printJson(answer);
    else out.print(registeredText(answer, dryRun, out));
    return 0;
  });
}

function registeredText(answer: RegisterAnswer, dryRun: boolean, { language }: Output): string {
  const { new: fresh, changed, unchanged, started } = answer;
  const vi = language === 'vi';
  if (fresh.length + changed.length === 0) return vi ? 'Không có thay đổi.' : 'No changes.';
  const list = (label: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`  ${label}: ${names.join(', ')}`];
  const head = vi
    ? dryRun
      ? 'Sẽ ghi vào sổ đăng ký:'
      : 'Đã ghi nhận: sổ đăng ký có thay đổi.'
    : dryRun
      ? 'Would be registered:'
      : 'Recorded: the register has changed.';
  return [
    head,
    ...list(vi ? 'mới' : 'new', fresh),
    ...list(vi ? 'thay đổi' : 'changed', changed),
    ...list(vi ? 'giữ nguyên' : 'unchanged', unchanged),
    ...list(vi ? 'bắt đầu theo dõi' : 'started', started),
  ].join('\n');
}
