import { callCost } from '../../agent/models/callCost.ts';
import { modelRules } from '../../agent/models/catalog.ts';
import { shapeRequest } from '../../agent/models/shapeRequest.ts';
import type { Profile } from '../../editor/profile.ts';
import type { Client } from '../../openai/client.ts';
import { path as encodedPath } from '../../openai/address.ts';
import type { RequestOptions } from '../../openai/transport.ts';
import type { CellResult, ImagePart, ProgressPart, ResultPart } from '../../protocol/cellResult.ts';
import { formatDuration } from '../../protocol/figures.ts';
import { listPriceNote } from '../priceText.ts';
import { follow, isPending } from './answer/follow.ts';
import { runRealtime } from './answer/runRealtime.ts';
import { readAnswer, type Answer, type ReadOptions, type Sent } from './answer/readAnswer.ts';
import { parseCell } from './cell.ts';
import type { Profiles } from './chooseServer.ts';
import { failedResult, settled } from './failedResult.ts';
import { latestWins } from './latestWins.ts';
import { CellError, walk, type Placeholder } from './placeholders.ts';
import { openFile, readText, type FileAccess } from './readFile.ts';
import { redactResult, secretForms } from './redactResult.ts';
import { resolveCell, type ResolvedCell } from './resolveCell.ts';

/** How often a growing answer is shown anew. */
export const showEveryMs = 100;

export interface RunContext {
  /** Throws a sentence where no cell may run. */
  assertMayRun(): void;
  profiles: Profiles;
  client(profile: Profile): Promise<Client>;
  /** Earlier answers by the name of their cell; `_` is the last of any. */
  values: ReadonlyMap<string, unknown>;
  environment: Readonly<Record<string, string | undefined>>;
  files: FileAccess;
  loadImage(profile: Profile, url: string, signal: AbortSignal): Promise<ImagePart | undefined>;
  /** Asks before what cannot be undone. */
  confirm: (question: { message: string; detail: string; action: string }) => Promise<boolean>;
  /** Shows what there is so far: whole, and free of secrets. */
  show(result: CellResult): PromiseLike<void> | void;
  /** Told of a value that must be written nowhere. */
  onSecret: (secret: string) => void;
  /** All such values that are known, keys too: a server may repeat them. */
  hidden?: () => Iterable<string>;
  signal: AbortSignal;
}

/** How a cell ended. */
export interface CellRun {
  /** As it was shown last. */
  result: CellResult;
  name?: string;
  profile?: Profile;
  /** What the answer is to other cells. Absent where there is none. */
  answer?: { value: unknown };
  /** Why it failed, or `signal.reason`. */
  error?: unknown;
  /** Values that are to be shown nowhere. */
  hidden: readonly string[];
}

/** Sends the request of a cell and shows its answer as it arrives. Rejects only where showing it fails. */
export async function runCell(text: string, context: RunContext): Promise<CellRun> {
  const cell = parseCell(text);
  const found = new Set<string>();
  const secrets = () => secretForms([...found, ...(context.hidden?.() ?? [])]);
  const shown = latestWins((read: () => CellResult) => context.show(redactResult(read(), secrets())), showEveryMs);
  let result: CellResult = {
    request: { method: cell.method, path: cell.target.replace(/\?.*$/, '') },
    state: 'running',
    notes: [],
    parts: [],
  };
  let growing: (() => readonly ResultPart[]) | undefined;
  const latest = (): CellResult => (growing ? { ...result, parts: growing() } : result);
  const update: Update = ({ growingParts, ...change }) => {
    if (growingParts ?? change.parts) growing = growingParts;
    result = { ...result, ...change };
    shown.push(latest);
  };
  const run: Pick<CellRun, 'name' | 'profile' | 'answer' | 'error'> = {
    ...(cell.name !== undefined && { name: cell.name }),
  };
  let startedAt: number | undefined;
  const duration = () => (startedAt === undefined ? {} : { durationMs: performance.now() - startedAt });

  update({});
  try {
    context.signal.throwIfAborted();
    context.assertMayRun();
    const resolved = shape(await resolveCell(cell, scopeOf(context, found)));
    const { profile, method, path, notes } = resolved;
    run.profile = profile;
    update({ request: { method, path }, notes });
    await confirmDeletion(resolved, context);
    const client = await context.client(profile);
    startedAt = performance.now();
    const answer = await send(client, resolved, { startedAt, follows: cell.follow, context, update });
    run.answer = { value: answer.value };
    update({ ...measured(answer), ...costOf(resolved, answer), ...duration(), state: 'done' });
  } catch (error) {
    run.error = error;
    if (context.signal.aborted) update({ ...duration(), state: 'cancelled', parts: settled(latest().parts) });
    else update(failedResult({ ...latest(), ...duration() }, error));
  }
  await shown.end();
  return { ...run, result: redactResult(result, secrets()), hidden: secrets() };
}

interface Sending {
  startedAt: number;
  follows: boolean;
  context: RunContext;
  update: Update;
}

/** Changes what is shown; `growingParts` are made each time it is shown, until there are other `parts`. */
type Update = (change: Partial<CellResult> & { growingParts?: () => readonly ResultPart[] }) => void;

async function send(client: Client, request: ResolvedCell, sending: Sending): Promise<Answer> {
  const { context, startedAt, update } = sending;
  const { signal } = context;
  const { profile, method, path, query, headers, body, form, said } = request;
  let { notes } = request;
  const options: ReadOptions = {
    signal,
    onParts: (parts, firstTokenMs) => update({ parts, ...(firstTokenMs !== undefined && { firstTokenMs }) }),
    onGrowing: (growingParts, firstTokenMs) =>
      update({ growingParts, ...(firstTokenMs !== undefined && { firstTokenMs }) }),
    loadImage: (url, stop) => context.loadImage(profile, url, stop),
    resume: (responseId, startingAfter) => {
      const again = { stream: 'true', starting_after: String(startingAfter), ...includeOf(said) };
      return client.request(
        { method: 'GET', path: encodedPath`/responses/${responseId}`, query: again, headers },
        { signal },
      );
    },
    onNote: (note) => update({ notes: (notes = [...notes, note]) }),
  };
  if (method === 'WEBSOCKET') {
    if (form) throw new CellError('A WEBSOCKET sends JSON: one event, or a list of them.');
    const events = body === undefined ? [] : Array.isArray(body) ? (body as unknown[]) : [body];
    return runRealtime(client, { query: singles(query), events }, options);
  }
  const response = await client.request(
    { method, path, query, headers, ...(body && { body }), ...(form && { form }) },
    { signal, ...progressOf(update, form !== undefined) },
  );
  const requestId = response.headers.get('x-request-id');
  update({ status: response.status, ...(requestId !== null && { requestId }), parts: [] });
  const sent: Sent = { method, path, ...(method === 'POST' && { body: said }), startedAt };
  const answer = await readAnswer(response, sent, options);
  if (!sending.follows || !isPending(answer.value)) return answer;
  update({ parts: answer.parts });
  return { ...answer, ...(await follow(client, answer.value, { signal, onParts: (parts) => update({ parts }) })) };
}

/** What is shown while there is no answer yet. */
function progressOf(
  update: Sending['update'],
  isUpload: boolean,
): Pick<RequestOptions, 'onRetry' | 'onUploadProgress'> {
  const events: ProgressPart['events'][number][] = [];
  const show = (label: string, fraction?: number) => {
    const part: ResultPart = {
      kind: 'progress',
      label,
      events: [...events],
      ...(fraction !== undefined && { fraction }),
    };
    update({ parts: [part] });
  };
  return {
    onRetry: ({ delayMs, reason }) => {
      events.push({ at: Date.now(), text: reason });
      show(`Asking again in ${formatDuration(delayMs)}`);
    },
    ...(isUpload && {
      onUploadProgress: ({ sentBytes, totalBytes }) => {
        if (totalBytes === undefined) show(`Sent ${megabytes(sentBytes)}`);
        else if (sentBytes < totalBytes) show(`Sending ${megabytes(totalBytes)}`, sentBytes / totalBytes);
        else show('Waiting for the answer');
      },
    }),
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function scopeOf(context: RunContext, secrets: Set<string>) {
  const { profiles, values, environment, files, onSecret } = context;
  const resolve = async (placeholder: Placeholder, written: string): Promise<unknown> => {
    if (placeholder.kind === 'file' || placeholder.kind === 'base64') {
      return readText(placeholder.path, files, { base64: placeholder.kind === 'base64' });
    }
    if (placeholder.kind === 'env') {
      const value = Object.hasOwn(environment, placeholder.name) ? environment[placeholder.name] : undefined;
      if (value === undefined || value === '') {
        throw new CellError(`${written}: the environment of VS Code has no variable ${placeholder.name}.`);
      }
      await confirmVariable(placeholder.name, context);
      if (value.length > 3) {
        secrets.add(value);
        onSecret(value);
      }
      return value;
    }
    const { name, steps } = placeholder;
    if (!values.has(name)) throw new CellError(unknownName(name, written, values));
    return walk(values.get(name), steps, written);
  };
  return { profiles, resolve, openFile: (path: string) => openFile(path, files) };
}

/** A request may have its server pass a value on, to a tool or an address: it is asked for, once. */
async function confirmVariable(name: string, { confirm, files: { confirmed } }: RunContext): Promise<void> {
  const key = `env:${name}`;
  if (confirmed.has(key)) return;
  const detail = 'The cell sends this variable of your environment. Look at where the request takes it.';
  if (!(await confirm({ message: `Send the value of ${name}?`, detail, action: 'Send' }))) {
    throw new CellError(`The variable ${name} was not allowed to be sent.`);
  }
  confirmed.add(key);
}

function unknownName(name: string, written: string, values: ReadonlyMap<string, unknown>): string {
  if (name === '_') return `${written}: no cell has run yet.`;
  const names = [...values.keys()].filter((known) => known !== '_');
  const known = names.length > 0 ? ` Answers there are of: ${names.join(', ')}.` : '';
  return `${written}: no cell that is named with # @name ${name} has run yet.${known}`;
}

/** The request as its model takes it, where the catalog knows the model; a cell says exactly what is sent otherwise. */
function shape(request: ResolvedCell): ResolvedCell {
  const api =
    request.path === '/responses' ? 'responses' : request.path === '/chat/completions' ? 'chatCompletions' : undefined;
  const { model } = request.said;
  if (!api || !request.body || request.method !== 'POST' || typeof model !== 'string' || !modelRules(model))
    return request;
  const { body, dropped } = shapeRequest(api, request.body);
  const notes = [...request.notes, ...dropped.map((sentence) => `${sentence}.`)];
  return { ...request, body, said: body as Record<string, unknown>, notes };
}

/** A model that is gone stays gone; those of OpenAI are nobody's to delete. */
async function confirmDeletion({ method, path, profile }: ResolvedCell, { confirm }: RunContext): Promise<void> {
  const encoded = method === 'DELETE' ? /^\/models\/([^/]+)\/?$/.exec(path)?.[1] : undefined;
  if (encoded === undefined) return;
  const model = decodeURIComponent(encoded);
  if (!model.startsWith('ft:'))
    throw new CellError(`${model} is not a fine-tuned model (ft:…); only those are deleted.`);
  const detail = `${profile.name} forgets the model for good.`;
  const mayDelete = await confirm({ message: `Delete the model ${model}?`, detail, action: 'Delete' });
  if (!mayDelete) throw new CellError(`The model ${model} stays.`);
}

function measured({ parts, firstTokenMs, usage, audioSeconds }: Answer): Partial<CellResult> {
  return {
    parts,
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(usage && { usage }),
    ...(audioSeconds !== undefined && { audioSeconds }),
  };
}

function costOf(
  { profile, path, said }: ResolvedCell,
  { value, model, usage, audioSeconds }: Answer,
): Partial<CellResult> {
  const cost = callCost({
    path,
    request: said,
    answer: value,
    ...(model !== undefined && { model }),
    ...(usage && { usage }),
    ...(audioSeconds !== undefined && { audioSeconds }),
  });
  if (!cost) return {};
  const note = listPriceNote(profile);
  return { cost: { ...cost, basis: note === '' ? cost.basis : `${cost.basis},${note}` } };
}

/** What the rest of a stream is to hold, as its beginning did. */
const includeOf = ({ include }: ResolvedCell['said']): Record<string, unknown> =>
  Array.isArray(include) ? { include } : {};

const singles = (query: ResolvedCell['query']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
