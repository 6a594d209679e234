// The command line: which words exist, what they take, and which file answers. Each command is loaded only when called,
// so that `simulate`, `check`, `calendar` and `workday` never load Temporal, pg or nodemailer.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isLocalDate, type LocalDate } from '../../domain/localDate.js';
import { type ExitCode, languageOf, type Output, output } from './output.js';

interface Common {
  readonly lang?: string;
  readonly json?: boolean;
}

type Answer = (out: Output) => ExitCode | Promise<ExitCode>;

/** Runs one command line; resolves to the exit code of design §8. */
export async function main(args: readonly string[]): Promise<number> {
  let code: ExitCode = 0;
  const run = async (options: Common, answer: Answer): Promise<void> => {
    code = await answer(output(languageOf(options.lang), options.json === true));
  };
  const program = commandLine(run);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has printed help, version or the mistake; only the mistakes are wrong usage.
    return error.exitCode === 0 ? 0 : 2;
  }
}

type Run = (options: Common, answer: Answer) => Promise<void>;

function commandLine(run: Run): Command {
  const program = new Command('nhip')
    .description(
      'Nhịp · nhắc việc các chương trình phối hợp · keeps coordination agreements on their yearly beat',
    )
    .exitOverride()
    .showSuggestionAfterError();
  const command = (signature: string, description: string): Command =>
    program
      .command(signature)
      .description(description)
      .addOption(new Option('--lang <lang>', 'vi, en').choices(['vi', 'en']))
      .option('--json', 'một giá trị JSON ra stdout · one JSON value on stdout');

  command('check <files...>', 'Kiểm tra tệp · validate files').action(
    async (files: string[], options: Common) =>
      run(options, async (out) => (await import('./checkCommand.js')).checkCommand(files, out)),
  );
  withSpan(
    command('simulate <files...>', 'Xem trước cả năm, không cần máy chủ · a year without a server'),
  ).action(async (files: string[], options: Common & SpanFlags) =>
    run(options, async (out) => (await import('./simulateCommand.js')).simulateCommand(files, options, out)),
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
  return program;
}

interface SpanFlags {
  readonly year?: number;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly events?: string;
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

function yearArgument(text: string): number {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 1900 || year > 2199) {
    throw new InvalidArgumentError('1900–2199');
  }
  return year;
}

function countArgument(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('0–9999');
  return Number(text);
}

function dateArgument(text: string): LocalDate {
  if (!isLocalDate(text)) throw new InvalidArgumentError('2026-06-15');
  return text;
}
