interface Labelled {
  label: string;
  description?: string;
  alwaysShow?: boolean;
}

/**
 * Whether a quick pick may show this item for what was typed: its letters come in this order. Wider than VS Code's own
 * filter, which shows nothing that this refuses.
 */
export function fitsText({ label, description = '', alwaysShow = false }: Labelled, typed: string): boolean {
  return alwaysShow || isWithin(typed, label) || isWithin(typed, description);
}

function isWithin(letters: string, text: string): boolean {
  const lower = text.toLowerCase();
  let at = 0;
  for (const letter of letters.toLowerCase()) {
    if (/\s/.test(letter)) continue;
    at = lower.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
