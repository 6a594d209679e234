// The digest L10 in Vietnamese: several duties of one mailbox in one letter. Knows its lines; must not know grouping.
import type { ObligationFacts } from '../../domain/notices.js';
import { clockText, counted } from '../dates.js';
import { type DigestWords, paragraph, type Scene } from '../letter.js';
import { long, nameVi, recipientVi, short, speechVi } from './speech.js';

const count = (number: number): string => counted('vi', number);

const GROUP_WORDS = {
  passed: 'Thời hạn đã qua, chưa nhận được',
  today: 'Đến hạn hôm nay',
  coming: 'Sắp đến hạn',
  told: 'Để biết',
  waiting: 'Chờ tiếp nhận',
} as const;

export const digestVi: DigestWords = {
  subject: (scene, { agreements, asks, told, first }) => {
    const code = `${count(agreements)} CTPH`;
    if (asks + told === 0) return { code, kind: 'Theo dõi đầu tuần', tail: `, ngày ${short(scene.today)}` };
    const kind = asks > 0 ? `Tổng hợp ${count(asks)} phần việc` : `Để biết: ${count(told)} nội dung`;
    return { code, kind, ...(first !== null && { tail: `, hạn gần nhất ${short(first)}` }) };
  },

  intro: (scene, { agreements, asks, told }) => {
    const { ask, tell, you, person, we } = speechVi(scene);
    const whom =
      scene.post.rank === 'head' || scene.post.rank === 'leader' ? `${person} quan tâm, chỉ đạo` : you;
    const under = `thuộc ${count(agreements)} chương trình phối hợp`;
    if (asks + told === 0) return paragraph(`${we} ${tell} các nội dung cần theo dõi trong tuần, ${under}.`);
    if (asks === 0) return paragraph(`${we} ${tell} ${count(told)} nội dung dưới đây, ${under}.`);
    return paragraph(
      `${we} ${ask} ${whom} thực hiện ${count(asks)} phần việc dưới đây, ${under}, xếp theo thời hạn.`,
      'Phần việc đã ghi nhận gửi không nêu ở đây.',
    );
  },

  heading: (group, letter, number) => `${letter}. ${GROUP_WORDS[group]}: ${count(number)}`,

  line: (scene, facts, group, named) => {
    const { obligation } = facts;
    const owner = named ? ` (${scene.body.name})` : '';
    const start = `[${scene.code}] ${nameVi(obligation)}${owner}`;
    switch (facts.kind) {
      case 'duty':
        return `${start}${dutyTail(scene, obligation, group, facts)}`;
      case 'returned':
        return `${start}: đề nghị hoàn thiện, gửi lại chậm nhất là ${long(facts.target)}.${sendTo(scene, obligation)}`;
      case 'extended':
        return `${start}: gia hạn đến ${long(obligation.due)}.`;
      case 'dueMoved':
        return `${start}: đổi thời hạn sang ${long(obligation.due)}.`;
      case 'waived':
        return `${start}: không phải thực hiện.`;
      case 'scheduled':
        return `${start}: được ấn định họp ${long(facts.date)}.`;
      case 'review':
        return `${start}: ${scene.nameOf(facts.submitter)} đã gửi ngày ${short(facts.submittedOn)}, chờ tiếp nhận đã qua ${count(facts.waited)} ngày làm việc.`;
      default:
        return facts satisfies never;
    }
  },

  mondayHeading: (scene) => `[${scene.code}] Theo dõi đầu tuần, chu kỳ năm ${scene.year}`,
};

function dutyTail(
  scene: Scene,
  obligation: ObligationFacts,
  group: Parameters<DigestWords['line']>[2],
  { left, past }: { readonly left: number; readonly past: number },
): string {
  const clock = obligation.cutoff === undefined ? '' : `: trước ${clockText('vi', obligation.cutoff)}`;
  if (group === 'today') return `${clock}.${sendTo(scene, obligation)}`;
  const due = `: hạn ${long(obligation.due)}`;
  if (group === 'passed') {
    const held = obligation.form === 'meeting' ? ', chưa họp' : '';
    return `${due}, đã qua ${count(past)} ngày làm việc${held}.${sendTo(scene, obligation)}`;
  }
  return `${due}${left > 0 ? `, còn ${count(left)} ngày làm việc` : ''}.${sendTo(scene, obligation)}`;
}

function sendTo(scene: Scene, obligation: ObligationFacts): string {
  const { Ask } = speechVi(scene);
  return obligation.form === 'meeting'
    ? ` ${Ask} cho biết ngày họp.`
    : ` Gửi về ${recipientVi(scene, obligation)}.`;
}
