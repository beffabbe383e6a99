export { memoryFileName } from './memory-names.ts';
export type { Upload } from './upload.ts';
export { createWorkspaces, type Workspaces } from './workspaces.ts';
