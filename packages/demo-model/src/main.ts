import { z } from 'zod';
import { startDemoModel } from './server.ts';

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Between two words of a streamed answer: about as fast as one reads. */
  DEMO_MODEL_PACE_MS: z.coerce.number().int().min(0).max(10_000).default(18),
  DEMO_MODEL_CONTROLS: z.stringbool().default(false),
});

const env = Env.parse(process.env);
const model = await startDemoModel({
  port: env.PORT,
  paceMs: env.DEMO_MODEL_PACE_MS,
  controls: env.DEMO_MODEL_CONTROLS,
});
console.log(`demo model at ${model.url}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => void model.close().then(() => process.exit(0)));
}
