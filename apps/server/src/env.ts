import { z } from 'zod';

const secret = z.string().min(32, { error: 'must be at least 32 characters' });
const origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);
/** An empty value in a .env file means that the setting is not made. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** The settings that both processes read. Each one is documented in .env.example (held by a test). */
export const Env = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  /** Shared with the web and h5 apps: encrypts the session cookie. */
  AUTH_SECRET: secret,
  /** Signs the gateway's tool calls to the server. */
  BRIDGE_SECRET: secret,
  /** The cells' tokens are derived from it. */
  OPENCLAW_TOKEN: secret,
  /** Tenant files. */
  WORKSPACES_DIR: z.string().min(1),
  /** The state folders of the gateways. */
  CELLS_DIR: z.string().min(1),
  SLOTS_PER_CELL: z.coerce.number().int().min(1).max(100).default(25),
  /** A further cell is started when so few free slots are left. */
  SLOTS_LOW_WATER: z.coerce.number().int().min(0).max(50).default(5),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  /** Where `worker` and the gateways reach the server. */
  SERVER_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4000'),
  WEB_ORIGIN: origin.default('http://localhost:3000'),
  H5_ORIGIN: origin.default('http://localhost:3001'),
  ANTHROPIC_API_KEY: optional(z.string()),
  OPENAI_API_KEY: optional(z.string()),
  /** Any OpenAI-compatible server: Ollama, vLLM and the like. */
  OPENAI_BASE_URL: optional(z.url()),
  /** The model's name at the provider. */
  MODEL_NAME: optional(z.string()),
  /** The embedded stand-in, used when no provider is set. */
  DEMO_MODEL_URL: optional(z.url()),
  /** JSON: the outside MCP servers whose tools the butler may use. */
  MCP_SERVERS_FILE: optional(z.string()),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Env = z.infer<typeof Env>;

/** Reads the settings; a wrong or missing one ends the process with a sentence for each. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = Env.safeParse(source);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`Settings are missing or wrong (see .env.example):\n${lines.join('\n')}`);
}
