// The Monday letter: what waits in a cycle, told to its secretariat's clerk. Knows what counts as waiting; must not know
// how notices of duties are planned.
import { secretariatOf } from './bodies.js';
import { isOwed } from './duties.js';
import { type Draft, waitsOn } from './drafts.js';
import { MONDAY_RUNG } from './ladder.js';
import { addDays, type Instant, instantAt, type LocalDate, localDateOf, weekdayOf } from './localDate.js';
import type { Matter } from './matters.js';
import { obligationFacts } from './noticeFacts.js';
import type { MondayFacts, Notice, ObligationFacts } from './notices.js';
import type { PlanningCycle } from './planningCycle.js';
import { mayLeaveOn, MORNING } from './quiet.js';
import { workingDaysBetween } from './workingDays.js';

/** At 08:00 of every Monday on which mail may leave and something waits, from opening to closing day (design §11.1). */
export function mondayNotices(
  cycle: PlanningCycle,
  drafts: readonly Draft[],
  matters: readonly Matter[],
): readonly Notice[] {
  const notices: Notice[] = [];
  const owed = owedDuties(cycle);
  for (let day = firstMonday(cycle.span.opening); day <= cycle.span.closing; day = addDays(day, 7)) {
    const at = instantAt(day, MORNING);
    if (at < cycle.from || !mayLeaveOn(cycle.sending, day)) continue;
    const facts = waitingOn(cycle, owed, { day, at, drafts, matters });
    const notice = facts && mondayNotice(cycle, day, at, facts);
    if (notice && !cycle.wasTold(notice.id)) notices.push(notice);
  }
  return notices;
}

function firstMonday(day: LocalDate): LocalDate {
  return addDays(day, (8 - weekdayOf(day)) % 7);
}

function mondayNotice(
  cycle: PlanningCycle,
  day: LocalDate,
  at: Instant,
  facts: MondayFacts,
): Notice | undefined {
  const { agreement, year } = cycle.facts;
  const recipient = secretariatOf(cycle.dossier, year, day);
  if (!recipient) return undefined;
  return cycle.noticeFor(recipient, null, at, {
    id: [agreement, year, recipient.body.code, recipient.post.code, 'monday', day].join('/'),
    duty: '',
    step: 'monday',
    rung: MONDAY_RUNG,
    due: null,
    facts,
  });
}

interface OwedDuty {
  readonly obligation: ObligationFacts;
  readonly body: string | null;
  readonly due: LocalDate;
}

/** Looked up once: a cycle has some seventy Mondays. */
function owedDuties(cycle: PlanningCycle): readonly OwedDuty[] {
  return cycle.obligations.flatMap((obligation) =>
    obligation.duties.flatMap((duty) =>
      isOwed(duty.status) && duty.due !== null
        ? [{ obligation: obligationFacts(cycle, obligation, duty.due), body: duty.body, due: duty.due }]
        : [],
    ),
  );
}

interface Waiting {
  readonly day: LocalDate;
  readonly at: Instant;
  readonly drafts: readonly Draft[];
  readonly matters: readonly Matter[];
}

function waitingOn(
  cycle: PlanningCycle,
  owed: readonly OwedDuty[],
  { day, at, drafts, matters }: Waiting,
): MondayFacts | undefined {
  const overdue = owed
    .filter(({ due }) => due < day)
    .map(({ obligation, body, due }) => ({
      obligation,
      body,
      due,
      past: workingDaysBetween(cycle.sending.days, due, day),
    }));
  const drafted = drafts
    .filter((draft) => draft.at <= at && waitsOn(draft.standing, day))
    .flatMap((draft) => {
      const obligation = cycle.obligations.find((candidate) => candidate.id === draft.obligation);
      return obligation
        ? [
            {
              obligation: obligationFacts(cycle, obligation, draft.due),
              body: draft.body,
              since: localDateOf(draft.at),
            },
          ]
        : [];
    });
  const open = matters.filter((matter) => matter.since <= day);
  if (overdue.length + drafted.length + open.length === 0) return undefined;
  return { kind: 'monday', on: day, overdue, drafts: drafted, matters: open };
}
