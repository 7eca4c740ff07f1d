import path from 'node:path';
import * as vscode from 'vscode';
import { codeIn } from '../../editor/codeAnswer.ts';
import { attachmentOf, maxFileCharacters, problemsIn, type Passage } from '../../editor/context.ts';
import { refuseSecret } from '../../editor/secretUri.ts';
import { codeRequests } from '../codeRequests.ts';
import type { Parts } from '../parts.ts';
import { targetOf, type Target } from '../proposeChange.ts';
import { askModel } from './askModel.ts';
import type { ChatProposal } from './chatProposals.ts';
import { composeMessages } from './composeMessages.ts';
import { fileNamedIn } from './fileNamedIn.ts';
import { isAboutTheSame, isCommandName, type CommandName } from './followUps.ts';
import { instructionsFor } from './instructions.ts';
import { readReferences } from './readReferences.ts';
import { subjectOf, type KeptSubject } from './subjectOf.ts';
import type { Turn } from './turn.ts';

const titles = { refactor: 'Refactor', fix: 'Fix Problems', docs: 'Add Documentation' } as const;

const isRewriting = (command: CommandName | undefined): command is keyof typeof titles =>
  command !== undefined && command in titles;

/** Answers about code: a question as it is, or what a command does with the code it is about. */
export async function answerCode(parts: Parts, turn: Turn): Promise<{ subject?: KeptSubject }> {
  const { request, context, stream, token } = turn;
  const command = isCommandName(request.command) ? request.command : undefined;
  const read = await readReferences(request.references);
  const { prompt } = request;
  const subject = await subjectOf(parts, { command, prompt, read, last: lastSubject(context) });
  if (subject) await refuseSecret(subject.document.uri);
  const { document, range } = subject ?? {};
  const rewrites = subject && isRewriting(command) ? titles[command] : undefined;
  const target = rewrites !== undefined && document && range ? targetOf(document, range) : undefined;
  if (target && target.end - target.start > maxFileCharacters)
    throw new Error('That is too much to rewrite at once. Select the part that matters.');

  const others = read.texts.filter(({ passage, implicit }) => {
    if (!subject || passage?.document !== subject.document) return true;
    // VS Code is late with what is selected.
    return !implicit && !passage.range.isEqual(subject.range);
  });
  const asked = subject && attachmentOf(subject);
  const tools = attachedTools(request.toolReferences);
  const wish = isAboutTheSame(prompt) ? '' : prompt.trim();
  const about = asked && others.length > 0 ? `\n\n“This code” is ${asked.label}. The rest is there for context.` : '';
  const composed = await composeMessages(
    request.model,
    {
      instructions: instructionsFor(command),
      history: context.history,
      context: [...others.map(({ attachment }) => attachment), ...(asked && !target ? [asked] : [])],
      subject: target && asked,
      images: read.images,
      text: requestText(command, wish, subject) + about,
    },
    token,
  );
  for (const sentence of [...read.leftOut, ...tools.missing]) note(stream, `Not sent: ${sentence}`);
  for (const label of composed.unsent) note(stream, `Not sent: ${label}. Pictures need VS Code 1.106.`);
  for (const label of composed.cut) note(stream, `Only the beginning of ${label} was sent: the model takes no more.`);
  for (const { passage } of others) if (passage) stream.reference(placeOf(passage));
  if (subject) stream.reference(placeOf(subject));
  stream.progress('Asking the model…');
  const { model } = request;
  const { messages } = composed;
  const text = await askModel({ model, messages, tools: tools.found, request, stream, token });
  if (!token.isCancellationRequested) {
    if (text.trim() === '') throw new Error('The model answered with nothing. Try again, or choose another model.');
    offerReview(parts, stream, { text, rewrites, target, command, subject });
  }
  return subject ? { subject: kept(subject) } : {};
}

function requestText(command: CommandName | undefined, wish: string, subject: Passage | undefined): string {
  switch (command) {
    case 'explain':
      return codeRequests.explain(wish);
    case 'refactor':
      return codeRequests.refactor(wish);
    case 'fix':
      return codeRequests.fix(subject ? problemsIn(subject.document, subject.range) : [], wish);
    case 'docs':
      return codeRequests.document(wish);
    case 'tests':
      return codeRequests.test(wish);
    case 'api':
    case undefined:
      return wish || 'Say in a sentence or two what you can do here.';
  }
}

interface Answered {
  text: string;
  rewrites: string | undefined;
  target: Target | undefined;
  command: CommandName | undefined;
  subject: Passage | undefined;
}

/** A button that puts the code of the answer before the user as a diff. */
function offerReview(
  { chatProposals }: Parts,
  stream: vscode.ChatResponseStream,
  { text, rewrites, target, command, subject }: Answered,
): void {
  const isFenced = /^\s*(`{3,}|~{3,})/m.test(text);
  const code = isFenced ? codeIn(text) : undefined;
  if (code === undefined) return;
  let proposal: ChatProposal | undefined;
  if (rewrites !== undefined && target) {
    if (target.text.slice(target.start, target.end).trim() === code.trim()) {
      note(stream, 'Nothing was changed.');
      return;
    }
    proposal = { kind: 'change', target, code, what: rewrites };
    if (subject) {
      stream.markdown('\n\nFor ');
      stream.anchor(new vscode.Location(subject.document.uri, subject.range), target.label);
    }
  } else if (command === 'tests' && subject) {
    const { uri } = subject.document;
    const folder = uri.scheme === 'file' ? path.dirname(uri.fsPath) : undefined;
    proposal = { kind: 'file', path: fileNamedIn(text) ?? testName(uri), folder, code };
  }
  if (!proposal) return;
  const id = chatProposals.keep(proposal);
  stream.button({ command: 'parley.reviewAnswer', title: 'Review as Diff', arguments: [id] });
}

/** Beside the code: `cart.test.ts` for `cart.ts`. */
function testName({ path: name }: vscode.Uri): string {
  const { name: stem, ext } = path.posix.parse(name);
  return `${stem}.test${ext}`;
}

function attachedTools(references: vscode.ChatRequest['toolReferences']): {
  found: vscode.LanguageModelToolInformation[];
  missing: string[];
} {
  const found = references.flatMap(({ name }) => vscode.lm.tools.find((tool) => tool.name === name) ?? []);
  const missing = references.filter(({ name }) => !found.some((tool) => tool.name === name));
  return { found, missing: missing.map(({ name }) => `the tool ${name} is not there any more.`) };
}

function note(stream: vscode.ChatResponseStream, sentence: string): void {
  const markdown = new vscode.MarkdownString('> ').appendText(sentence).appendMarkdown('\n\n');
  stream.markdown(markdown);
}

const placeOf = ({ document, range, kind }: Passage): vscode.Uri | vscode.Location =>
  kind === 'file' ? document.uri : new vscode.Location(document.uri, range);

const kept = ({ document, range, kind }: Passage): KeptSubject => ({
  uri: document.uri.toString(),
  line: range.start.line,
  whole: kind === 'file',
});

function lastSubject({ history }: vscode.ChatContext): KeptSubject | undefined {
  const last = history.findLast((turn) => turn instanceof vscode.ChatResponseTurn);
  const subject = (last?.result.metadata as { subject?: Partial<KeptSubject> } | undefined)?.subject;
  const { uri, line, whole } = subject ?? {};
  return typeof uri === 'string' && typeof line === 'number' ? { uri, line, whole: whole === true } : undefined;
}
