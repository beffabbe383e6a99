export { createHttpDoors, type HttpDeps } from './http/handler.ts';
export { type AppRouter, appRouter } from './router.ts';
