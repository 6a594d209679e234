// From arrivals to figures, and from the figures of rounds to medians and ratios. Pure; must not know how a run is made.

/**
 * What came of one run. `arrivals`: ms since 1970 of every copy; `copies`: how often each Message-ID came; `dueOf(n)`: when the
 * n-th letter was due; `ratePerMinute`: the relay's limit, null without. Seconds, letters a second; lateness counts from the instant each letter was due.
 */
export function scoreOf({ notices, arrivals, copies, dueOf, ratePerMinute = null }) {
  const inOrder = arrivals.toSorted((a, b) => a - b);
  const due = Array.from({ length: notices }, (_, n) => dueOf(n));
  // In a burst all are due at once; in a trickle the n-th to come is the n-th that was due.
  const late = inOrder
    .map((at, n) => (at - (due[Math.min(n, notices - 1)] ?? 0)) / 1000)
    .sort((a, b) => a - b);
  const last = late.length === 0 ? null : (inOrder.at(-1) - due[0]) / 1000;
  return {
    received: arrivals.length,
    lost: notices - copies.length,
    doubled: copies.filter((n) => n > 1).length,
    early: late.filter((s) => s < 0).length,
    firstS: late[0] ?? null,
    p50S: quantile(late, 0.5),
    p95S: quantile(late, 0.95),
    p99S: quantile(late, 0.99),
    maxS: late.at(-1) ?? null,
    perSecond: last === null || last <= 0 ? null : copies.length / last,
    ...(ratePerMinute !== null && limitOf(inOrder, ratePerMinute)),
  };
}

const MINUTE_MS = 60_000;

/** The most letters in any 60 s, and which share of a limit was used from the first letter to the last, in per cent. */
function limitOf(inOrder, ratePerMinute) {
  const inMinuteFrom = (from, n) => inOrder.findLastIndex((at) => at < from + MINUTE_MS) - n + 1;
  const minutes = ((inOrder.at(-1) ?? 0) - (inOrder[0] ?? 0)) / MINUTE_MS;
  return {
    worstMinute: Math.max(0, ...inOrder.map(inMinuteFrom)),
    usedPercent: minutes === 0 ? null : ((inOrder.length - 1) / minutes / ratePerMinute) * 100,
  };
}

/** The smallest value that `share` of the sorted values do not exceed; null of none. */
export function quantile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** `{ median, from, to, of }` of the numbers among `values`; null where there is none. */
export function spread(values) {
  const known = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (known.length === 0) return null;
  const middle = (known.length - 1) / 2;
  const median = (known[Math.floor(middle)] + known[Math.ceil(middle)]) / 2;
  return { median, from: known[0], to: known.at(-1), of: known.length };
}

/**
 * A row for each peer: the spread of every figure over its rounds, and of its rate against `base`'s of the same round. A round
 * in which one of both has no rate gives no ratio.
 */
export function rowsOf(runs, base) {
  const names = [...new Set(runs.map(({ peer }) => peer))];
  return names.map((peer) => {
    const own = runs.filter((run) => run.peer === peer);
    const whole = own.filter((run) => run.why === undefined);
    const ratios = whole.map((run) =>
      ratio(
        run,
        runs.find((one) => isBase(one, run, base)),
      ),
    );
    const figures = Object.keys(whole[0]?.figures ?? {});
    return {
      peer,
      notices: own[0].notices,
      rounds: whole.length,
      why: [...new Set(own.flatMap((run) => run.why ?? []))],
      ratio: spread(ratios),
      ...Object.fromEntries(figures.map((name) => [name, spread(whole.map((run) => run.figures[name]))])),
    };
  });
}

function isBase(one, run, base) {
  return one.peer === base && one.round === run.round && one.why === undefined;
}

function ratio(run, base) {
  const own = run.figures.perSecond;
  const other = base?.figures.perSecond;
  return own && other ? own / other : null;
}
