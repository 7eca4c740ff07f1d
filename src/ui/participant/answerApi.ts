import * as vscode from 'vscode';
import { asData } from '../../editor/tools/output.ts';
import { describeEndpoint, endpointName, summaryOf } from '../notebook/describeEndpoint.ts';
import type { Endpoint, EndpointTable } from '../notebook/endpoints.ts';
import { requiredOf } from '../notebook/language/schema.ts';
import { loadEndpoints } from '../notebook/loadEndpoints.ts';
import { searchEndpoints } from '../notebook/searchEndpoints.ts';
import { askModel } from './askModel.ts';
import { composeMessages } from './composeMessages.ts';
import { instructionsFor } from './instructions.ts';
import type { Turn } from './turn.ts';

const mostCells = 3;

/**
 * Answers a question about the API from our own table: the model is given what fits and nothing else. Where the model fails,
 * what the table says is shown before the error is thrown on.
 */
export async function answerApi({ request, context, stream, token }: Turn): Promise<void> {
  stream.progress('Looking into the table of endpoints…');
  const table = await loadEndpoints();
  const prompt = request.prompt.trim();
  const found = search(table, prompt, context);
  if (prompt === '') {
    stream.markdown(
      `Ask what you want to do, for example “/api how do I transcribe a recording?”\n\n${overview(table)}`,
    );
    return;
  }
  let text: string;
  try {
    const { messages } = await composeMessages(
      request.model,
      {
        instructions: instructionsFor('api'),
        history: context.history,
        context: [],
        images: [],
        text: `${asData('The table of endpoints', sourceOf(table, found))}\n\n${prompt}`,
      },
      token,
    );
    text = await askModel({ model: request.model, messages, tools: [], stream, token });
    if (text.trim() === '' && !token.isCancellationRequested) throw new Error('The model answered with nothing.');
  } catch (error) {
    if (!token.isCancellationRequested) {
      stream.markdown(
        `The model did not answer. This is what the table of endpoints says:\n\n${tableAnswer(table, found)}`,
      );
      offerCells(stream, found);
    }
    throw error;
  }
  if (token.isCancellationRequested) return;
  const cited = citedIn(text, table.endpoints);
  const shown = (cited.length > 0 ? cited : found.slice(0, 1)).slice(0, mostCells);
  if (shown.length === 0) return;
  stream.markdown(
    `\n\nSource: Parley's table of the API, ${shown.map((each) => `\`${endpointName(each)}\``).join(', ')}.`,
  );
  offerCells(stream, shown);
}

/** A question that goes on from the one before may not name anything itself. */
function search({ endpoints }: EndpointTable, prompt: string, { history }: vscode.ChatContext): Endpoint[] {
  const found = searchEndpoints(endpoints, prompt);
  const before = history.filter((turn) => turn instanceof vscode.ChatRequestTurn).at(-1);
  const earlier = before?.command === 'api' ? searchEndpoints(endpoints, before.prompt) : [];
  return [...new Set([...(isVague(prompt) ? [] : found), ...earlier, ...found])].slice(0, 5);
}

/** “Show this as curl”: what it says is about the answer before. */
const isVague = (prompt: string): boolean =>
  /\b(this|that|these|those|it|fields?)\b/i.test(prompt) && prompt.length < 80;

/** The likeliest in full; where nothing fits, as for a question in another language, all in short. */
function sourceOf(table: EndpointTable, found: readonly Endpoint[]): string {
  if (found.length === 0) return overview(table);
  return found.map((each, rank) => describeEndpoint(each, table.definitions, rank < 2 ? 500 : 150)).join('\n\n');
}

const overview = ({ endpoints }: EndpointTable): string =>
  endpoints.map((each) => `- \`${endpointName(each)}\`: ${summaryOf(each)}`).join('\n');

function tableAnswer(table: EndpointTable, found: readonly Endpoint[]): string {
  if (found.length === 0) return `Nothing in it fits the question. It has:\n\n${overview(table)}`;
  return found
    .map((each) => {
      const needed = [...requiredOf(each.query), ...requiredOf(each.body)].map((name) => `\`${name}\``).join(', ');
      return `- \`${endpointName(each)}\`: ${summaryOf(each)}${needed === '' ? '' : ` Needs ${needed}.`}`;
    })
    .join('\n');
}

/** The endpoints that a text names, in its order. */
function citedIn(text: string, endpoints: readonly Endpoint[]): Endpoint[] {
  const named = [...text.matchAll(/\b(GET|POST|DELETE)\s+(?:https?:\/\/[^/\s`]+)?(?:\/v1)?(\/[\w/{}]+)/g)];
  return [
    ...new Set(
      named.flatMap(([, method, path]) => endpoints.find((each) => each.method === method && each.path === path) ?? []),
    ),
  ];
}

function offerCells(stream: vscode.ChatResponseStream, endpoints: readonly Endpoint[]): void {
  for (const { method, path } of endpoints.slice(0, mostCells)) {
    const title = `Open a Cell: ${endpointName({ method, path })}`;
    stream.button({ command: 'parley.openApiCell', title, arguments: [method, path] });
  }
}
