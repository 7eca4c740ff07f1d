/**
 * The text in pieces of at most `most` characters (code points), at ends of sentences where there are any, else between
 * words, else anywhere. Pieces of white space alone are left out.
 */
export function splitAtSentences(text: string, most: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const sentence of segments(text, 'sentence')) {
    for (const part of lengthOf(sentence) > most ? cutSentence(sentence, most) : [sentence]) {
      if (lengthOf(piece) + lengthOf(part) > most) {
        pieces.push(piece);
        piece = '';
      }
      piece += part;
    }
  }
  pieces.push(piece);
  return pieces.map((each) => each.trim()).filter((each) => each !== '');
}

function cutSentence(sentence: string, most: number): string[] {
  return segments(sentence, 'word').flatMap((word) => {
    const characters = Array.from(word);
    const count = Math.ceil(characters.length / most);
    return Array.from({ length: count }, (_, index) => characters.slice(index * most, (index + 1) * most).join(''));
  });
}

const segments = (text: string, granularity: 'sentence' | 'word'): string[] =>
  Array.from(new Intl.Segmenter(undefined, { granularity }).segment(text), ({ segment }) => segment);

const lengthOf = (text: string): number => Array.from(text).length;
