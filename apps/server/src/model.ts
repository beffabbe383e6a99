import type { Env } from './env.ts';

/** The model that the butlers speak with, in the gateway's terms. */
export type ModelSettings = {
  api: 'openai-completions' | 'anthropic-messages';
  baseUrl: string;
  apiKey: string;
  name: string;
  /** True for the embedded stand-in, which every client names as such. */
  demo: boolean;
};

/** Picks the provider: Anthropic's key, else OpenAI's key or a base URL, else the demo model. */
export function modelSettings(env: Env): ModelSettings {
  if (env.ANTHROPIC_API_KEY) {
    return {
      api: 'anthropic-messages',
      baseUrl: 'https://api.anthropic.com',
      apiKey: env.ANTHROPIC_API_KEY,
      name: env.MODEL_NAME ?? 'claude-sonnet-4-5',
      demo: false,
    };
  }
  if (env.OPENAI_API_KEY || env.OPENAI_BASE_URL) {
    return {
      api: 'openai-completions',
      baseUrl: env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1',
      // A local server takes any key, but the gateway wants one.
      apiKey: env.OPENAI_API_KEY ?? 'none',
      name: env.MODEL_NAME ?? 'gpt-5-mini',
      demo: false,
    };
  }
  if (env.DEMO_MODEL_URL) {
    return {
      api: 'openai-completions',
      baseUrl: `${env.DEMO_MODEL_URL}/v1`,
      apiKey: 'demo',
      name: 'friendsai-demo',
      demo: true,
    };
  }
  throw new Error('No model: set OPENAI_API_KEY, ANTHROPIC_API_KEY or OPENAI_BASE_URL, or DEMO_MODEL_URL.');
}
