// What people do to a running cycle, at awkward moments: on the real engine and the real database.
import { startDispatch } from '../../workflows/starts.js';
import { turn, type TurnWorld } from '../../activities/turn.js';
import { commandCycle, cycleStatus, startCycleOf } from '../../client/engine.js';
import { notStarted, startedInstants, markStarted } from '../../database/ledger/instants.js';
import type { Command } from '../../domain/command.js';
import { localDate, type Instant } from '../../domain/localDate.js';
import { cycleId, type TurnInput } from '../../workflows/contract.js';
import { openWorld, registered, turning, type World } from './world.js';
import { PATIENCE_MS, playOf, prepare } from './stage.js';

let world: World;
let offsetMs: number;
let registeredAt: Instant;
const CODE = 'tw-79';

beforeAll(async () => {
  await prepare();
  world = await openWorld();
  const { dossiers } = playOf([CODE], { year: 2018 });
  registeredAt = (await registered(world.db, dossiers)).get(CODE) ?? ('' as Instant);
  // Mid-January 2018: the plan is open, its first reminder is still to come.
  offsetMs = Date.now() - Date.parse('2018-01-15T03:00:00Z');
}, PATIENCE_MS);
afterAll(() => world.stop(), PATIENCE_MS);

/** The product's own starts, with what a test does before each. */
function startsAfter(before: () => void): TurnWorld['startDispatches'] {
  return async (instants, clock) => {
    before();
    for (const instant of await notStarted(world.db.kysely, instants)) {
      await startDispatch(world.client.workflow, { instant, offsetMs: clock.offsetMs });
      await markStarted(world.db, instant);
    }
  };
}

function working(
  before: () => void = () => undefined,
  beforeTurn: () => Promise<void> = async () => undefined,
): object {
  const turns: TurnWorld = {
    db: world.db,
    startDispatches: startsAfter(before),
    carry: async () => undefined,
  };
  return {
    turn: async (input: TurnInput) => {
      await beforeTurn();
      return turn(turns, input);
    },
  };
}

type Submission = Command & { do: 'submit' };

function submission(by: string, update: string): Submission {
  return { do: 'submit', obligation: 'annualPlan', by, on: localDate('2018-01-15'), update, reasoned: false };
}

const start = (year: number): Promise<boolean> =>
  startCycleOf(world.engine, { agreement: CODE, year, registeredAt, offsetMs });

async function runningDispatches(): Promise<number> {
  const { count } = await world.client.workflow.count(
    'WorkflowType = "dispatchRun" AND ExecutionStatus = "Running"',
  );
  return count;
}

test(
  'a worker that dies between a turn’s commit and the start of its dispatches loses none of them',
  async () => {
    let deaths = 2;
    const worker = await turning(
      world,
      working(() => {
        if (deaths-- > 0) throw new Error('the worker died here');
      }),
    );
    try {
      await start(2018);
      for (;;) {
        const status = await cycleStatus(world.engine, CODE, 2018);
        if (status?.planned) break;
      }
      const status = await cycleStatus(world.engine, CODE, 2018);
      expect(status?.turn).toBe(1);
      const instants = await world.db.kysely
        .selectFrom('notice')
        .select('at')
        .distinct()
        .where('state', '=', 'armed')
        .execute();
      expect(instants.length).toBeGreaterThan(50);
      expect((await startedInstants(world.db.kysely)).length).toBe(instants.length);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await runningDispatches()).toBe(instants.length);
    } finally {
      await worker.stop();
    }
  },
  PATIENCE_MS,
);

test(
  'eight submissions at once: one is taken, seven are told it was, and the letters are withdrawn once',
  async () => {
    const worker = await turning(world, working());
    try {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          commandCycle(world.engine, CODE, 2018, submission('bdv-tw', `same-time-${index}`), 60_000),
        ),
      );
      const taken = answers.filter((answer) => 'answer' in answer);
      const refused = answers.filter(
        (answer) => 'refused' in answer && answer.refused.code === 'AlreadySubmitted',
      );
      expect([taken.length, refused.length]).toEqual([1, 7]);
      const [first] = taken;
      expect(first && 'answer' in first && first.answer.withdrawn.length).toBeGreaterThan(5);
      const left = await world.db.kysely
        .selectFrom('notice')
        .select('id')
        .where('obligation', '=', 'tw-79/2018/annualPlan')
        .where('state', '=', 'armed')
        .where('step', 'not like', 'review-%')
        .execute();
      expect(left).toEqual([]);
    } finally {
      await worker.stop();
    }
  },
  PATIENCE_MS,
);

test(
  'a command repeated with the same id does no harm and plans nothing new',
  async () => {
    const worker = await turning(world, working());
    try {
      const report: Command = { ...submission('bdv-tw', 'again'), obligation: 'midYearReport' };
      const early = await commandCycle(world.engine, CODE, 2018, report, 60_000);
      expect('refused' in early && early.refused.code).toBe('NotYetOpen');
      const waive: Command = {
        do: 'waive',
        obligation: 'midYearReport',
        by: 'bcsd-cp',
        update: 'waive-1',
        reasoned: true,
      };
      const once = await commandCycle(world.engine, CODE, 2018, waive, 60_000);
      const twice = await commandCycle(world.engine, CODE, 2018, waive, 60_000);
      expect('answer' in once && 'answer' in twice).toBe(true);
      const acts = (await cycleStatus(world.engine, CODE, 2018))?.facts.duties['midYearReport/bcsd-cp'];
      expect(acts?.length).toBe(1);
    } finally {
      await worker.stop();
    }
  },
  PATIENCE_MS,
);

test('the engine’s own pages name each thing that was done', async () => {
  const { events } = await world.client.workflow.getHandle(cycleId(CODE, 2018)).fetchHistory();
  const named = (events ?? []).flatMap(
    ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) =>
      accepted?.acceptedRequest?.input?.name ?? [],
  );
  expect(new Set(named)).toEqual(new Set(['submit', 'waive']));
});

test(
  'an Update that comes before the first turn waits for it and is judged by it',
  async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await start(2019);
    const worker = await turning(
      world,
      working(undefined, () => gate),
    );
    try {
      const asked = commandCycle(world.engine, CODE, 2019, submission('bdv-tw', 'before-anything'), 60_000);
      const known = commandCycle(
        world.engine,
        CODE,
        2019,
        { ...submission('nobody', 'x'), by: 'nobody' },
        60_000,
      );
      await new Promise((resolve) => setTimeout(resolve, 500));
      release();
      const answer = await asked;
      expect('refused' in answer && answer.refused.code).toBe('NotYetOpen');
      const other = await known;
      expect('refused' in other && other.refused.code).toBe('BodyNotOwner');
    } finally {
      await worker.stop();
    }
  },
  PATIENCE_MS,
);

/** The turn that was refused may still be on its way. */
async function stageIs(stage: string): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    if ((await cycleStatus(world.engine, CODE, 2018))?.stage === stage) return;
    await new Promise((wake) => setTimeout(wake, 200));
  }
  throw new Error(`the cycle never came to stage ${stage}`);
}

test(
  'a database older than the engine is noticed: nothing is planned until a person looks',
  async () => {
    const worker = await turning(world, working());
    try {
      await world.db.kysely
        .updateTable('cycle_turn')
        .set({ n: 0 })
        .where('cycle', '=', cycleId(CODE, 2018))
        .execute();
      const before = await world.db.kysely
        .selectFrom('notice')
        .selectAll()
        .where('year', '=', 2018)
        .execute();
      const waive: Command = {
        do: 'waive',
        obligation: 'annualReport',
        by: 'bcsd-cp',
        update: 'waive-2',
        reasoned: true,
      };
      const answer = await commandCycle(world.engine, CODE, 2018, waive, 2_000);
      expect('unanswered' in answer).toBe(true);
      await stageIs('restored');
      expect(
        await world.db.kysely.selectFrom('notice').selectAll().where('year', '=', 2018).execute(),
      ).toEqual(before);

      const silent: Command = { do: 'resume', update: 'resume-1', reasoned: false };
      const unreasoned = await commandCycle(world.engine, CODE, 2018, silent, 60_000);
      expect('refused' in unreasoned && unreasoned.refused.code).toBe('ReasonRequired');
      const resume: Command = { do: 'resume', update: 'resume-2', reasoned: true };
      expect('answer' in (await commandCycle(world.engine, CODE, 2018, resume, 60_000))).toBe(true);
      expect((await cycleStatus(world.engine, CODE, 2018))?.stage).not.toBe('restored');
    } finally {
      await worker.stop();
    }
  },
  PATIENCE_MS,
);
