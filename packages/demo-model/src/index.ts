export { DEMO_MODEL_NAME, type DemoModel, type RecordedRequest, startDemoModel } from './server.ts';
