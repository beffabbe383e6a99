export type { StoredEvent } from '@friendsai/redis';
export { type Butler, type ButlerDeps, createButler } from './butler.ts';
export type { Caller } from './caller.ts';
export { tools } from './tools/index.ts';
