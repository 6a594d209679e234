// The commands that read ledger and record. Knows which words exist; each command is loaded only when called.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandLine, type Common, common, dateArgument, type Run } from './arguments.js';
import type { VerbOptions } from './verbRequest.js';

export function addLedgerCommands({ group, run }: CommandLine): void {
  const mail = group('mail', 'Sổ thư · the ledger of letters');
  common(mail.command('list').description('Mọi thư và trạng thái · all letters')).action(
    async (options: Common) =>
      run(options, async (out) => (await import('./mailCommands.js')).mailListCommand(out)),
  );
  common(mail.command('show <id>').description('Một thư và lời thư · one letter')).action(
    async (id: string, options: Common) =>
      run(options, async (out) => {
        const { draftNamed, draftShowCommand } = await import('./draftCommands.js');
        const draft = draftNamed(id);
        if (draft) return draftShowCommand(id, draft, out);
        return (await import('./mailCommands.js')).mailShowCommand(id, out);
      }),
  );
  addDraftVerbs(mail, run);
  const record = group('record', 'Nhật ký · the record');
  common(record.command('verify').description('Kiểm tra chuỗi xác thực · verify the chains'))
    .option('--seal', 'niêm phong sau khi kiểm tra · seal the heads')
    .action(async (options: Common & { readonly seal?: boolean }) =>
      run(options, async (out) =>
        (await import('./recordCommands.js')).recordVerifyCommand(options.seal === true, out),
      ),
    );
  common(record.command('export <code>').description('Xuất nhật ký, JSON · export as JSON')).action(
    async (code: string, options: Common) =>
      run(options, async (out) => (await import('./recordCommands.js')).recordExportCommand(code, out)),
  );
}

type ByHand = Common & Pick<VerbOptions, 'number' | 'on' | 'to' | 'reason'>;

/** Release, hold, withdraw: of an urging letter that is drafted, by its id. */
function addDraftVerbs(mail: Command, run: Run): void {
  const reason = (): Option => new Option('--reason <text>', 'lý do · reason');
  const on = new Option('--on <date>', 'ngày của công văn · day of the paper').argParser(dateArgument);
  const to = new Option('--to <date>', 'hoãn đến ngày · put off to').argParser(dateArgument);
  const verb = (
    name: string,
    description: string,
    options: readonly Option[],
    [act, needs]: readonly ['release' | 'drop' | 'putOff', 'number' | 'to' | null],
  ): void => {
    const command = common(mail.command(`${name} <id>`).description(description));
    for (const option of options) command.addOption(option);
    command.action(async (id: string, given: ByHand) =>
      run(given, async (out) => {
        const { draftNamed, draftVerbCommand } = await import('./draftCommands.js');
        const draft = draftNamed(id);
        if (!draft) return (await import('./mailCommands.js')).unknownLetter(id, out);
        if (needs !== null && given[needs] === undefined) throw new InvalidArgumentError(`--${needs}`);
        return draftVerbCommand(act, draft, given, out);
      }),
    );
  };
  const number = new Option('--number <number>', 'số công văn · number of the paper');
  verb('release', 'Phát hành · release', [number, on, reason()], ['release', 'number']);
  verb('hold', 'Hoãn · hold', [to, reason()], ['putOff', 'to']);
  verb('withdraw', 'Không phát hành · withdraw', [reason()], ['drop', null]);
}
