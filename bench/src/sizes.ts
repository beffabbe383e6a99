/** How much each benchmark does. */
export type Sizes = typeof FULL;

export const FULL = {
  firstText: { warmUp: 10, rounds: 60 },
  fanOut: { viewers: [1_000, 4_000], warmUpBatches: 10, batches: 50, withinMs: 40_000 },
  hop: { warmUp: 50, rounds: 500, pauseMs: 5 },
  catchUp: { events: 10_000, repeats: 5 },
  growth: { messages: 1_000_000, contacts: 100_000, tenants: 10_000, warmUp: 30, rounds: 300 },
  audit: { warmUp: 50, rounds: 500, blocks: 10, perConnection: 50, chainRows: 200_000, repeats: 5 },
  toolRoundTrip: { warmUp: 30, rounds: 300, runs: 30 },
};

/** For seeing that everything works; its figures say nothing. */
export const QUICK: Sizes = {
  firstText: { warmUp: 2, rounds: 6 },
  fanOut: { viewers: [50, 100], warmUpBatches: 2, batches: 10, withinMs: 10_000 },
  hop: { warmUp: 5, rounds: 50, pauseMs: 5 },
  catchUp: { events: 10_000, repeats: 1 },
  growth: { messages: 10_000, contacts: 1_000, tenants: 100, warmUp: 5, rounds: 30 },
  audit: { warmUp: 5, rounds: 20, blocks: 2, perConnection: 5, chainRows: 5_000, repeats: 1 },
  toolRoundTrip: { warmUp: 2, rounds: 10, runs: 3 },
};
