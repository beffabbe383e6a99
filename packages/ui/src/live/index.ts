export type { Act } from './acts.ts';
export {
  LiveProvider,
  useChannel,
  useFileUrl,
  useLive,
  useLiveState,
  useUploads,
} from './provider.tsx';
export { inOrder, type LiveChannel, type LiveMessage, type LiveRun, type Outgoing } from './state.ts';
export type { Connection } from './store.ts';
export { byTime, waitingCalls } from './tool-calls.ts';
export { canRetry, type Upload } from './uploads.ts';
