// What history says of the mail room: of each line of the record a sentence in both languages, without a hole or an address.
import { recordSentence } from '../../client/cli/historyWords.js';
import type { Instant } from '../../domain/localDate.js';
import { dossierOf } from '../mail/fixtures.js';

const at = '2018-03-05T01:00:00Z' as Instant;
const letter = { instant: at, body: 'bcsd-cp', post: 'van-thu', cycles: ['cycle:tw-79:2018'], n: 2 };
const LINES = {
  outage: { instant: at, cycles: [], n: 31, cause: 'outage', from: at, to: '2018-03-05T04:30:00Z' },
  held: { instant: at, cycles: [], n: 31, cause: 'bigInstant' },
  released: { instant: at, cycles: [], n: 22, m: 9, update: 'u1' },
  settledByPerson: { ...letter, how: 'notSent', update: 'u1' },
  bounced: { ...letter, smtpCode: '550 5.1.1', why: 'dead' },
  mailboxStopped: { ...letter, n: 1, smtpCode: '550 5.1.1' },
  mailboxOpened: letter,
  withdrawn: { ...letter, cause: 'person', update: 'u1' },
} as const;

test.each(Object.entries(LINES))('%s is told as a sentence', (code, facts) => {
  for (const language of ['vi', 'en'] as const) {
    const history = {
      language,
      dossier: dossierOf('tw-79'),
      book: { decisions: [], quiet: [] },
      plans: new Map(),
    };
    const line = { stream: 'dispatch', seq: 1, hash: '', at, code, facts };
    const sentence = recordSentence(history, line, 2018, 'đã xem');
    expect(sentence).toMatch(/^[\p{Lu}\d][^{}@]*\.$/u);
    expect(sentence).not.toMatch(/undefined|null|‹|›/);
  }
});

test('acts on the mail room are the operator’s, with the reason', () => {
  const history = {
    language: 'vi',
    dossier: dossierOf('tw-79'),
    book: { decisions: [], quiet: [] },
    plans: new Map(),
  } as const;
  const said = (code: keyof typeof LINES): string =>
    recordSentence(history, { stream: 'd', seq: 1, hash: '', at, code, facts: LINES[code] }, 2018, 'đã xem');
  expect(said('released')).toBe('Người vận hành đã cho gửi 22 thư; 9 thư không còn đúng đã rút.');
  expect(said('held')).toBe('Đã giữ 31 thư, vì số thư nhiều hơn hẳn thường lệ; chưa gửi thư nào.');
  expect(said('outage')).toBe(
    'Hệ thống ngừng từ 05/3/2018 08:00 đến 05/3/2018 11:30; 31 thư đến giờ gửi được giữ.',
  );
  expect(said('settledByPerson')).toContain('chưa gửi; lý do: đã xem.');
});
