import { callServer } from './call-server.ts';
import { noTasks, type TaskKeeper } from './no-tasks.ts';
import { type BeforeToolCall, createRunBook } from './runs.ts';

/** What the gateway gives a plugin, as far as we use it (openclaw 2026.7, docs/plugins). */
type PluginApi = {
  pluginConfig?: BridgeConfig;
  registerTool: (factory: (context: ToolContext) => Tool | null, options: { name: string }) => void;
  registerDetachedTaskRuntime: (keeper: TaskKeeper) => void;
  on: (hook: 'before_tool_call', handler: (event: BeforeToolCall, context: ToolContext) => void) => void;
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

/** Longer than any tool of ours may take, and than a server needs to come back. */
const PATIENCE_MS = 60_000;

/** The host may register the plugin more than once, and take the hook from one time and a tool from another. */
const runs = createRunBook();

export default {
  id: 'friendsai',
  name: 'FriendsAI bridge',
  description: "Carries tool calls of a tenant's agent to the FriendsAI server, signed.",
  register(api: PluginApi): void {
    const config = api.pluginConfig;
    if (!config) return;
    api.registerDetachedTaskRuntime(noTasks);
    api.on('before_tool_call', (event, { sessionKey = '' }) => runs.note(event, sessionKey));
    for (const { name, description, inputSchema } of config.tools) {
      api.registerTool(
        ({ agentId = '', sessionKey = '' }) => ({
          name,
          label: name,
          description,
          parameters: inputSchema,
          async execute(toolCallId, input, stop) {
            const runId = runs.take(sessionKey, toolCallId);
            const body = JSON.stringify(input ?? {});
            const call = { toolName: name, agentId, sessionKey, runId, toolCallId, body };
            const patience = AbortSignal.timeout(PATIENCE_MS);
            const text = await callServer(call, config, { patience, stop });
            return { content: [{ type: 'text', text }] };
          },
        }),
        { name },
      );
    }
  },
};
