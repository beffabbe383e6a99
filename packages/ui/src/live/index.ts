export { LiveProvider, useChannel, useLive, useLiveState } from './provider.tsx';
export { inOrder, type LiveChannel, type LiveMessage, type LiveRun, type Outgoing } from './state.ts';
export type { Connection } from './store.ts';
