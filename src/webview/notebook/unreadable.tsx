/** In the place of a part that is not what it should be. */
export function Unreadable({ what }: { what: string }) {
  return <p class="fine">A part of this result cannot be shown{what === '' ? '' : ` (${what.slice(0, 40)})`}.</p>;
}
