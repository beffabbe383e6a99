import { join } from 'node:path';
import type { Slot } from '../slots.ts';

/** The model that the butlers speak with. */
export type CellModel = {
  api: 'openai-completions' | 'anthropic-messages';
  baseUrl: string;
  apiKey: string;
  name: string;
};

/** A tool that the bridge offers the model. */
export type ToolManifest = { name: string; description: string; inputSchema: object };

export type CellConfigInput = {
  cellDir: string;
  workspacesDir: string;
  port: number;
  /** The cell's own token; only our server and this file hold it. */
  token: string;
  slots: readonly Slot[];
  model: CellModel;
  bridge: { url: string; secret: string; pluginDir: string };
  tools: readonly ToolManifest[];
};

/** The agent that no tenant uses: the gateway wants a default one, and it warms the cell. */
export const WARM_AGENT_ID = 'main';

export const warmWorkspace = (cellDir: string) => join(cellDir, 'warm-workspace');

/** In the folder of the tenant that has the slot, or will. */
export const slotWorkspace = (workspacesDir: string, slot: Slot) => join(workspacesDir, slot.id, 'agent');

/**
 * A cell's openclaw.json. The gateway is no boundary between tenants (docs/architecture.md), so nothing of it is left that could
 * reach across: no tool but the bridge's, no session tools, no plugin but ours, no channel, no schedule, no discovery.
 */
export function cellConfig(input: CellConfigInput): object {
  const { cellDir, workspacesDir, port, token, slots, model, bridge, tools } = input;
  const toolNames = tools.map((tool) => tool.name);
  return {
    gateway: {
      mode: 'local',
      bind: 'loopback',
      port,
      auth: { mode: 'token', token },
      controlUi: { enabled: false },
    },
    discovery: { mdns: { mode: 'off' } },
    update: { checkOnStart: false, auto: { enabled: false } },
    models: {
      mode: 'replace',
      providers: {
        friends: {
          api: model.api,
          baseUrl: model.baseUrl,
          apiKey: model.apiKey,
          models: [
            {
              id: model.name,
              name: model.name,
              reasoning: false,
              input: ['text'],
              cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
              contextWindow: 128_000,
              maxTokens: 8_192,
            },
          ],
        },
      },
    },
    agents: {
      defaults: {
        model: { primary: `friends/${model.name}` },
        skipBootstrap: true,
        maxConcurrent: 32,
        heartbeat: { every: '0m' },
        skills: [],
      },
      list: [
        { id: WARM_AGENT_ID, default: true, workspace: warmWorkspace(cellDir) },
        ...slots.map((slot) => ({ id: slot.agentId, workspace: slotWorkspace(workspacesDir, slot) })),
      ],
    },
    session: { dmScope: 'per-account-channel-peer' },
    tools: {
      allow: toolNames,
      deny: [
        'group:runtime',
        'group:fs',
        'group:sessions',
        'group:web',
        'group:ui',
        'group:automation',
        'group:messaging',
        'group:nodes',
      ],
      elevated: { enabled: false },
      agentToAgent: { enabled: false },
      sessions: { visibility: 'self' },
    },
    plugins: {
      enabled: true,
      allow: ['friendsai'],
      slots: { memory: 'none' },
      load: { paths: [bridge.pluginDir] },
      entries: {
        friendsai: { enabled: true, config: { url: bridge.url, secret: bridge.secret, tools } },
      },
    },
    // Who ran which tool when is in our own audit log, and erased with its tenant there.
    audit: { enabled: false },
    cron: { enabled: false },
    hooks: { enabled: false },
    // Its logs hold what people and butlers say (docs/ownership.md). Why it will not start goes to its standard error all the same.
    logging: { level: 'silent', consoleLevel: 'silent' },
  };
}
