// What commands have in common on the command line: options, and how a word becomes a value. Knows commander; must not know
// any command.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isLocalDate, type LocalDate } from '../../domain/localDate.js';
import type { ExitCode, Output } from './output.js';

export interface Common {
  readonly lang?: string;
  readonly json?: boolean;
}

export type Answer = (out: Output) => ExitCode | Promise<ExitCode>;

/** Runs a command's answer with the output its options ask for. */
export type Run = (options: Common, answer: Answer) => Promise<void>;

export interface CommandLine {
  readonly program: Command;
  /** Adds a command with the options all of them have. */
  readonly command: (signature: string, description: string) => Command;
  /** Adds a word under which further commands stand. */
  readonly group: (name: string, description: string) => Command;
  readonly run: Run;
}

/** The options every command has. */
export function common(command: Command): Command {
  return command
    .addOption(new Option('--lang <lang>', 'vi, en').choices(['vi', 'en']))
    .option('--json', 'một giá trị JSON ra stdout · one JSON value on stdout');
}

export function yearArgument(text: string): number {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 1900 || year > 2199) throw new InvalidArgumentError('<year> 1900–2199');
  return year;
}

export function countArgument(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('0–9999');
  return Number(text);
}

export function dateArgument(text: string): LocalDate {
  if (!isLocalDate(text)) throw new InvalidArgumentError('2026-06-15');
  return text;
}

export function optionalYear(text: string | undefined): number | undefined {
  return text === undefined ? undefined : yearArgument(text);
}
