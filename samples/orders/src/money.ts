/** Whole cents, so that adding prices never rounds. */
export type Cents = number;

export function formatCents(cents: Cents): string {
  return `${(cents / 100).toFixed(2)} €`;
}
