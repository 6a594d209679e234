// The order to stop, as a terminal or a service manager gives it. Knows signals; must not know what stops.

export interface StopOrder {
  /** Resolves to null when the order was given. */
  readonly given: Promise<null>;
  readonly asked: () => boolean;
  /** Leaves the signals to themselves again. */
  readonly forget: () => void;
}

/** The first signal is the order; the impatient ones after it are answered and change nothing. */
export function stopOrder(onFirst: () => void, onAgain: () => void): StopOrder {
  let asked = false;
  let give: (order: null) => void = () => undefined;
  const given = new Promise<null>((resolve) => {
    give = resolve;
  });
  const heard = (): void => {
    if (asked) return onAgain();
    asked = true;
    onFirst();
    give(null);
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, heard);
  return {
    given,
    asked: () => asked,
    forget: () => {
      for (const name of signals) process.off(name, heard);
    },
  };
}
