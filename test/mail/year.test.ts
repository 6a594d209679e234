// Whole terms as they would be mailed: every letter the planner makes can be composed, and none has a hole.
import { localDate } from '../../domain/localDate.js';
import type { Played } from '../../domain/play.js';
import { simulate } from '../../domain/simulate.js';
import { type ComposedLetter, composeLetter } from '../../mail/render.js';
import { dossierOf } from './fixtures.js';

const HOLES = /[{}‹›]|undefined|null|NaN|\[object| ,|  \.|\.\./;

function played(codes: readonly string[], from: string, to: string): Played {
  return simulate({
    dossiers: codes.map(dossierOf),
    book: { decisions: [], quiet: [] },
    events: [],
    span: { from: localDate(from), to: localDate(to) },
  });
}

function composed(play: Played, language: 'vi' | 'en'): readonly ComposedLetter[] {
  return play.letters.map((letter) =>
    composeLetter({
      notices: letter.notices.map((notice) => ({ ...notice, language })),
      dossierOf,
      at: letter.at,
      words: () => null,
      settings: {},
    }),
  );
}

test.each(['vi', 'en'] as const)('every letter of a whole term can be composed in %s', (language) => {
  const play = played(['tw-79', 'gl-2026'], '2016-10-11', '2029-12-31');
  const letters = composed(play, language);
  expect(letters.length).toBeGreaterThan(100);
  for (const letter of letters) {
    expect(`${letter.subject}\n${letter.text}`).not.toMatch(HOLES);
    expect(Array.from(letter.subject).length).toBeLessThanOrEqual(78);
    expect(letter.agreements.length).toBeGreaterThan(0);
  }
});

test('no letter of a secret agreement names it', () => {
  const letters = composed(played(['gl-mat'], '2024-01-09', '2025-12-31'), 'vi');
  expect(letters.length).toBeGreaterThan(0);
  for (const letter of letters) {
    expect(`${letter.subject}\n${letter.text}`).not.toMatch(
      /GL-MAT|Bảo vệ|Kế hoạch|Báo cáo|Hội nghị|\d{1,2}\/\d{4}/,
    );
    expect(letter.agreements).toEqual([]);
  }
});

test('a letter takes the id its mailbox and instant give it', () => {
  const play = played(['tw-79'], '2017-12-01', '2018-12-31');
  expect(composed(play, 'vi').map((letter) => letter.letterId)).toEqual(
    play.letters.map((letter) => letter.id),
  );
});
