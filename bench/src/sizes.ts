/** How much each benchmark does. */
export type Sizes = typeof FULL;

export const FULL = {
  firstText: { warmUp: 10, rounds: 60 },
  fanOut: { viewers: [1_000, 4_000], warmUpBatches: 10, batches: 50, withinMs: 40_000 },
  hop: { warmUp: 50, rounds: 500, pauseMs: 5 },
  catchUp: { events: 10_000, repeats: 5 },
  growth: { messages: 1_000_000, contacts: 100_000, tenants: 10_000, warmUp: 30, rounds: 300 },
};

/** For seeing that everything works; its figures say nothing. */
export const QUICK: Sizes = {
  firstText: { warmUp: 2, rounds: 6 },
  fanOut: { viewers: [50, 100], warmUpBatches: 2, batches: 10, withinMs: 10_000 },
  hop: { warmUp: 5, rounds: 50, pauseMs: 5 },
  catchUp: { events: 10_000, repeats: 1 },
  growth: { messages: 10_000, contacts: 1_000, tenants: 100, warmUp: 5, rounds: 30 },
};
