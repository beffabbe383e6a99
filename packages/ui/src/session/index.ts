export { sessionEnv } from './env.ts';
export { authOptions } from './options.ts';
