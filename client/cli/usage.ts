// What was wrong with a command line, in the words of the reader: commander says it in English alone. Knows the sentences of
// commander 14; must not know any command.
import { type CommanderError, InvalidArgumentError } from 'commander';
import type { Language } from '../../domain/agreement.js';
import type { RefusalWords } from '../../words/refusals.js';

interface UsagePhrases {
  readonly missing: (what: string) => string;
  readonly missingValue: (option: string) => string;
  readonly unknownOption: (option: string, near: string | undefined) => string;
  readonly conflict: (one: string, other: string) => string;
  readonly tooMany: string;
  readonly invalid: (value: string, what: string, hint: string) => string;
  readonly wanted: (hint: string) => string;
  readonly mend: (command: string) => string;
}

const PHRASES: Readonly<Record<Language, UsagePhrases>> = {
  vi: {
    missing: (what) => `Thiếu ${what}.`,
    missingValue: (option) => `${option} cần một giá trị.`,
    unknownOption: (option, near) => `Không có tùy chọn “${option}”${near ? `; có phải “${near}”?` : '.'}`,
    conflict: (one, other) => `${one} và ${other} không dùng cùng nhau.`,
    tooMany: 'Dòng lệnh thừa giá trị; lời có dấu cách cần đặt trong dấu ngoặc kép.',
    invalid: (value, what, hint) => `“${value}” không dùng được cho ${what}; cần ghi ${hint}.`,
    wanted: (hint) => `Cần ghi ${hint}.`,
    mend: (command) => `Xem cách dùng: \`${command}\`.`,
  },
  en: {
    missing: (what) => `${what} is missing.`,
    missingValue: (option) => `${option} needs a value.`,
    unknownOption: (option, near) => `No option “${option}”${near ? `; did you mean “${near}”?` : '.'}`,
    conflict: (one, other) => `${one} and ${other} exclude each other.`,
    tooMany: 'Too many words; put words with spaces in quotation marks.',
    invalid: (value, what, hint) => `“${value}” does not fit ${what}; give ${hint}.`,
    wanted: (hint) => `Give ${hint}.`,
    mend: (command) => `See \`${command}\`.`,
  },
};

/** Words under which further commands stand. */
const GROUPS: ReadonlySet<string> = new Set(['mail', 'record']);

/** `args` as given, to name the help that tells more. */
export function usageWords(error: CommanderError, args: readonly string[], language: Language): RefusalWords {
  const phrases = PHRASES[language];
  const words = args.slice(0, GROUPS.has(args[0] ?? '') ? 2 : 1).filter((word) => !word.startsWith('-'));
  return {
    code: 'WrongUsage',
    sentence: sentenceOf(error, phrases),
    mend: phrases.mend(['nhip', ...words, '--help'].join(' ')),
    exitCode: 2,
  };
}

function sentenceOf(error: CommanderError, phrases: UsagePhrases): string {
  const said = error.message.replace(/^error: /, '');
  // Thrown by an action, not by an option: the message is what is wanted.
  if (error instanceof InvalidArgumentError) return phrases.wanted(said);
  const quoted = [...said.matchAll(/'([^']*)'/g)].map(([, word = '']) => word);
  const [first = '', second = ''] = quoted;
  switch (error.code) {
    case 'commander.missingArgument':
      return phrases.missing(`<${first}>`);
    case 'commander.missingMandatoryOptionValue':
      return phrases.missing(`\`${first}\``);
    case 'commander.optionMissingArgument':
      return phrases.missingValue(`\`${first}\``);
    case 'commander.unknownOption':
      return phrases.unknownOption(first, /Did you mean (?:one of )?([^,?]+)/.exec(said)?.[1]);
    case 'commander.conflictingOption':
      return phrases.conflict(`\`${first}\``, `\`${second}\``);
    case 'commander.excessArguments':
      return phrases.tooMany;
    case 'commander.invalidArgument':
      return said.startsWith('option')
        ? phrases.invalid(second, `\`${first}\``, hintOf(said))
        : phrases.invalid(first, `<${second}>`, hintOf(said));
    default:
      return said;
  }
}

/** `… is invalid. 2026-06-15`, `… is invalid for argument 'how'. Allowed choices are sent, notSent.` */
function hintOf(said: string): string {
  const hint = said.slice(said.indexOf('. ', said.indexOf(' is invalid')) + 2);
  return hint.replace(/^Allowed choices are /, '').replace(/\.$/, '');
}
