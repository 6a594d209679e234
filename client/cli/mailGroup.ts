// The commands about letters: looking, and a person's hand on them. Knows which words exist and which ids are a draft's;
// each command is loaded only when called.
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandLine, type Common, common, dateArgument, type Run } from './arguments.js';
import type { VerbOptions } from './verbRequest.js';

type ByHand = Common & Pick<VerbOptions, 'number' | 'on' | 'to' | 'reason'> & { readonly all?: boolean };

const STATES = ['ready', 'sending', 'sent', 'refused', 'inDoubt', 'held', 'withdrawn'] as const;
export type ListedState = (typeof STATES)[number];

const reason = (): Option => new Option('--reason <text>', 'lý do · reason');

export function addMailCommands({ group, run }: CommandLine): void {
  const mail = group('mail', 'Sổ thư · the ledger of letters');
  common(mail.command('list').description('Mọi thư và trạng thái · all letters'))
    .addOption(new Option('--state <state>', 'chỉ một trạng thái · one state').choices(STATES))
    .action(async (options: Common & { readonly state?: ListedState }) =>
      run(options, async (out) => (await import('./mailCommands.js')).mailListCommand(options.state, out)),
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
  addRelease(mail, run);
  addHoldAndWithdraw(mail, run);
  addDoubts(mail, run);
  common(mail.command('test <address>').description('Gửi một thư thử · send a test letter')).action(
    async (address: string, options: Common) =>
      run(options, async (out) => (await import('./mailTestCommand.js')).mailTestCommand(address, out)),
  );
}

/** Held letters, several at a time; or one urging letter that is drafted, with its number. */
function addRelease(mail: Command, run: Run): void {
  const on = new Option('--on <date>', 'ngày của công văn · day of the paper').argParser(dateArgument);
  common(mail.command('release [ids...]').description('Cho gửi, phát hành · release'))
    .option('--all', 'mọi thư đang giữ · all that is held')
    .option('--number <number>', 'số công văn · number of the paper')
    .addOption(on)
    .addOption(reason())
    .action(async (ids: readonly string[], given: ByHand) =>
      run(given, async (out) => {
        const { draftNamed, draftVerbCommand } = await import('./draftCommands.js');
        const [draft] = ids.flatMap((id) => draftNamed(id) ?? []);
        if (draft) {
          if (given.number === undefined) throw new InvalidArgumentError('--number <number>');
          if (ids.length > 1) throw new InvalidArgumentError('<id>');
          return draftVerbCommand('release', draft, given, out);
        }
        if ((ids.length === 0) !== (given.all === true)) throw new InvalidArgumentError('<id…> | --all');
        const { mailReleaseCommand } = await import('./mailHandCommands.js');
        return mailReleaseCommand(given.all === true ? null : ids, given.reason, out);
      }),
    );
}

function addHoldAndWithdraw(mail: Command, run: Run): void {
  const to = new Option('--to <date>', 'hoãn đến ngày · put off to').argParser(dateArgument);
  common(mail.command('hold <id>').description('Giữ lại, hoãn · hold'))
    .addOption(to)
    .addOption(reason())
    .action(async (id: string, given: ByHand) =>
      run(given, async (out) => {
        const { draftNamed, draftVerbCommand } = await import('./draftCommands.js');
        const draft = draftNamed(id);
        if (!draft)
          return (await import('./mailHandCommands.js')).mailHandCommand('hold', id, given.reason, out);
        if (given.to === undefined) throw new InvalidArgumentError('--to <date>');
        return draftVerbCommand('putOff', draft, given, out);
      }),
    );
  common(mail.command('withdraw <id>').description('Rút thư, không phát hành · withdraw'))
    .addOption(reason())
    .action(async (id: string, given: ByHand) =>
      run(given, async (out) => {
        const { draftNamed, draftVerbCommand } = await import('./draftCommands.js');
        const draft = draftNamed(id);
        if (draft) return draftVerbCommand('drop', draft, given, out);
        return (await import('./mailHandCommands.js')).mailHandCommand('withdraw', id, given.reason, out);
      }),
    );
}

function addDoubts(mail: Command, run: Run): void {
  common(mail.command('resend <id>').description('Gửi lại cùng một thư · send the same letter again'))
    .addOption(reason())
    .action(async (id: string, given: ByHand) =>
      run(given, async (out) =>
        (await import('./mailHandCommands.js')).mailHandCommand('resend', id, given.reason, out),
      ),
    );
  const how = new Argument('<how>', 'sent | notSent').choices(['sent', 'notSent']);
  common(mail.command('settle <id>').description('Xác định thư đã gửi hay chưa · settle a doubt'))
    .addArgument(how)
    .addOption(reason())
    .action(async (id: string, verdict: 'sent' | 'notSent', given: ByHand) =>
      run(given, async (out) => {
        const { mailHandCommand } = await import('./mailHandCommands.js');
        return mailHandCommand(verdict === 'sent' ? 'settleSent' : 'settleNotSent', id, given.reason, out);
      }),
    );
}
