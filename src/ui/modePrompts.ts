import type { Mode } from '../agent/mode.ts';
import agent from '../agent/prompts/agent.md';
import ask from '../agent/prompts/ask.md';
import common from '../agent/prompts/common.md';
import edit from '../agent/prompts/edit.md';
import plan from '../agent/prompts/plan.md';

const byMode: Readonly<Record<Mode, string>> = { agent, edit, ask, plan };

/** The fixed parts of a conversation's instructions: those of all modes, then the mode's own. */
export const modePrompt = (mode: Mode): readonly string[] => [common, byMode[mode]];
