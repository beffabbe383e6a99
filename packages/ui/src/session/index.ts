export { sessionEnv } from './env.ts';
export { accountIdOf, authOptions } from './options.ts';
