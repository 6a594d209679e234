// What a letter in the return mailbox is, from notices in the styles of the relays one meets.
import { returnedOf } from '../../mail/returned.js';
import { ANSWERS, CODE, ID, REPORTS, type Sample, WORDS } from './returnedSamples.js';

test('there are samples enough', () => {
  expect(REPORTS.length + WORDS.length).toBeGreaterThanOrEqual(40);
});

async function expectRead({ raw, is }: Sample): Promise<void> {
  const read = await returnedOf(raw);
  if (is.kind !== 'bounce') return expect(read).toEqual(is);
  const found = { messageId: ID, letterCode: CODE, mailbox: 'vanthu@bdvtw.example', ...is };
  expect(read).toMatchObject(found);
}

test.each(REPORTS)('a report: $name', expectRead);
test.each(WORDS)('words alone: $name', expectRead);
test.each(ANSWERS)('no notice: $name', expectRead);
