export type { RecordedRequest } from './completions.ts';
export { type DemoModel, startDemoModel } from './server.ts';
export { DEMO_MODEL_NAME } from './stream.ts';
