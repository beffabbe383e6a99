/** What one job may take. All of its processes together, unless said otherwise. */
export type SandboxLimits = {
  /** From its start to its end. */
  timeoutMs: number;
  cpuSeconds: number;
  /** Memory in use. The files handed in count, because they are copied into memory. */
  memoryBytes: number;
  /** Processes and threads; Node alone has about a dozen. */
  maxProcesses: number;
  /** What `/scratch` holds. It is memory too, and comes on top of `memoryBytes`. */
  scratchBytes: number;
  /** What it says on stdout and stderr. */
  outputBytes: number;
};

/** Which limit ended a job; the `cause` of a SANDBOX_LIMIT. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
  readonly limit: keyof SandboxLimits;

  constructor(limit: keyof SandboxLimits) {
    super(`The job was ended by its limit of ${limit}.`);
    this.limit = limit;
  }
}
