// How a command answers: stdout for the answer, stderr for all else, an exit code. Knows streams and languages; must not
// know what any command does.
import type { Language } from '../../domain/agreement.js';

/** Design §8: 0 done, 1 refused or invalid, 2 wrong usage, 3 engine, database or relay not reachable. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Output {
  readonly language: Language;
  readonly json: boolean;
  /** To stdout, with its newline. */
  print(text: string): void;
  /** One JSON value to stdout. */
  printJson(value: unknown): void;
  /** To stderr, with its newline. */
  say(text: string): void;
}

export function output(language: Language, json: boolean): Output {
  return {
    language,
    json,
    print: (text) => void process.stdout.write(`${text}\n`),
    printJson: (value) => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** `--lang`, else NHIP_LANG, else Vietnamese. */
export function languageOf(option: string | undefined): Language {
  return (option ?? process.env['NHIP_LANG']) === 'en' ? 'en' : 'vi';
}
