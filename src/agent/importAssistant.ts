import { isObject } from '../openai/isObject.ts';
import { chatProfileSchema, type ChatProfile } from './chatProfile.ts';
import { whyNot, withoutAbsent } from './conversationSettings.ts';

/** A chat profile made of an Assistant, and a sentence for each thing of it that a profile does not have. */
export interface ImportedAssistant {
  profile: ChatProfile;
  leftOut: readonly string[];
}

type Node = Record<string, unknown>;

/**
 * Maps the definition of an Assistant, as `GET /assistants/{id}` answered and people have kept it. Fields by the
 * specification's `AssistantObject`. Throws a sentence where it is none.
 */
export function importAssistant(value: unknown): ImportedAssistant {
  if (!isObject(value) || (value.object !== undefined && value.object !== 'assistant') || !looksLikeAssistant(value))
    throw new Error('This is no Assistant: an object with "model" and "instructions" or "tools" is needed.');
  const leftOut: string[] = [];
  const name = text(value.name) ?? text(value.id) ?? 'Imported Assistant';
  const profile = {
    name: name.slice(0, 200),
    description: text(value.description),
    instructions: text(value.instructions),
    model: text(value.model),
    effort: text(value.reasoning_effort),
    parameters: parametersOf(value, leftOut),
    hostedTools: hostedToolsOf(value, leftOut),
  };
  if (isObject(value.metadata) && Object.keys(value.metadata).length > 0) leftOut.push('Its metadata.');
  const { success, data, error } = chatProfileSchema.safeParse(profile);
  if (!success) throw new Error(`This Assistant cannot be used: ${whyNot(error)}`);
  return { profile: withoutAbsent(data) as ChatProfile, leftOut };
}

const looksLikeAssistant = (value: Node): boolean =>
  typeof value.model === 'string' && (typeof value.instructions === 'string' || Array.isArray(value.tools));

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function parametersOf(assistant: Node, leftOut: string[]): Node | undefined {
  const { temperature, top_p, response_format: format } = assistant;
  const parameters: Node = {};
  // An Assistant always has both: 1 is what it was made with unless somebody changed it.
  if (typeof temperature === 'number' && temperature !== 1) parameters.temperature = temperature;
  else if (typeof top_p === 'number' && top_p !== 1) parameters.top_p = top_p;
  if (parameters.temperature !== undefined && typeof top_p === 'number' && top_p !== 1)
    leftOut.push('top_p: a profile has temperature or top_p.');
  if (isObject(format) && format.type === 'json_object') parameters.format = { type: 'json_object' };
  if (isObject(format) && format.type === 'json_schema')
    leftOut.push('The schema of its answers: save it as a file of the workspace and choose it in Parameters.');
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

function hostedToolsOf(assistant: Node, leftOut: string[]): Node | undefined {
  const hosted: Node = {};
  const tools = Array.isArray(assistant.tools) ? assistant.tools.filter(isObject) : [];
  for (const tool of tools) {
    switch (tool.type) {
      case 'code_interpreter':
        hosted.code_interpreter = {};
        break;
      case 'file_search':
      case 'retrieval': {
        const stores = vectorStoresOf(assistant);
        const { max_num_results: most } = isObject(tool.file_search) ? tool.file_search : {};
        if (stores.length === 0) leftOut.push('File search: no vector store is named. Choose one in Parameters.');
        else
          hosted.file_search = { vector_store_ids: stores, ...(typeof most === 'number' && { max_num_results: most }) };
        break;
      }
      case 'function': {
        const name = isObject(tool.function) ? text(tool.function.name) : undefined;
        leftOut.push(`The function ${name ?? 'without a name'}: Parley has no such tool.`);
        break;
      }
      default:
        leftOut.push(`The tool ${String(tool.type)}: it is not known.`);
    }
  }
  const { code_interpreter: code } = isObject(assistant.tool_resources) ? assistant.tool_resources : {};
  if (isObject(code) && Array.isArray(code.file_ids) && code.file_ids.length > 0)
    leftOut.push('The files of its code interpreter: attach them anew.');
  return Object.keys(hosted).length > 0 ? hosted : undefined;
}

function vectorStoresOf({ tool_resources: resources }: Node): string[] {
  const search = isObject(resources) && isObject(resources.file_search) ? resources.file_search : {};
  return Array.isArray(search.vector_store_ids)
    ? search.vector_store_ids.filter((id): id is string => typeof id === 'string')
    : [];
}
