export {
  type AgentBinding,
  type Attachment,
  type RunRef,
  type RuntimeAdapter,
  type RuntimeEvent,
  type RuntimeHealth,
  RuntimeLost,
  type RuntimeName,
  type RuntimeTurn,
} from './adapter.ts';
export type { CellModel, ToolManifest } from './openclaw/cell/cell-config.ts';
export { cellToken } from './openclaw/cell/cell-token.ts';
export { createCellKeeper } from './openclaw/cell/keeper.ts';
export { createOpenClawAdapter } from './openclaw/openclaw-adapter.ts';
export { sessionKeyOf } from './openclaw/session-key.ts';
export { agentIdOf, type Cell, type CellLedger, type CellState, type Slot } from './openclaw/slots.ts';
export type { FileFigures, FileKind, FileText } from './sandbox/extract/answers.ts';
export { createFileReader, type FileReader, FileUnreadable, type SentFile } from './sandbox/file-reader.ts';
export { LimitReached, type SandboxLimits } from './sandbox/limits.ts';
export { createSandbox, type Sandbox, type SandboxEnd, type SandboxJob } from './sandbox/sandbox.ts';
