// The command line as a whole: the groups of its commands, and how a run of it ends. Knows commander; must not know what any
// command does.
import { Command, CommanderError } from 'commander';
import type { Language } from '../../domain/agreement.js';
import { common, type CommandLine, type Run } from './arguments.js';
import { addMailCommands } from './mailGroup.js';
import { addRecordCommands } from './recordGroup.js';
import { addMachineCommands } from './machineGroup.js';
import { type ExitCode, languageOf, output } from './output.js';
import { addPlayCommands } from './playGroup.js';
import { addRegisterCommands } from './registerGroup.js';
import { addVerbs } from './verbGroup.js';

/** Runs one command line; resolves to the exit code of design §8. */
export async function main(args: readonly string[]): Promise<number> {
  let code: ExitCode = 0;
  const run: Run = async (options, answer) => {
    code = await answer(output(languageOf(options.lang), options.json === true));
  };
  const program = commandLine(run);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help was asked for, or printed because no command was given.
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    if (error.code === 'commander.unknownCommand') return await unknownCommand(error.message, args);
    return await wrongUsage(error, args);
  }
}

const UNKNOWN_COMMAND = /unknown command '(.*)'(?:\n\(Did you mean (?:one of )?([^,?]+)[^)]*\))?/;

async function unknownCommand(said: string, args: readonly string[]): Promise<ExitCode> {
  const { refuse } = await import('./refuse.js');
  const [, word = '', near] = UNKNOWN_COMMAND.exec(said) ?? [];
  const facts = { word, ...(near !== undefined && { near }) };
  return refuse({ code: 'WrongUsage', facts }, output(languageIn(args), false));
}

async function wrongUsage(error: CommanderError, args: readonly string[]): Promise<ExitCode> {
  const { refusalLines } = await import('../../words/refusals.js');
  const { usageWords } = await import('./usage.js');
  const language = languageIn(args);
  const words = usageWords(error, args, language);
  output(language, false).say(refusalLines(language, words));
  return words.exitCode;
}

/** Of a command line that could not be read. */
function languageIn(args: readonly string[]): Language {
  const lang = args.indexOf('--lang');
  return languageOf(lang < 0 ? undefined : args[lang + 1]);
}

function commandLine(run: Run): Command {
  const program = new Command('nhip')
    .description(
      'Nhịp · nhắc việc các chương trình phối hợp · keeps coordination agreements on their yearly beat',
    )
    .exitOverride()
    .configureOutput({
      // Mistakes are said in our words, in the language asked for.
      outputError: () => undefined,
    })
    .showSuggestionAfterError();
  const line: CommandLine = {
    program,
    run,
    command: (signature, description) => common(program.command(signature).description(description)),
    group: (name, description) => program.command(name).description(description),
  };
  addMachineCommands(line);
  addRegisterCommands(line);
  addVerbs(line);
  addMailCommands(line);
  addRecordCommands(line);
  addPlayCommands(line);
  return program;
}
