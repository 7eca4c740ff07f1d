import type { Entries, ToolCallItem } from './transcript.ts';
import { visibleLine } from './visibleText.ts';

export const todoToolName = 'todo';

export const todoStates = ['open', 'doing', 'done'] as const;
export type TodoState = (typeof todoStates)[number];

export const mostTodoItems = 50;
export const mostTodoCharacters = 300;

/** A step of the model's visible plan. */
export interface TodoItem {
  text: string;
  state: TodoState;
}

/** The model's list as its last call of the tool left it, while the conversation is still at it; else empty. Pure. */
export function todoOf(transcript: Entries): readonly TodoItem[] {
  const at = transcript.findLastIndex(
    (item) => item.type === 'toolCall' && item.name === todoToolName && item.status === 'succeeded',
  );
  const call = transcript[at];
  if (call?.type !== 'toolCall') return none;
  const items = readTodo(call);
  const finished = items.every(({ state }) => state === 'done');
  return finished && transcript.slice(at).some(({ type }) => type === 'user') ? none : items;
}

/** How far the list is: "2 of 5 done". */
export function todoProgress(items: readonly TodoItem[]): string {
  return `${items.filter(({ state }) => state === 'done').length} of ${items.length} done`;
}

const none: readonly TodoItem[] = [];
/** Asked for with every frame of an answer: each call is parsed once. */
const lists = new WeakMap<ToolCallItem, readonly TodoItem[]>();

function readTodo(call: ToolCallItem): readonly TodoItem[] {
  const known = lists.get(call);
  if (known) return known;
  const items = parseTodo(call.arguments);
  lists.set(call, items);
  return items;
}

/** Arguments of an older version are no list any more. */
function parseTodo(json: string): readonly TodoItem[] {
  try {
    const { items } = JSON.parse(json) as { items?: unknown };
    if (!Array.isArray(items)) return [];
    const steps = items.filter(isTodoItem).slice(0, mostTodoItems);
    return steps.map(({ text, state }) => ({ text: visibleLine(text, mostTodoCharacters), state }));
  } catch {
    return [];
  }
}

function isTodoItem(item: unknown): item is TodoItem {
  if (typeof item !== 'object' || item === null) return false;
  const { text, state } = item as Partial<TodoItem>;
  return typeof text === 'string' && todoStates.some((known) => known === state);
}
