import { z } from 'zod';
import { startDemoModel } from './server.ts';

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Between two words of a streamed answer: about as fast as one reads. */
  DEMO_MODEL_PACE_MS: z.coerce.number().int().min(0).max(10_000).default(18),
  DEMO_MODEL_CONTROLS: z.stringbool().default(false),
});

const env = Env.safeParse(process.env);
if (!env.success) {
  console.error(`The demo model cannot start: ${z.prettifyError(env.error)}`);
  process.exit(1);
}
const { PORT: port, DEMO_MODEL_PACE_MS: paceMs, DEMO_MODEL_CONTROLS: controls } = env.data;
try {
  const model = await startDemoModel({ port, paceMs, controls, record: false });
  console.log(`demo model at ${model.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void model.close().then(() => process.exit(0)));
  }
} catch (error) {
  console.error(`The demo model cannot start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
