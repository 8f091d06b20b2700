/** A length of time in words a person reads at a glance: `42s`, `1m 05s`, `2h 03m`. Unknown or endless times read `-`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '-';
  const total = Math.round(seconds);
  if (total < 60) return `${total}s`;
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (total < 3600) return `${Math.floor(total / 60)}m ${pad(total % 60)}s`;
  return `${Math.floor(total / 3600)}h ${pad(Math.floor((total % 3600) / 60))}m`;
}
