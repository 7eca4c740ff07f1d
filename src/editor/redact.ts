const patterns: readonly [RegExp, string][] = [
  [/\b(sk|sess)-[\w-]{6,}/g, '$1-…'],
  // With a mark that words do not have: “basic knowledge” is none, and code may say `apiKey: string`.
  [/\b([Bb]earer|BEARER)\s+(?=[\w.~+/=-]*(?:[\dA-Z=_~+/-]|\.\w))[\w.~+/=-]{6,}/g, '$1 …'],
  [/\b([Bb]asic|BASIC)\s+(?=[\w.~+/=-]*(?:[\dA-Z=_~+/]|\.\w))[\w.~+/=-]{6,}/g, '$1 …'],
  [
    /((?:api-?key|authorization)["']?\s*[:=]\s*["']?)(?!Bearer |Basic )(?=[^"'\s,;}]*\d|[^"'\s,;}]{12})[^"'\s,;}]+/gi,
    '$1…',
  ],
  [/(\/\/)[^/\s:@]*:[^/\s@]*@/g, '$1…@'],
];

/** Something of every pattern: most texts have none of it, and a large answer has many texts. */
const SUSPECT = /sk-|sess-|bearer|basic|api-?key|authorization|\/\//i;

/** `text` without what looks like a key, and without the `secrets` themselves, as they are or URL-encoded. */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of secrets) {
    clean = clean.replaceAll(secret, '…').replaceAll(encodeURIComponent(secret), '…');
  }
  if (!SUSPECT.test(clean)) return clean;
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
  return clean;
}
