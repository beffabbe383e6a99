/** Settings that put a real part in the place of an embedded one. */
const REPLACING = [
  'DATABASE_URL',
  'REDIS_URL',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'OPENAI_BASE_URL',
  'MODEL_NAME',
] as const;

type Replacing = Partial<Record<(typeof REPLACING)[number], string>>;

/**
 * What the environment says.
 *
 * @returns `replacing`, the parts that are given, where an empty value is as good as none; `others`, the environment without
 * them. A stack for tests takes only the latter: whose tests talk to the developer's own database or model pays for it.
 */
export function readSettings(env: NodeJS.ProcessEnv): { replacing: Replacing; others: NodeJS.ProcessEnv } {
  const replacing: Replacing = {};
  // An address of next-auth's for some other program would send people there after signing in.
  const others: NodeJS.ProcessEnv = { ...env, NEXTAUTH_URL: undefined };
  for (const name of REPLACING) {
    if (env[name]) replacing[name] = env[name];
    delete others[name];
  }
  return { replacing, others };
}
