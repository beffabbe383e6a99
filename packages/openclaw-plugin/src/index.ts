import { signCall } from './signature.ts';

/** What the gateway gives a plugin, as far as we use it (openclaw 2026.7, docs/plugins). */
type PluginApi = {
  pluginConfig?: BridgeConfig;
  registerTool: (factory: (context: ToolContext) => Tool | null, options: { name: string }) => void;
};

/** Set by the gateway's host for each run; a model cannot reach it. */
type ToolContext = { agentId?: string; sessionKey?: string };

type ToolResult = { content: { type: 'text'; text: string }[] };

type Tool = {
  name: string;
  label: string;
  description: string;
  parameters: object;
  execute: (toolCallId: string, input: unknown, signal?: AbortSignal) => Promise<ToolResult>;
};

/** The plugin's entry in openclaw.json, which our server writes (packages/runtime, cell-config.ts). */
type BridgeConfig = {
  url: string;
  secret: string;
  tools: { name: string; description: string; inputSchema: object }[];
};

/** Longer than any tool of ours may take; the server gives up first and says why. */
const TIMEOUT_MS = 60_000;

async function callServer(
  config: BridgeConfig,
  toolName: string,
  context: ToolContext,
  toolCallId: string,
  input: unknown,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { agentId = '', sessionKey = '' } = context;
  const body = JSON.stringify(input ?? {});
  const at = new Date().toISOString();
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(`${config.url}/internal/tools/${toolName}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-friendsai-agent': agentId,
      'x-friendsai-session': sessionKey,
      'x-friendsai-tool-call': toolCallId,
      'x-friendsai-at': at,
      'x-friendsai-signature': signCall(
        { toolName, agentId, sessionKey, toolCallId, at, body },
        config.secret,
      ),
    },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  // Whatever stands between the server and us may answer in its place, and not in JSON.
  const answer: unknown = await response.json().catch(() => null);
  return textIn(answer) ?? `The tool could not be used (${response.status}).`;
}

/** What the server said: the tool's text, or the sentence of its error. */
function textIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  if ('text' in answer && typeof answer.text === 'string') return answer.text;
  if (!('error' in answer) || typeof answer.error !== 'object' || answer.error === null) return null;
  const { error } = answer;
  return 'message' in error && typeof error.message === 'string'
    ? `The tool could not be used: ${error.message}`
    : null;
}

export default {
  id: 'friendsai',
  name: 'FriendsAI bridge',
  description: "Carries tool calls of a tenant's agent to the FriendsAI server, signed.",
  register(api: PluginApi): void {
    const config = api.pluginConfig;
    if (!config) return;
    for (const { name, description, inputSchema } of config.tools) {
      api.registerTool(
        (context) => ({
          name,
          label: name,
          description,
          parameters: inputSchema,
          async execute(toolCallId, input, signal) {
            const text = await callServer(config, name, context, toolCallId, input, signal);
            return { content: [{ type: 'text', text }] };
          },
        }),
        { name },
      );
    }
  },
};
