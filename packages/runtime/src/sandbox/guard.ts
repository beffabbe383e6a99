import type { ChildProcess } from 'node:child_process';
import { groupUse } from './group.ts';
import { LimitReached, type SandboxLimits } from './limits.ts';

/** How often a job's memory and CPU time are added up. */
const LOOK_EVERY_MS = 50;

type Guard = {
  /** Why it was ended from outside, when it was. */
  ended: { reason: unknown } | null;
  /** bubblewrap's first process dies with the one we started, and the kernel ends a namespace with its first process. */
  end(reason: unknown): void;
  /** There is nothing left to watch. */
  leave(): void;
};

/** Ends the whole group when its time is over, when it uses too much, or when nobody wants it any more. */
export function guardOver(
  child: ChildProcess,
  pid: number,
  limits: SandboxLimits,
  signal: AbortSignal,
): Guard {
  const guard: Guard = {
    ended: null,
    end(reason) {
      guard.ended ??= { reason };
      child.kill('SIGKILL');
    },
    leave() {
      clearTimeout(deadline);
      clearInterval(look);
      signal.removeEventListener('abort', onAbort);
    },
  };
  const onAbort = () => guard.end(signal.reason);
  signal.addEventListener('abort', onAbort);
  const deadline = setTimeout(() => guard.end(new LimitReached('timeoutMs')), limits.timeoutMs);
  const look = setInterval(() => {
    try {
      const use = groupUse(pid);
      if (use.memoryBytes > limits.memoryBytes) guard.end(new LimitReached('memoryBytes'));
      else if (use.cpuSeconds > limits.cpuSeconds) guard.end(new LimitReached('cpuSeconds'));
    } catch (error) {
      // What cannot be watched does not run.
      guard.end(error);
    }
  }, LOOK_EVERY_MS);
  return guard;
}
