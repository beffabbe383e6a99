import {
  DECISIONS_MAX,
  type DecideInput,
  type DecideResult,
  type Decision,
  type ErrorCode,
  type ToolCallId,
  type ToolCallView,
  type UndoInput,
} from '@friendsai/schema';

/** What this device is doing about a tool call, or why that did not work. Null: the server could not be reached. */
export type Act = { state: 'going' } | { state: 'failed'; errorCode: ErrorCode | null };

export type Acts = Readonly<Record<ToolCallId, Act>>;

export type ActsDeps = {
  decide: (input: DecideInput) => Promise<DecideResult>;
  undo: (input: UndoInput) => Promise<ToolCallView>;
  codeOf: (error: unknown) => ErrorCode | null;
  acts: () => Acts;
  onActs: (acts: Acts) => void;
  /** Calls as the server says that they stand now. */
  onCalls: (calls: readonly ToolCallView[]) => void;
};

/** The user's answers to tool calls. Each is given once, however often a button is pressed while it is on its way. */
export function createActs({ decide, undo, codeOf, acts, onActs, onCalls }: ActsDeps) {
  function set(ids: readonly ToolCallId[], act: Act): void {
    onActs({ ...acts(), ...Object.fromEntries(ids.map((id) => [id, act])) });
  }

  function clear(id: ToolCallId): void {
    const { [id]: _done, ...others } = acts();
    onActs(others);
  }

  const isIdle = (id: ToolCallId) => acts()[id]?.state !== 'going';

  async function decideSome(decisions: Decision[]): Promise<void> {
    const ids = decisions.map(({ toolCallId }) => toolCallId);
    set(ids, { state: 'going' });
    try {
      const { results } = await decide({ decisions });
      onCalls(results.flatMap(({ call }) => (call ? [call] : [])));
      for (const { toolCallId, errorCode } of results) {
        if (errorCode === null) clear(toolCallId);
        else set([toolCallId], { state: 'failed', errorCode });
      }
    } catch (error) {
      set(ids, { state: 'failed', errorCode: codeOf(error) });
    }
  }

  return {
    /** Answers questions together; each gets its own result. */
    async decide(decisions: readonly Decision[]): Promise<void> {
      const fresh = decisions.filter(({ toolCallId }) => isIdle(toolCallId));
      for (let from = 0; from < fresh.length; from += DECISIONS_MAX)
        await decideSome(fresh.slice(from, from + DECISIONS_MAX));
    },
    /** Takes back what a call wrote, whole or one change of it. */
    async undo(input: UndoInput): Promise<void> {
      const id = input.toolCallId;
      if (!isIdle(id)) return;
      set([id], { state: 'going' });
      try {
        onCalls([await undo(input)]);
        clear(id);
      } catch (error) {
        set([id], { state: 'failed', errorCode: codeOf(error) });
      }
    },
  };
}
