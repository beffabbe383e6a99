/** A host's keeper of what runs in the background, as far as the host asks it (openclaw 2026.7, DetachedTaskLifecycleRuntime). */
export type TaskKeeper = {
  createQueuedTaskRun: () => null;
  createRunningTaskRun: () => null;
  startTaskRunByRunId: () => never[];
  recordTaskRunProgressByRunId: () => never[];
  finalizeTaskRunByRunId: () => never[];
  completeTaskRunByRunId: () => never[];
  failTaskRunByRunId: () => never[];
  setDetachedTaskDeliveryStatusByRunId: () => never[];
  findTaskRun: () => undefined;
  cancelDetachedTaskRunById: () => Promise<{ found: false; cancelled: false }>;
};

const none = () => [];

/**
 * Keeps nothing. The host's own keeper writes every message that starts a run, whole, into one table for all tenants; the runs
 * are in our ledger.
 */
export const noTasks: TaskKeeper = {
  createQueuedTaskRun: () => null,
  createRunningTaskRun: () => null,
  startTaskRunByRunId: none,
  recordTaskRunProgressByRunId: none,
  finalizeTaskRunByRunId: none,
  completeTaskRunByRunId: none,
  failTaskRunByRunId: none,
  setDetachedTaskDeliveryStatusByRunId: none,
  findTaskRun: () => undefined,
  cancelDetachedTaskRunById: async () => ({ found: false, cancelled: false }),
};
