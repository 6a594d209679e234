// `nhip calendar` and `nhip workday` on the bundled decisions. Knows how to answer; the answers' words and shapes stand in
// calendarCommands.
import type { LocalDate } from '../../domain/localDate.js';
import { workingCalendar } from '../../domain/workingCalendar.js';
import { type Answer, calendarAnswer, type WorkdayMove, workdayAnswer } from './calendarCommands.js';
import type { ExitCode, Output } from './output.js';

const BUNDLED = { decisions: [], quiet: [] };

export function calendarCommand(year: number, out: Output): ExitCode {
  return give(calendarAnswer(workingCalendar(BUNDLED), year, out.language), out);
}

export interface WorkdayOptions {
  readonly plus?: number;
  readonly minus?: number;
  readonly roll?: 'next' | 'previous';
}

export function workdayCommand(date: LocalDate, options: WorkdayOptions, out: Output): ExitCode {
  return give(workdayAnswer(workingCalendar(BUNDLED), date, moveOf(options), out.language), out);
}

function moveOf({ plus, minus, roll }: WorkdayOptions): WorkdayMove {
  if (plus !== undefined) return { move: 'plus', days: plus };
  if (minus !== undefined) return { move: 'minus', days: minus };
  return { move: 'roll', roll: roll ?? 'next' };
}

function give(answer: Answer<unknown>, out: Output): ExitCode {
  if (out.json) out.printJson(answer.json);
  else out.print(answer.text);
  return 0;
}
