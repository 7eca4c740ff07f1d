import {
  ApiError,
  isObject,
  json,
  newId,
  now,
  objectsIn,
  required,
  textIn,
  type ApiAnswer,
  type ApiRequest,
  type Handler,
  type Json,
  type Routes,
  type StreamEvent,
} from './api.ts';
import { Collection } from './collection.ts';
import { contentText } from './chatWire.ts';
import { say, wordsOf } from './say.ts';

/** Assistants, threads, messages and runs of the API's second beta. */
export function assistantRoutes(): Routes {
  const assistants = new Collection({ prefix: 'asst_', object: 'assistant', noun: 'assistant' });
  const threads = new Collection({ prefix: 'thread_', object: 'thread', noun: 'thread' });
  const messages = new Collection({ prefix: 'msg_', object: 'thread.message', noun: 'message' });
  const runs = new Collection({ prefix: 'run_', object: 'thread.run', noun: 'run' });
  const steps = new Collection({ prefix: 'step_', object: 'thread.run.step', noun: 'run step' });

  const write = (threadId: string, fields: Json): Json => {
    threads.get(threadId);
    const content = Array.isArray(fields.content)
      ? fields.content
      : [{ type: 'text', text: { value: textIn(fields.content), annotations: [] } }];
    return messages.create({
      thread_id: threadId,
      role: fields.role ?? 'user',
      content,
      assistant_id: fields.assistant_id ?? null,
      run_id: fields.run_id ?? null,
      attachments: fields.attachments ?? [],
      status: 'completed',
      metadata: fields.metadata ?? {},
    });
  };
  const createThread = (body: Json): Json => {
    const thread = threads.create({ tool_resources: body.tool_resources ?? {}, metadata: body.metadata ?? {} });
    for (const message of objectsIn(body.messages)) write(textIn(thread.id), message);
    return thread;
  };
  const sayOf = (run: Json, toolResults: readonly string[]) =>
    say({
      model: textIn(run.model),
      messages: messages
        .all()
        .filter((message) => message.thread_id === run.thread_id)
        .map(({ role, content }) => ({
          role: textIn(role),
          text: objectsIn(content)
            .map(({ text }) => (isObject(text) ? textIn(text.value) : textIn(text)))
            .join(' '),
        })),
      toolResults,
      tools: objectsIn(run.tools).filter(({ type }) => type === 'function'),
      toolChoice: 'auto',
      wantsJson: false,
    });
  const finish = (run: Json, text: string): Json => {
    const message = write(textIn(run.thread_id), {
      role: 'assistant',
      content: text,
      assistant_id: run.assistant_id,
      run_id: run.id,
    });
    steps.create({
      run_id: run.id,
      thread_id: run.thread_id,
      assistant_id: run.assistant_id,
      type: 'message_creation',
      status: 'completed',
      step_details: { type: 'message_creation', message_creation: { message_id: message.id } },
      usage: null,
    });
    const usage = { prompt_tokens: 40, completion_tokens: 20, total_tokens: 60 };
    Object.assign(run, { status: 'completed', completed_at: now(), required_action: null, usage });
    return message;
  };
  const advance = (run: Json): Json => {
    if (run.status === 'queued') return Object.assign(run, { status: 'in_progress', started_at: now() });
    if (run.status !== 'in_progress') return run;
    const { calls, text } = sayOf(run, (run.tool_results as string[] | undefined) ?? []);
    if (!calls) {
      finish(run, text);
      return run;
    }
    const toolCalls = calls.map(({ name, args }) => ({
      id: newId('call_'),
      type: 'function',
      function: { name, arguments: JSON.stringify(args) },
    }));
    const action = { type: 'submit_tool_outputs', submit_tool_outputs: { tool_calls: toolCalls } };
    return Object.assign(run, { status: 'requires_action', required_action: action });
  };
  const eventsOf = (run: Json): StreamEvent[] => {
    const events: StreamEvent[] = ['created', 'queued', 'in_progress'].map((step) => ({
      event: `thread.run.${step}`,
      data: { ...run, status: step === 'in_progress' ? step : 'queued' },
    }));
    run.status = 'in_progress';
    advance(run);
    if (run.status === 'completed') {
      const message = messages.all().findLast((each) => each.run_id === run.id) ?? {};
      const text = objectsIn(message.content)
        .map((part) => textIn((part.text as Json).value))
        .join('');
      events.push({ event: 'thread.message.created', data: { ...message, status: 'in_progress', content: [] } });
      for (const value of wordsOf(text)) {
        const content = [{ index: 0, type: 'text', text: { value } }];
        events.push({
          event: 'thread.message.delta',
          data: { id: message.id, object: 'thread.message.delta', delta: { content } },
        });
      }
      events.push({ event: 'thread.message.completed', data: message });
    }
    events.push({ event: `thread.run.${textIn(run.status)}`, data: { ...run } }, { event: 'done', data: '[DONE]' });
    return events;
  };
  const start = (threadId: string, body: Json): ApiAnswer => {
    threads.get(threadId);
    const assistant = assistants.get(required(body, 'assistant_id'));
    for (const message of objectsIn(body.additional_messages)) write(threadId, message);
    const run = runs.create({
      assistant_id: assistant.id,
      thread_id: threadId,
      status: 'queued',
      started_at: null,
      expires_at: now() + 600,
      cancelled_at: null,
      failed_at: null,
      completed_at: null,
      last_error: null,
      required_action: null,
      incomplete_details: null,
      model: body.model ?? assistant.model,
      instructions: body.instructions ?? assistant.instructions,
      tools: body.tools ?? assistant.tools,
      metadata: body.metadata ?? {},
      usage: null,
      temperature: 1,
      top_p: 1,
      response_format: 'auto',
      tool_choice: 'auto',
      parallel_tool_calls: true,
    });
    return body.stream === true ? { events: eventsOf(run) } : json({ ...run });
  };

  const routes: Routes = {
    'POST /assistants': ({ body }) =>
      json(
        assistants.create({
          name: body.name ?? null,
          description: body.description ?? null,
          model: required(body, 'model'),
          instructions: body.instructions ?? null,
          tools: body.tools ?? [],
          tool_resources: body.tool_resources ?? {},
          metadata: body.metadata ?? {},
          temperature: 1,
          top_p: 1,
          response_format: 'auto',
        }),
      ),
    'GET /assistants': ({ query }) => json(assistants.list(query)),
    'GET /assistants/{id}': (_, id = '') => json(assistants.get(id)),
    'POST /assistants/{id}': ({ body }, id = '') => json(assistants.update(id, body)),
    'DELETE /assistants/{id}': (_, id = '') => json(assistants.delete(id)),
    'POST /threads': ({ body }) => json(createThread(body)),
    'POST /threads/runs': ({ body }) => start(textIn(createThread(isObject(body.thread) ? body.thread : {}).id), body),
    'GET /threads/{id}': (_, id = '') => json(threads.get(id)),
    'POST /threads/{id}': ({ body }, id = '') => json(threads.update(id, body)),
    'DELETE /threads/{id}': (_, id = '') => json(threads.delete(id)),
    'POST /threads/{id}/messages': ({ body }, id = '') => {
      if (contentText(body.content) === '')
        throw new ApiError(400, "Missing required parameter: 'content'.", { param: 'content' });
      return json(write(id, body));
    },
    'GET /threads/{id}/messages': ({ query }, id = '') => {
      threads.get(id);
      return json(messages.list(query, (message) => message.thread_id === id));
    },
    'GET /threads/{id}/messages/{message}': (_, _id, message = '') => json(messages.get(message)),
    'POST /threads/{id}/messages/{message}': ({ body }, _id, message = '') => json(messages.update(message, body)),
    'DELETE /threads/{id}/messages/{message}': (_, _id, message = '') => json(messages.delete(message)),
    'POST /threads/{id}/runs': ({ body }, id = '') => start(id, body),
    'GET /threads/{id}/runs': ({ query }, id = '') => json(runs.list(query, (run) => run.thread_id === id)),
    'GET /threads/{id}/runs/{run}': (_, _id, run = '') => json(advance(runs.get(run))),
    'POST /threads/{id}/runs/{run}': ({ body }, _id, run = '') => json(runs.update(run, body)),
    'POST /threads/{id}/runs/{run}/cancel': (_, _id, run = '') =>
      json(runs.update(run, { status: 'cancelled', cancelled_at: now() })),
    'POST /threads/{id}/runs/{run}/submit_tool_outputs': ({ body }, _id, id = '') => {
      const run = runs.get(id);
      if (run.status !== 'requires_action') {
        throw new ApiError(400, `Runs in status "${textIn(run.status)}" do not accept tool outputs.`);
      }
      const results = objectsIn(body.tool_outputs).map(({ output }) => textIn(output));
      Object.assign(run, { status: 'queued', tool_results: results, required_action: null });
      return body.stream === true ? { events: eventsOf(run) } : json({ ...run });
    },
    'GET /threads/{id}/runs/{run}/steps': ({ query }, _id, run = '') =>
      json(steps.list(query, (step) => step.run_id === run)),
    'GET /threads/{id}/runs/{run}/steps/{step}': (_, _id, _run, step = '') => json(steps.get(step)),
  };
  return Object.fromEntries(Object.entries(routes).map(([route, handler]) => [route, inBeta(handler)]));
}

/** The header must be there, as the API has it. */
function inBeta(handler: Handler): Handler {
  return (request: ApiRequest, ...ids) => {
    if (request.headers['openai-beta'] !== 'assistants=v2') {
      throw new ApiError(
        400,
        "You must provide the 'OpenAI-Beta' header to access the Assistants API: 'OpenAI-Beta: assistants=v2'.",
        { code: 'invalid_beta' },
      );
    }
    return handler(request, ...ids);
  };
}
