// The commands that put files into the register and show what came of them. Knows which words exist; each command is loaded
// only when called.
import { type CommandLine, type Common, optionalYear } from './arguments.js';

export function addRegisterCommands({ command, run }: CommandLine): void {
  command('register <files...>', 'Ghi vào sổ đăng ký, bắt đầu theo dõi · into the register')
    .option('--dry-run', 'chỉ nêu sẽ đổi gì, kể cả thời hạn và thư · only say what would change')
    .action(async (files: string[], options: Common & { readonly dryRun?: boolean }) =>
      run(options, async (out) =>
        (await import('./registerCommand.js')).registerCommand(files, options.dryRun === true, out),
      ),
    );
  command('agreements', 'Các chương trình phối hợp · agreements').action(async (options: Common) =>
    run(options, async (out) => (await import('./showCommands.js')).agreementsCommand(out)),
  );
  command('show <code> [year]', 'Một chương trình, chu kỳ · an agreement, a cycle').action(
    async (code: string, year: string | undefined, options: Common) =>
      run(options, async (out) =>
        (await import('./showCommands.js')).showCommand(code, optionalYear(year), out),
      ),
  );
  command('history <code> [year]', 'Những việc đã diễn ra · what happened').action(
    async (code: string, year: string | undefined, options: Common) =>
      run(options, async (out) =>
        (await import('./historyCommand.js')).historyCommand(code, optionalYear(year), out),
      ),
  );
}
