import { isObject } from './isObject.ts';
import { jsonLines, type LineFault } from './jsonLines.ts';
import { messagesFaults } from './trainingMessages.ts';

/** How the examples of a fine-tuning file are written. */
export type TrainingFormat = 'chat' | 'preference' | 'reinforcement' | 'completion';

type Example = Record<string, unknown>;

/** The API takes no file with fewer. */
const FEWEST_EXAMPLES = 10;

const faultsOf: Record<TrainingFormat, (example: Example) => Iterable<string>> = {
  chat: chatFaults,
  preference: preferenceFaults,
  reinforcement: reinforcementFaults,
  completion: completionFaults,
};

/**
 * What is wrong in a fine-tuning file, found as it is read, line by line; nothing when the API can take it. Without a
 * `format` it is that of the first example (where reinforcement looks like chat, and is taken for it). The rules are those
 * of OpenAI's guides to supervised, preference and reinforcement fine-tuning.
 */
export async function* checkTrainingFile(
  chunks: AsyncIterable<Uint8Array>,
  format?: TrainingFormat,
): AsyncGenerator<LineFault, void, undefined> {
  let examples = 0;
  let known = format;
  for await (const { line, value, fault } of jsonLines(chunks)) {
    examples++;
    if (!value) {
      yield { line, message: fault ?? '' };
      continue;
    }
    const own = formatOf(value);
    known ??= own;
    if (known === undefined) {
      yield {
        line,
        message: 'The line has neither messages, nor input and preferred_output, nor prompt and completion.',
      };
    } else if (own !== undefined && own !== (known === 'reinforcement' ? 'chat' : known)) {
      yield { line, message: `The line is a ${own} example in a file of ${known} examples.` };
    } else {
      for (const message of faultsOf[known](value)) yield { line, message };
    }
  }
  if (examples < FEWEST_EXAMPLES) {
    yield { message: `The file has ${examples} examples; at least ${FEWEST_EXAMPLES} are needed.` };
  }
}

function formatOf(example: Example): TrainingFormat | undefined {
  if ('messages' in example) return 'chat';
  if ('preferred_output' in example || 'non_preferred_output' in example) return 'preference';
  return 'prompt' in example || 'completion' in example ? 'completion' : undefined;
}

function* chatFaults(example: Example): Generator<string, void, undefined> {
  const { messages } = example;
  yield* messagesFaults(messages, 'messages', example);
  yield* toolsFaults(example, '');
  if (!Array.isArray(messages) || messages.length === 0) return;
  const roles = messages.map(roleOf);
  if (roles.at(-1) !== 'assistant') yield 'The last message must be of the assistant: it is what is learned.';
  const learned = messages.some((message: unknown) => roleOf(message) === 'assistant' && weightOf(message) !== 0);
  if (roles.includes('assistant') && !learned) yield 'Nothing is learned: every message of the assistant has weight 0.';
}

function* preferenceFaults({
  input,
  preferred_output,
  non_preferred_output,
}: Example): Generator<string, void, undefined> {
  if (isObject(input)) {
    yield* messagesFaults(input.messages, 'input.messages', input);
    yield* toolsFaults(input, 'input.');
    if (Array.isArray(input.messages) && roleOf(input.messages.at(-1)) === 'assistant') {
      yield 'The last message of input.messages must not be of the assistant: the outputs are its answers.';
    }
  } else yield 'input must be an object with messages.';
  for (const [name, output] of Object.entries({ preferred_output, non_preferred_output })) {
    yield* messagesFaults(output, name);
    if (Array.isArray(output) && (output.length !== 1 || roleOf(output[0]) !== 'assistant')) {
      yield `${name} must be one message of the assistant.`;
    }
  }
}

function* reinforcementFaults(example: Example): Generator<string, void, undefined> {
  yield* messagesFaults(example.messages, 'messages', example);
  yield* toolsFaults(example, '');
  if (Array.isArray(example.messages) && roleOf(example.messages.at(-1)) !== 'user') {
    yield 'The last message must be of the user: the answer is graded.';
  }
}

function* completionFaults({ prompt, completion }: Example): Generator<string, void, undefined> {
  if (typeof prompt !== 'string') yield 'prompt must be text.';
  if (typeof completion !== 'string' || completion === '') yield 'completion must be text.';
}

function* toolsFaults({ tools, functions }: Example, prefix: string): Generator<string, void, undefined> {
  for (const [name, list] of Object.entries({ tools, functions })) {
    if (list !== undefined && !(Array.isArray(list) && list.every(isObject))) {
      yield `${prefix}${name} must be a list of objects.`;
    }
  }
}

const roleOf = (message: unknown) => (isObject(message) ? message.role : undefined);
const weightOf = (message: unknown) => (isObject(message) ? message.weight : undefined);
