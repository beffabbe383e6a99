/** Ends the process on the first SIGTERM or SIGINT: `close` has run then, or `graceMs` have passed. */
export function closeOnSignal(
  close: () => Promise<void>,
  graceMs: number,
  onError: (error: unknown) => void,
): void {
  let closing = false;
  const end = () => {
    if (closing) return;
    closing = true;
    const deadline = setTimeout(() => process.exit(1), graceMs);
    close()
      .catch(onError)
      .finally(() => {
        clearTimeout(deadline);
        process.exit(0);
      });
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
