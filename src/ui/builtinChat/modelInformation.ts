import type * as vscode from 'vscode';
import { familyIdOf, modelInfo } from '../../agent/models/catalog.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';

/** A model of a profile, as VS Code shows and asks for it. */
export interface ParleyModel extends vscode.LanguageModelChatInformation {
  readonly profile: string;
  readonly model: string;
}

/** Of a model that the catalog does not know, in tokens. */
const unknownModel = { contextTokens: 128_000, maxOutputTokens: 16_384 };

export function modelInformation(profile: Profile, model: string): ParleyModel {
  const info = modelInfo(model);
  const { contextTokens, maxOutputTokens } = { ...unknownModel, ...info };
  return {
    id: `${profile.name}/${model}`,
    profile: profile.name,
    model,
    name: model,
    family: familyIdOf(model) ?? model,
    version: model,
    detail: profile.name,
    tooltip: `${model} at ${serverOf(profile)}, on your own key`,
    maxInputTokens: contextTokens - maxOutputTokens,
    maxOutputTokens,
    capabilities: { imageInput: info.images, toolCalling: info.tools },
  };
}
