import { z } from 'zod';
import { callCost } from '../../agent/models/callCost.ts';
import type { Tool } from '../../agent/tool.ts';
import { readSchema, type NamedSchema } from '../../editor/readSchema.ts';
import { readText } from '../../editor/tools/workspaceFiles.ts';
import { apiOf } from '../../editor/profile.ts';
import { strictSchemaFaults } from '../../openai/strictSchema.ts';
import { costNote, doneMessage } from '../doneMessage.ts';
import { extract, type Extracted } from '../extract/extract.ts';
import { meteredCall } from '../meteredCall.ts';
import { requireTrust } from '../requireTrust.ts';
import { apiTool, resultData, type ApiToolParts } from './apiTool.ts';
import { ordinaryFile } from './ordinaryFile.ts';
import { paidApproval } from './paidApproval.ts';

const feature = 'Tool: Extract JSON';

export const extractJson = (parts: ApiToolParts): Tool =>
  apiTool(parts, {
    name: 'extract_json',
    description:
      'Takes from a text, or a file of the workspace, the JSON that a JSON Schema asks for, with the user’s model; the answer is held against the schema. Give `text` or `path`, and `schema` or `schemaPath`.',
    parameters: z.strictObject({
      text: z.string().nullable().describe('What is read.'),
      path: z.string().nullable().describe('The file that is read in its place, relative to the workspace.'),
      schema: z.looseObject({}).nullable().describe('The JSON Schema.'),
      schemaPath: z
        .string()
        .nullable()
        .describe('The file of the JSON Schema in its place, relative to the workspace.'),
    }),
    prepare: async ({ text, path, schema, schemaPath }, { conversationId, signal }) => {
      const source = await readSource(text, path);
      const named = await readNamed(schema, schemaPath);
      const strict = strictSchemaFaults(named.schema).length === 0;
      const { account } = parts;
      const { profile } = account;
      const api = apiOf(profile);
      const model = await account.model();
      return {
        title: `Extract ${named.name} with ${model}`,
        approval: paidApproval({
          title: 'Extract JSON from a text',
          profile,
          path: api === 'responses' ? '/responses' : '/chat/completions',
          request: { model },
          facts: [`Schema: ${named.name}`, ...(path === null ? [] : [`From ${source.label}`])],
          content: path === null ? source.text : source.label,
          covers: 'every text that JSON is taken from',
        }),
        run: () =>
          meteredCall(parts, conversationId || feature, async (spend) => {
            const client = await account.client(profile, feature);
            const request = { api, model, text: source.text, schema: named, strict };
            const extracted = await extract(client, request, signal);
            const cost = callCost(extracted.call);
            spend(cost);
            const note = doneMessage(model, costNote(cost, profile));
            return `${resultOf(parts, extracted)}\n${note}`;
          }),
      };
    },
  });

async function readSource(text: string | null, path: string | null): Promise<{ label: string; text: string }> {
  if ((text === null) === (path === null)) throw new Error('Give either `text` or `path`.');
  if (path === null) return { label: 'the text', text: text ?? '' };
  const file = await ordinaryFile(path);
  return { label: file.label, text: await readText(file) };
}

async function readNamed(schema: Record<string, unknown> | null, schemaPath: string | null): Promise<NamedSchema> {
  if ((schema === null) === (schemaPath === null)) throw new Error('Give either `schema` or `schemaPath`.');
  if (schemaPath === null) return readSchema('schema', JSON.stringify(schema));
  requireTrust('extracts nothing by a schema of its files');
  const file = await ordinaryFile(schemaPath);
  return readSchema(file.label.slice(file.label.lastIndexOf('/') + 1), await readText(file));
}

function resultOf(parts: ApiToolParts, extracted: Extracted): string {
  switch (extracted.type) {
    case 'refusal':
      throw new Error(`The model refused: ${extracted.text}`);
    case 'json':
      return resultData(parts, 'The JSON, as the schema asks', extracted.value);
    case 'mismatch':
      return `${extracted.problem}\n${resultData(parts, 'What the model answered', extracted.text)}`;
  }
}
