/** The calls that are refused, with their numbers on each architecture. */
const REFUSED = {
  // Sockets of every family: the empty network of the sandbox has no hold on vsock, and netlink and alg are wide doors.
  socket: { x64: 41, arm64: 198 },
  // Memory that neither the scratch's size nor the memory of a process counts.
  memfd_create: { x64: 319, arm64: 279 },
  memfd_secret: { x64: 447, arm64: 447 },
  shmget: { x64: 29, arm64: 194 },
  msgget: { x64: 68, arm64: 186 },
  mq_open: { x64: 240, arm64: 180 },
  // Looking into others, and parts of the kernel that no reader of files needs.
  ptrace: { x64: 101, arm64: 117 },
  process_vm_readv: { x64: 310, arm64: 270 },
  process_vm_writev: { x64: 311, arm64: 271 },
  pidfd_getfd: { x64: 438, arm64: 438 },
  unshare: { x64: 272, arm64: 97 },
  setns: { x64: 308, arm64: 268 },
  open_by_handle_at: { x64: 304, arm64: 265 },
  bpf: { x64: 321, arm64: 280 },
  perf_event_open: { x64: 298, arm64: 241 },
  userfaultfd: { x64: 323, arm64: 282 },
  io_uring_setup: { x64: 425, arm64: 425 },
  add_key: { x64: 248, arm64: 217 },
  request_key: { x64: 249, arm64: 218 },
  keyctl: { x64: 250, arm64: 219 },
} as const;

/** AUDIT_ARCH_* of the kernel. */
const ARCHITECTURES = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;

const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const RETURN = 0x06;
const KILL = 0x80000000;
const NOT_PERMITTED = 0x00050001;
const ALLOW = 0x7fff0000;
/** From here on, numbers mean the same calls in x64's other guise (x32). */
const X32 = 0x40000000;

/** A jump that holds leaves out the next `skip` steps. */
type Step = { code: number; skip?: number; value: number };

/**
 * What bubblewrap loads with `--seccomp`: a classic BPF program that answers "not permitted" to the calls above and lets
 * the others pass. Null where the numbers are not known.
 */
export function seccompFilter(architecture: string): Buffer | null {
  if (architecture !== 'x64' && architecture !== 'arm64') return null;
  const numbers = Object.values(REFUSED).map((call) => call[architecture]);
  const steps: Step[] = [
    { code: LOAD_WORD, value: 4 },
    { code: JUMP_IF_EQUAL, skip: 1, value: ARCHITECTURES[architecture] },
    { code: RETURN, value: KILL },
    { code: LOAD_WORD, value: 0 },
    { code: JUMP_IF_AT_LEAST, skip: numbers.length + 1, value: X32 },
    ...numbers.map((value, index) => ({ code: JUMP_IF_EQUAL, skip: numbers.length - index, value })),
    { code: RETURN, value: ALLOW },
    { code: RETURN, value: NOT_PERMITTED },
  ];
  const filter = Buffer.alloc(steps.length * 8);
  for (const [index, { code, skip = 0, value }] of steps.entries()) {
    filter.writeUInt16LE(code, index * 8);
    filter.writeUInt8(skip, index * 8 + 2);
    filter.writeUInt32LE(value, index * 8 + 4);
  }
  return filter;
}
