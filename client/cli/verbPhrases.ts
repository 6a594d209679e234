// What a verb says when it was done, and when nobody answered in time. Knows words alone.
import type { Language } from '../../domain/agreement.js';
import type { Command } from '../../domain/command.js';
import type { Bilingual } from '../../words/sentences.js';

/** One line of success for each verb; facts as in the command, `by` named `body`. */
export const DONE: Readonly<Record<Command['do'], Bilingual>> = {
  submit: {
    vi: 'Đã ghi nhận: {body:body} đã gửi {obligation:obligation}‹, số {number}›, ngày {date:date}.',
    en: 'Recorded: {body:body} submitted {obligation:obligation}‹, {number}›, {date:date}.',
  },
  accept: {
    vi: 'Đã ghi nhận: đã tiếp nhận {obligation:obligation} của {body:body}.',
    en: 'Recorded: {obligation:obligation} of {body:body} accepted.',
  },
  return: {
    vi: 'Đã ghi nhận: đề nghị {body:body} hoàn thiện {obligation:obligation}.',
    en: 'Recorded: {obligation:obligation} returned to {body:body}.',
  },
  extend: {
    vi: 'Đã ghi nhận: gia hạn {obligation:obligation}‹ cho {body:body}› đến {due:date}.',
    en: 'Recorded: {obligation:obligation}‹ of {body:body}› extended to {due:date}.',
  },
  waive: {
    vi: 'Đã ghi nhận: miễn {obligation:obligation}‹ cho {body:body}›.',
    en: 'Recorded: {obligation:obligation} waived‹ for {body:body}›.',
  },
  schedule: {
    vi: 'Đã ghi nhận: {obligation:obligation} họp ngày {date:date}.',
    en: 'Recorded: {obligation:obligation} meets on {date:date}.',
  },
  conclude: {
    vi: 'Đã ghi nhận: {obligation:obligation} đã họp ngày {date:date}‹; chuyển {n} việc vào chu kỳ năm {next}, chờ các bên thống nhất›.',
    en: 'Recorded: {obligation:obligation} was held on {date:date}‹; {n} obligations go to cycle {next} and wait to be ratified›.',
  },
  propose: {
    vi: 'Đã ghi nhận: đề xuất {n} việc mới vào chu kỳ năm {year}; chờ các bên thống nhất.',
    en: 'Recorded: {n} obligations proposed in cycle {year}; the parties have yet to ratify.',
  },
  ratify: {
    vi: 'Đã ghi nhận: {body:body} thống nhất các việc mới của chu kỳ năm {year}.',
    en: 'Recorded: {body:body} ratified what was proposed in cycle {year}.',
  },
  correct: {
    vi: 'Đã ghi nhận: đính chính {obligation:obligation}‹ của {body:body}›.',
    en: 'Recorded: the last act on {obligation:obligation}‹ of {body:body}› is taken back.',
  },
  release: {
    vi: 'Đã ghi nhận: phát hành công văn đôn đốc {body:body} về {obligation:obligation}, số {number}, ngày {date:date}.',
    en: 'Recorded: urging letter {number}, {date:date}, to {body:body} on {obligation:obligation} released.',
  },
  drop: {
    vi: 'Đã ghi nhận: không phát hành công văn đôn đốc {body:body} về {obligation:obligation}.',
    en: 'Recorded: urging letter to {body:body} on {obligation:obligation} dropped.',
  },
  putOff: {
    vi: 'Đã ghi nhận: hoãn công văn đôn đốc {body:body} về {obligation:obligation} đến {due:date}.',
    en: 'Recorded: urging letter to {body:body} on {obligation:obligation} put off to {due:date}.',
  },
  pause: {
    vi: 'Đã ghi nhận: tạm dừng {CODE}‹, chu kỳ {year}›.',
    en: 'Recorded: {CODE} paused‹, cycle {year}›.',
  },
  resume: {
    vi: 'Đã ghi nhận: {CODE} tiếp tục‹, chu kỳ {year}›.',
    en: 'Recorded: {CODE} goes on‹, cycle {year}›.',
  },
};

export interface VerbPhrases {
  readonly withdrawn: (count: number) => string;
  readonly alreadyGone: (count: number) => string;
  readonly more: (count: number) => string;
  readonly nextDue: (day: string) => string;
  readonly waitingFor: (bodies: string) => string;
  readonly consented: string;
  readonly replanned: (cycles: number) => string;
}

export const VERB_PHRASES: Readonly<Record<Language, VerbPhrases>> = {
  vi: {
    withdrawn: (count) => `Thư chưa gửi đã bỏ nội dung này: ${count}`,
    alreadyGone: (count) => `Thư đã gửi trước đó, không rút được: ${count}`,
    more: (count) => `… và ${count} thư nữa`,
    nextDue: (day) => `Thời hạn gần nhất của chu kỳ: ${day}.`,
    waitingFor: (bodies) => `Còn chờ ${bodies} thống nhất; chưa lập lượt nhắc.`,
    consented: 'Các bên đã thống nhất; bắt đầu theo dõi và nhắc việc.',
    replanned: (cycles) => `Đã ghi nhận: tính lại ${cycles} chu kỳ.`,
  },
  en: {
    withdrawn: (count) => `Unsent letters that no longer say this: ${count}`,
    alreadyGone: (count) => `Letters that had already gone: ${count}`,
    more: (count) => `… and ${count} more`,
    nextDue: (day) => `Next due day of the cycle: ${day}.`,
    waitingFor: (bodies) => `${bodies} has yet to ratify; nobody is reminded.`,
    consented: 'Every party has ratified; reminders begin.',
    replanned: (cycles) => `Recorded: ${cycles} cycles planned again.`,
  },
};
