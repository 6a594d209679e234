// A mailbox that takes no mail: the next post gets the notices, else it is a matter; the clerk is told in either case.
import { newCycle } from '../../domain/cycle.js';
import { localDate, startOf } from '../../domain/localDate.js';
import { type CyclePlan, planCycle } from '../../domain/plan.js';
import { startOfAgreement } from '../../domain/term.js';
import { loadFiles } from '../../files/load.js';
import { packageRoot } from '../../machine/compiled.js';
import { CALENDAR } from './played.js';

const dossier = loadFiles([`${packageRoot()}/examples/agreements/tw-79.yaml`]).agreements[0];
if (!dossier) throw new Error('no example');
const since = startOf(startOfAgreement(dossier.agreement));
const twoPosts = {
  ...dossier,
  bodies: dossier.bodies.map((body) =>
    body.code === 'bcsd-cp'
      ? {
          ...body,
          posts: [
            ...body.posts,
            {
              code: 'van-phong',
              title: 'Văn phòng',
              rank: 'office',
              mailbox: 'vp@bcsdcp.example',
              language: 'vi',
            } as const,
          ],
        }
      : body,
  ),
};
const clerk = dossier.bodies
  .find(({ code }) => code === 'bcsd-cp')
  ?.posts.find(({ rank }) => rank === 'clerk');
const stopped = [
  {
    mailbox: clerk?.mailbox ?? '',
    since: startOf(localDate('2018-01-02')),
    sentOn: localDate('2018-01-02'),
    smtpCode: '550 5.1.1',
  },
];

function planned(of: typeof dossier, dead: typeof stopped): CyclePlan | null {
  if (!of) return null;
  const facts = newCycle('tw-79', 2018, since);
  const asOf = startOf(localDate('2018-01-03'));
  return planCycle({ dossier: of, calendar: CALENDAR, quiet: [], facts, sent: [], stopped: dead, asOf });
}

const posts = (plan: CyclePlan | null): readonly string[] => [
  ...new Set(
    (plan?.notices ?? [])
      .filter(({ body, step, at }) => body === 'bcsd-cp' && step.startsWith('before-') && at > '2018-01-03')
      .map(({ post }) => post),
  ),
];

test('the next post of the body gets the notices, and the clerk is told', () => {
  expect(posts(planned(twoPosts, []))).toEqual([clerk?.code]);
  const plan = planned(twoPosts, stopped);
  expect(posts(plan)).toEqual(['van-phong']);
  const told = plan?.matters.filter(({ code }) => code === 'mailboxStopped');
  expect(told).toEqual([
    expect.objectContaining({
      body: 'bcsd-cp',
      since: '2018-01-02',
      mail: expect.objectContaining({ mailbox: clerk?.mailbox, smtpCode: '550 5.1.1', due: '2018-02-28' }),
    }),
  ]);
  expect(plan?.matters.some(({ code }) => code === 'postMissing')).toBe(false);
  const monday = plan?.notices.find(({ step, at }) => step === 'monday' && at > '2018-01-04');
  expect(JSON.stringify(monday?.facts)).toContain('mailboxStopped');
});

test('where no other post is left nothing is sent, and each duty is a matter', () => {
  const only = {
    ...dossier,
    bodies: dossier.bodies.map((body) =>
      body.code === 'bcsd-cp' ? { ...body, posts: body.posts.filter((post) => post === clerk) } : body,
    ),
  };
  const plan = planned(only, stopped);
  expect(posts(plan)).toEqual([]);
  const codes = new Set(plan?.matters.filter(({ body }) => body === 'bcsd-cp').map(({ code }) => code));
  expect(codes).toContain('postMissing');
  expect(codes).toContain('mailboxStopped');
});
