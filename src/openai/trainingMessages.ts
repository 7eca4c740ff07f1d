import { isObject } from './isObject.ts';

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/** What the messages of an example may call. */
interface Callable {
  tools?: unknown;
  functions?: unknown;
}

/** What is wrong with a conversation to learn from or to go on with, each fault with where it is: `messages[2].content`. */
export function* messagesFaults(
  messages: unknown,
  where: string,
  { tools, functions }: Callable = {},
): Generator<string, void, undefined> {
  if (!Array.isArray(messages) || messages.length === 0) {
    yield `${where} must be a list of messages.`;
    return;
  }
  const names = [...namesOf(tools, true), ...namesOf(functions, false)];
  const isListed = (name: unknown) => names.length === 0 || names.includes(String(name));
  let unanswered: string[] = [];
  for (const [index, message] of (messages as unknown[]).entries()) {
    const at = `${where}[${index}]`;
    if (!isObject(message)) {
      yield `${at} must be an object.`;
      continue;
    }
    if (message.role === 'tool') {
      if (!unanswered.includes(String(message.tool_call_id))) {
        yield `${at}.tool_call_id names no call of the message before.`;
      }
      unanswered = unanswered.filter((id) => id !== message.tool_call_id);
    } else if (unanswered.length > 0) {
      yield `${at} comes before the call ${unanswered.join(', ')} is answered.`;
      unanswered = [];
    }
    yield* messageFaults(message, at);
    if (message.tool_calls === undefined) continue;
    yield* callsFaults(message.tool_calls, `${at}.tool_calls`, isListed);
    unanswered = idsOf(message.tool_calls);
  }
}

function* messageFaults(message: Record<string, unknown>, at: string): Generator<string, void, undefined> {
  const { role, content, name, weight, function_call } = message;
  if (!ROLES.includes(String(role))) yield `${at}.role must be one of ${ROLES.join(', ')}.`;
  const isAssistant = role === 'assistant';
  const calls = function_call !== undefined || message.tool_calls !== undefined || message.refusal !== undefined;
  if (!isContent(content) && !(isAssistant && calls && (content ?? null) === null)) {
    yield `${at}.content must be text or a list of parts.`;
  }
  if (role === 'function' && typeof name !== 'string') yield `${at}.name must be the function that answers.`;
  if (weight !== undefined && !isAssistant) yield `${at}.weight belongs to messages of the assistant alone.`;
  else if (weight !== undefined && weight !== 0 && weight !== 1) yield `${at}.weight must be 0 or 1.`;
  if (!isAssistant && (message.tool_calls !== undefined || function_call !== undefined)) {
    yield `${at}: only the assistant calls tools.`;
  }
  if (function_call !== undefined) yield* functionFaults(function_call, `${at}.function_call`);
}

function isContent(content: unknown): boolean {
  if (typeof content === 'string') return true;
  return (
    Array.isArray(content) &&
    content.length > 0 &&
    content.every((part) => isObject(part) && typeof part.type === 'string')
  );
}

function* callsFaults(
  calls: unknown,
  where: string,
  isListed: (name: unknown) => boolean,
): Generator<string, void, undefined> {
  if (!Array.isArray(calls) || calls.length === 0) {
    yield `${where} must be a list of calls.`;
    return;
  }
  for (const [index, call] of (calls as unknown[]).entries()) {
    const at = `${where}[${index}]`;
    if (!isObject(call)) {
      yield `${at} must be an object.`;
      continue;
    }
    if (typeof call.id !== 'string' || call.id === '') yield `${at}.id must be a text.`;
    if (call.type !== 'function') yield `${at}.type must be "function".`;
    yield* functionFaults(call.function, `${at}.function`);
    if (isObject(call.function) && !isListed(call.function.name)) {
      yield `${at}.function.name is not among the tools of the example.`;
    }
  }
}

function* functionFaults(called: unknown, at: string): Generator<string, void, undefined> {
  if (!isObject(called) || typeof called.name !== 'string' || typeof called.arguments !== 'string') {
    yield `${at} must have a name and arguments, both text.`;
  } else if (!isJson(called.arguments)) yield `${at}.arguments is not JSON.`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function idsOf(calls: unknown): string[] {
  return Array.isArray(calls) ? calls.map((call: unknown) => (isObject(call) ? String(call.id) : '')) : [];
}

/** Names of tools, which have their function inside, or of functions. */
function namesOf(list: unknown, areTools: boolean): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const described = areTools && isObject(one) ? one.function : one;
    return isObject(described) && typeof described.name === 'string' ? [described.name] : [];
  });
}
