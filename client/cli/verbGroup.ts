// The verbs. Knows which words exist and what each needs; all are answered by one file, loaded only when called.
import { type Command, Option } from 'commander';
import { type CommandLine, type Common, dateArgument, optionalYear, yearArgument } from './arguments.js';
import type { VerbOptions, VerbRequest } from './verbRequest.js';

type Verb = VerbRequest['do'];

const ON = () => new Option('--on <date>', 'ngày thực tế · day of the fact').argParser(dateArgument);
const BY = () => new Option('--by <body>', 'cơ quan có phần việc · whose duty');
const NUMBER = () => new Option('--number <number>', 'số văn bản · document number');
const REASON = () => new Option('--reason <text>', 'lý do · reason');

export function addVerbs(line: CommandLine): void {
  const verb = (name: Verb, description: string, ...options: readonly Option[]): Command =>
    onObligation(line, name, description, options);
  verb('submit', 'Ghi nhận đã gửi · a paper came in', BY().makeOptionMandatory(), ON(), NUMBER(), REASON());
  verb('accept', 'Tiếp nhận · accept', BY().makeOptionMandatory(), ON(), NUMBER());
  verb('return', 'Đề nghị hoàn thiện · return', BY().makeOptionMandatory(), ON(), NUMBER(), REASON());
  const to = new Option('--to <date>', 'hạn mới · new due day').argParser(dateArgument).makeOptionMandatory();
  verb('extend', 'Gia hạn · extend', BY(), to, REASON());
  verb('waive', 'Miễn thực hiện · waive', BY(), REASON());
  const anyway = new Option('--anyway', 'vẫn ấn định · override a refusal');
  verb('schedule', 'Ấn định ngày họp · schedule', ON().makeOptionMandatory(), anyway, REASON());
  const next = new Option('--next <file>', 'việc cho chu kỳ sau · adopted for the next cycle');
  verb('conclude', 'Ghi đã họp · a meeting was held', ON().makeOptionMandatory(), NUMBER(), next);
  verb('correct', 'Đính chính việc ghi gần nhất · take back the last act', BY(), REASON());
  onCycle(line, 'pause', 'Tạm dừng · pause');
  onCycle(line, 'resume', 'Cho tiếp tục · resume');
  addReplan(line);
  addProposals(line);
}

function onObligation(
  { command, run }: CommandLine,
  name: Verb,
  description: string,
  options: readonly Option[],
): Command {
  const verb = command(`${name} <code> <year> <obligation>`, description);
  for (const option of options) verb.addOption(option);
  return verb.action(async (code: string, year: string, obligation: string, flags: Common & VerbOptions) => {
    const request = { do: name, agreement: code, year: yearArgument(year), obligation, options: flags };
    await run(flags, async (out) => (await import('./verbCommand.js')).verbCommand(request, out));
  });
}

function onCycle({ command, run }: CommandLine, name: Verb, description: string): void {
  command(`${name} <code> [year]`, description)
    .addOption(REASON())
    .action(async (code: string, year: string | undefined, flags: Common & VerbOptions) => {
      const given = optionalYear(year);
      const request = {
        do: name,
        agreement: code,
        ...(given !== undefined && { year: given }),
        options: flags,
      };
      await run(flags, async (out) => (await import('./verbCommand.js')).verbCommand(request, out));
    });
}

function addReplan({ command, run }: CommandLine): void {
  command('replan [code]', 'Tính lại lịch nhắc · plan again').action(
    async (code: string | undefined, options: Common) =>
      run(options, async (out) => (await import('./replanCommand.js')).replanCommand(code, out)),
  );
}

function addProposals({ command, run }: CommandLine): void {
  command('propose <code> <year> <file>', 'Đề xuất việc phát sinh · obligations that arise')
    .addOption(REASON())
    .action(async (code: string, year: string, file: string, flags: Common & VerbOptions) => {
      const options = { ...flags, next: file };
      const request = { do: 'propose', agreement: code, year: yearArgument(year), options } as const;
      await run(flags, async (out) => (await import('./verbCommand.js')).verbCommand(request, out));
    });
  command('ratify <code> <year>', 'Ghi ý kiến thống nhất · a party consents')
    .addOption(new Option('--by <body>', 'bên thống nhất · the party').makeOptionMandatory())
    .addOption(ON())
    .addOption(REASON())
    .action(async (code: string, year: string, flags: Common & VerbOptions) => {
      const request = { do: 'ratify', agreement: code, year: yearArgument(year), options: flags } as const;
      await run(flags, async (out) => (await import('./verbCommand.js')).verbCommand(request, out));
    });
}
