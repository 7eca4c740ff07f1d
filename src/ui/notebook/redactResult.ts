import { redact } from '../../editor/redact.ts';
import type { CellResult, ResultPart } from '../../protocol/cellResult.ts';

/** Names under which bytes stand: nothing in them reads as a secret, and they are long. */
const BYTES = new Set(['base64']);

/** A result without the secrets; of a text that still grows, without the beginning of one at its end either. */
export function redactResult(result: CellResult, secrets: readonly string[]): CellResult {
  if (result.state !== 'running') return withoutSecrets(result, secrets);
  return withoutSecrets({ ...result, parts: result.parts.map((part) => withoutBeginning(part, secrets)) }, secrets);
}

function withoutBeginning(part: ResultPart, secrets: readonly string[]): ResultPart {
  if (part.kind === 'text') return { ...part, text: cutBeginning(part.text, secrets) };
  return part.kind === 'toolCall' ? { ...part, arguments: cutBeginning(part.arguments, secrets) } : part;
}

function cutBeginning(text: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    for (let length = secret.length - 1; length > 0; length--) {
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
    }
  }
  return text;
}

/** `value` with all its texts, the names of its fields too, without the secrets and whatever looks like a key. */
export function withoutSecrets<T>(value: T, secrets: readonly string[]): T {
  return clean(value, secrets) as T;
}

function clean(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return withoutCut(redact(value, secrets), secrets);
  if (Array.isArray(value)) return value.map((one) => clean(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [
      redact(name, secrets),
      BYTES.has(name) && isBase64(one) ? one : clean(one, secrets),
    ]),
  );
}

/** How much of a secret may be seen where it was cut off. */
const SEEN_CHARACTERS = 8;

/** Without what is left of a secret where a text was cut: at its end, or before an ellipsis. */
function withoutCut(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    const head = secret.slice(0, SEEN_CHARACTERS);
    if (secret.length === head.length) continue;
    const pieces: string[] = [];
    let from = 0;
    for (let at = clean.indexOf(head); at >= 0; at = clean.indexOf(head, at + 1)) {
      let end = at + head.length;
      while (end < clean.length && clean[end] === secret[end - at]) end++;
      if (at < from || (end < clean.length && clean[end] !== '…')) continue;
      pieces.push(clean.slice(from, at), end < clean.length ? '' : '…');
      from = end;
    }
    clean = pieces.join('') + clean.slice(from);
  }
  return clean;
}

const isBase64 = (value: unknown) => typeof value === 'string' && /^[\w+/=]*$/.test(value) && value.length > 1000;

/** The forms in which a secret may come back, longest first. Shorter ones than 4 characters are none. */
export function secretForms(values: Iterable<string>): string[] {
  const forms = [...values]
    .filter((value) => value.length > 3)
    .flatMap((value) => [value, inJson(value), inQuery(value), inPath(value), ...linesOf(value)]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

const inQuery = (value: string) => new URLSearchParams({ '': value }).toString().slice(1);

/** As `openai/address.ts` encodes a segment. */
const inPath = (value: string) => value.replace(/[^\w\-.~!$&'()*+,;=:@]+/g, encodeURIComponent);

/** As it stands within a JSON that is shown as text. */
const inJson = (value: string) => JSON.stringify(value).slice(1, -1);

/** A key in several lines comes back in pieces. */
const linesOf = (value: string) => value.split(/\r\n|\r|\n/).filter((line) => line.length > 15);
