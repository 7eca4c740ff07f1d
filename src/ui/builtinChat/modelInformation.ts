import type * as vscode from 'vscode';
import { familyIdOf, modelInfo } from '../../agent/models/catalog.ts';
import { serverOf, type Profile } from '../../editor/profile.ts';

/** A model of a profile, as VS Code shows and asks for it. */
export interface ParleyModel extends vscode.LanguageModelChatInformation {
  readonly profile: string;
  readonly model: string;
}

/** Of a model that the catalog does not know, in tokens; of a small context the answer takes a quarter. */
const unknownModel = { contextTokens: 128_000, maxOutputTokens: 16_384 };

/** Names the profile too: models of two servers may have the same name. */
export const offeredId = ({ name }: Pick<Profile, 'name'>, model: string): string => `${name}/${model}`;

export function modelInformation(profile: Profile, model: string): ParleyModel {
  const info = modelInfo(model);
  const { contextTokens = unknownModel.contextTokens } = info;
  const { maxOutputTokens = Math.min(unknownModel.maxOutputTokens, Math.floor(contextTokens / 4)) } = info;
  return {
    id: offeredId(profile, model),
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
