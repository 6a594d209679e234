// The commands that need no server, and the rehearsal, which takes the same options. Knows which words exist; each command is
// loaded only when called, so that `simulate` and its like never load Temporal, pg or nodemailer.
import { type Command, Option } from 'commander';
import type { LocalDate } from '../../domain/localDate.js';
import { type CommandLine, type Common, countArgument, dateArgument, yearArgument } from './arguments.js';

interface SpanFlags {
  readonly year?: number;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly events?: string;
}

export function addPlayCommands({ command, run }: CommandLine): void {
  command('check <files...>', 'Kiểm tra tệp · validate files').action(
    async (files: string[], options: Common) =>
      run(options, async (out) => (await import('./checkCommand.js')).checkCommand(files, out)),
  );
  withSpan(
    command('simulate <files...>', 'Xem trước cả năm, không cần máy chủ · a year without a server'),
  ).action(async (files: string[], options: Common & SpanFlags) =>
    run(options, async (out) => (await import('./simulateCommand.js')).simulateCommand(files, options, out)),
  );
  withSpan(
    command('rehearse <files...>', 'Diễn tập trên máy chủ thật, không gửi thư · the same on the real engine'),
  ).action(async (files: string[], options: Common & SpanFlags) =>
    run(options, async (out) => (await import('./rehearseCommand.js')).rehearseCommand(files, options, out)),
  );
  command('calendar <year>', 'Ngày nghỉ của một năm · days off of a year').action(
    async (year: string, options: Common) =>
      run(options, async (out) =>
        (await import('./dayCommands.js')).calendarCommand(yearArgument(year), out),
      ),
  );
  command('workday <date>', 'Đếm ngày làm việc · count working days')
    .addOption(new Option('--plus <n>').argParser(countArgument).conflicts(['minus', 'roll']))
    .addOption(new Option('--minus <n>').argParser(countArgument).conflicts(['plus', 'roll']))
    .addOption(new Option('--roll <way>').choices(['next', 'previous']).conflicts(['plus', 'minus']))
    .action(
      async (date: string, options: Common & { plus?: number; minus?: number; roll?: 'next' | 'previous' }) =>
        run(options, async (out) =>
          (await import('./dayCommands.js')).workdayCommand(dateArgument(date), options, out),
        ),
    );
}

function withSpan(command: Command): Command {
  return command
    .addOption(
      new Option('--year <year>', 'một chu kỳ · one cycle').argParser(yearArgument).conflicts(['from', 'to']),
    )
    .addOption(new Option('--from <date>', 'từ ngày · from').argParser(dateArgument))
    .addOption(new Option('--to <date>', 'đến ngày · to').argParser(dateArgument))
    .option('--events <file>', 'việc đã diễn ra · what people did');
}
