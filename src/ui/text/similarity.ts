type Vector = ArrayLike<number>;

/** The length of a vector. */
export function norm(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

/** Cosine similarity, -1 to 1. Throws a sentence for vectors that cannot be compared. */
export function similarity(a: Vector, b: Vector): number {
  if (a.length !== b.length) {
    throw new Error(`A vector of ${a.length} dimensions and one of ${b.length} cannot be compared.`);
  }
  const lengths = norm(a) * norm(b);
  if (lengths === 0) throw new Error('A vector without length cannot be compared.');
  return Math.max(-1, Math.min(1, dot(a, b) / lengths));
}

/** A word for a similarity of two texts, as embedding models of today spread them: unlike texts are above zero as well. */
export function similarityWord(value: number): string {
  if (value >= 0.95) return 'nearly the same';
  if (value >= 0.7) return 'very similar';
  if (value >= 0.5) return 'similar';
  if (value >= 0.3) return 'somewhat related';
  return 'hardly related';
}

/** The beginning of a text in one line, in quotes. */
export function excerpt(text: string, most = 30): string {
  const line = Array.from(text.trim().replaceAll(/\s+/g, ' '));
  return `“${line.length > most ? `${line.slice(0, most).join('').trimEnd()}…` : line.join('')}”`;
}

function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
