/** The product's mark: two people, one holding the other in mind. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <circle cx="12.5" cy="13" r="4.5" fill="none" stroke="var(--accent-ink)" strokeWidth="2.4" />
      <circle cx="20.5" cy="19.5" r="3.4" fill="var(--accent-ink)" />
    </svg>
  );
}
