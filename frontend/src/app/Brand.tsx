/** The mark of the site: a watching eye in a hexagon. */
export function Brand({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M16 2.5 27.7 9.2v13.6L16 29.5 4.3 22.8V9.2Z"
        stroke="var(--line-strong)"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
      <path
        d="M6.5 16c2.6-4 5.8-6 9.5-6s6.9 2 9.5 6c-2.6 4-5.8 6-9.5 6s-6.9-2-9.5-6Z"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="16" r="3" fill="var(--gold)" />
    </svg>
  );
}
