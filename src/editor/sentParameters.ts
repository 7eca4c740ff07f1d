import * as vscode from 'vscode';
import type { AnswerFormat, RequestParameters, SentFormat, SentParameters } from '../agent/models/requestParameters.ts';
import { OpenAIError } from '../openai/errors.ts';
import { strictSchemaFaults } from '../openai/strictSchema.ts';
import { locate, readText } from './tools/workspaceFiles.ts';

/** The parameters as they are sent: a schema file is read now. Throws an `OpenAIError` of the kind `settings`. */
export async function sentParameters({ format, ...rest }: RequestParameters): Promise<SentParameters> {
  return format ? { ...rest, format: await sentFormat(format) } : rest;
}

async function sentFormat(format: AnswerFormat): Promise<SentFormat> {
  if (format.type === 'json_object') return format;
  const { type, file, strict } = format;
  try {
    if (!vscode.workspace.isTrusted) throw new Error('The workspace is not trusted, so its files are not used.');
    const place = await locate(file);
    if (!place.exists) throw new Error(`${place.label} does not exist.`);
    const { readSchema } = await import('./readSchema.ts');
    const { name, schema } = readSchema(place.label.slice(place.label.lastIndexOf('/') + 1), await readText(place));
    const [fault] = strict ? strictSchemaFaults(schema) : [];
    if (fault) throw new Error(`Strict mode does not take it: ${fault.path}: ${fault.message}`);
    return { type, name, schema, strict };
  } catch (error) {
    const message = `The schema file ${file} of the parameters cannot be used. ${(error as Error).message}`;
    throw new OpenAIError({ kind: 'settings', message }, { cause: error });
  }
}
