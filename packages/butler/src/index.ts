export type { StoredEvent } from '@friendsai/redis';
export { type Butler, type ButlerDeps, createButler } from './butler.ts';
export type { Caller, TokenCaller } from './caller.ts';
export { outsideTools } from './outside/outside-tools.ts';
export { pinOutsideServer } from './outside/pin.ts';
export { OutsideServers } from './outside/servers.ts';
export { PERSONA } from './runs/instructions.ts';
export { manifestOf, OWN_TOOLS, type ToolManifest } from './tools/index.ts';
export type { Tool } from './tools/tool.ts';
