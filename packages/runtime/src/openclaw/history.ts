import type { Usage } from '@friendsai/schema';
import type { RunRef } from '../adapter.ts';
import type { GatewayConnection } from './gateway/connection.ts';
import { SessionHistory } from './gateway/frames.ts';
import { sessionKeyOf } from './session-key.ts';

/** More than one turn leaves, with all its tool calls. */
const ENTRIES = 100;

/** A gateway that is coming up leaves a first question without any answer. */
const ANSWER_WITHIN_MS = 3_000;

/** What a gateway's session says of one of our runs. */
export type Standing = {
  /** Ids of runs that go on in the session, the gateway's own for one that it resumed. */
  active: string[];
  /** The session has a run that has not ended, or that a crash cut off and that the gateway has not looked at yet. */
  unsettled: boolean;
  /** What has been answered since the run began, whole; '' for nothing. */
  text: string;
  /** Why the newest answer ended; null when there is none. */
  stopReason: string | null;
  usage: Usage | null;
};

/**
 * Asks the gateway how a run stands. The gateway's history does not name runs (what it resumes after a crash even gets a
 * new id and another question), so what was entered since the run began is taken for the run's: a session has one run at a
 * time. Errors: GatewayRefusal, GatewayGone, and when no answer comes.
 */
export async function standingOf(connection: GatewayConnection, ref: RunRef): Promise<Standing> {
  const sessionKey = sessionKeyOf(ref.tenantId, ref.contactId);
  const history = SessionHistory.parse(
    await within(ANSWER_WITHIN_MS, connection.call('chat.history', { sessionKey, limit: ENTRIES })),
  );
  const since = ref.startedAt.getTime();
  const entries = history.messages.filter(({ timestamp }) => (timestamp ?? 0) >= since);
  const answers = entries.filter(({ role }) => role === 'assistant');
  const last = answers.at(-1);
  const { activeRunIds, status } = history.sessionInfo;
  const counted = answers.filter(({ usage }) => usage);
  return {
    active: activeRunIds ?? [],
    unsettled: status === 'running' || (activeRunIds ?? []).length > 0,
    text: answers
      .map(({ content }) => content ?? '')
      .filter((text) => text !== '')
      .join('\n\n'),
    stopReason: last ? (last.stopReason ?? 'stop') : null,
    usage:
      counted.length === 0
        ? null
        : {
            provider: last?.provider ?? 'unknown',
            model: last?.model ?? 'unknown',
            inputTokens: counted.reduce((sum, { usage }) => sum + (usage?.input ?? 0), 0),
            outputTokens: counted.reduce((sum, { usage }) => sum + (usage?.output ?? 0), 0),
          },
  };
}

async function within<Value>(limitMs: number, answer: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('the gateway did not answer')), limitMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
