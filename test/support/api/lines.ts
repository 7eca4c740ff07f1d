import { unknown } from '../answers.ts';

/** What is answered to a prompt that says this. */
const lines: readonly (readonly [prompt: RegExp, answer: string])[] = [
  [
    /what a lighthouse is for/i,
    'A lighthouse shows ships **where the coast is**, and by the rhythm of its light *which* coast it is.',
  ],
  [
    /three facts about tides/i,
    '1. They come twice a day at most coasts.\n2. The moon pulls more than the sun.\n3. They are highest at full and new moon.',
  ],
  [/haiku/i, 'Lamp above the waves,\nturning for no one it sees —\neveryone gets home.'],
  [
    /story/i,
    'The keeper climbed the stairs, as on every evening. The lamp was cold. **Far out**, a small boat waited for the first turn of the light, and when it came, it was a second early: the keeper had missed it too.',
  ],
  [/capital of/i, 'The capital is **Oslo**.'],
  [
    /recursion/i,
    'A function that calls itself on a smaller part of the problem, until the part is so small that the answer is known.',
  ],
  [
    /reverse a list/i,
    '`list.toReversed()` gives a reversed copy.\n\n```ts\nconst down = [1, 2, 3].toReversed(); // [3, 2, 1]\n```',
  ],
  [
    /transpose/i,
    '```sh\nawk \'{ for (i = 1; i <= NF; i++) row[i] = row[i] " " $i } END { for (i in row) print row[i] }\' matrix.txt\n```',
  ],
  [/(picture|image|drawing)/i, 'A landscape: hills below an evening sky, and a low sun to the left.'],
  [/(recording|hear)/i, 'Three even tones, a second each.'],
  [/toys?/i, 'For Biscuit, who loves water: a floating rope and a ring that does not sink.'],
  [/handbook|on duty|the lamp/i, 'The handbook says: wind the clockwork at sunset, and write the hour into the log.'],
  [
    /which is higher|riddle|how many/i,
    'There are **12** ways. Each of the four boats may lie at any of three piers, and no two share one.',
  ],
  [/translate/i, 'Bonsoir, le phare.'],
  [/mission|purpose/i, 'To keep those who pass by night off the rocks.'],
];

/** The line for a prompt; the name that somebody told; or that there is none. */
export function answerLines(prompt: string, messages: readonly { role: string; text: string }[]): string {
  if (/my name\?|who am i/i.test(prompt)) {
    const name = messages
      .map(({ text }) => /my name is (\w+)/i.exec(text)?.[1])
      .findLast((found) => found !== undefined);
    return name === undefined ? 'You have not told me your name.' : `Your name is **${name}**.`;
  }
  if (/my name is/i.test(prompt)) return 'Good to meet you. I shall remember it.';
  return lines.find(([pattern]) => pattern.test(prompt))?.[1] ?? unknown;
}
