import { readdirSync, readFileSync } from 'node:fs';

/** The clock of /proc/<pid>/stat. The kernel shows it to programs at this rate on every architecture we know. */
const TICKS_PER_SECOND = 100;

/** What a process and all that came of it use at this moment; what has ended counts for CPU time only. */
export type GroupUse = { memoryBytes: number; cpuSeconds: number };

/**
 * Adds up a process and all its descendants. In a sandbox nobody gets out of this tree: an orphan becomes a child of the
 * namespace's first process. What ends while it is being read is left out.
 */
export function groupUse(pid: number): GroupUse {
  const use = { memoryBytes: 0, cpuSeconds: 0 };
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      const status = readFileSync(`/proc/${next}/status`, 'utf8');
      for (const [, kilobytes] of status.matchAll(/^(?:RssAnon|RssShmem|VmSwap):\s*(\d+) kB$/gm)) {
        use.memoryBytes += Number(kilobytes) * 1024;
      }
      // The name, in brackets, may hold anything. After it: state, parent, …; times of its own and of its ended children.
      const stat = readFileSync(`/proc/${next}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      use.cpuSeconds +=
        fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
      for (const task of readdirSync(`/proc/${next}/task`)) {
        const children = readFileSync(`/proc/${next}/task/${task}/children`, 'utf8');
        waiting.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return use;
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}
