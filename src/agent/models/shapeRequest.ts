import { OpenAIError } from '../../openai/errors.ts';
import { modelRules } from './catalog.ts';
import { shapeContent } from './shapeContent.ts';
import type { Api, ModelRules } from './rules.ts';

/** A request as its model takes it, and a sentence for each thing that had to go or to change. */
export interface ShapedRequest<Body> {
  body: Body;
  dropped: string[];
}

type Node = Record<string, unknown>;

/** With this effort a model that can reason does not, and then samples as others do. */
const NO_REASONING = 'none';

/**
 * A request of an API in the form the rules of its model ask for; the given one stays as it is. A model the catalog does
 * not know gets what it was given. Throws an `invalidRequest` for what no request can do without: a text that is too
 * long, a file that is too big, an image of another kind.
 */
export function shapeRequest<Body extends object>(api: Api, body: Body): ShapedRequest<Body> {
  const { model } = body as { model?: unknown };
  const rules = typeof model === 'string' ? modelRules(model) : undefined;
  if (typeof model !== 'string' || !rules) return { body, dropped: [] };
  const shape = new Shape(model, rules, body as Node);
  shape.checkLimits();
  shape.rename();
  shape.refuse();
  shape.checkValues();
  const content = shapeContent(api, shape.body, model, rules);
  return { body: content.body as Body, dropped: [...shape.dropped, ...content.dropped] };
}

/** The same for those who only want to hear of it. */
export function shaped<Body extends object>(
  api: Api,
  given: Body,
  onDropped: ((sentences: readonly string[]) => void) | undefined,
): Body {
  const { body, dropped } = shapeRequest(api, given);
  if (dropped.length > 0) onDropped?.(dropped);
  return body;
}

class Shape {
  readonly dropped: string[] = [];
  body: Node;
  readonly #model: string;
  readonly #rules: ModelRules;

  constructor(model: string, rules: ModelRules, body: Node) {
    this.#model = model;
    this.#rules = rules;
    this.body = body;
  }

  checkLimits(): void {
    for (const [name, { says, takes }] of Object.entries(this.#rules.limits)) {
      const value = at(this.body, name);
      if (isAbsent(value) || takes(value)) continue;
      const message = `${name}: ${this.#model} takes ${says}.`;
      throw new OpenAIError({ kind: 'invalidRequest', message, code: 'refused_by_model' });
    }
  }

  rename(): void {
    for (const [from, to] of Object.entries(this.#rules.renames)) {
      const value = at(this.body, from);
      if (isAbsent(value)) continue;
      this.body = without(this.body, from);
      if (isAbsent(this.body[to])) this.body = { ...this.body, [to]: value };
      this.dropped.push(`${from}: ${this.#model} takes ${to} instead`);
    }
  }

  refuse(): void {
    const samples = this.#doesNotReason();
    for (const name of this.#rules.refuses) {
      if (isAbsent(at(this.body, name)) || (samples && isSampling(name))) continue;
      this.#drop(name, 'none');
    }
  }

  checkValues(): void {
    for (const [name, { says, takes }] of Object.entries(this.#rules.values)) {
      const value = at(this.body, name);
      if (!isAbsent(value) && !takes(value)) this.#drop(name, `${says}, not ${JSON.stringify(value)}`);
    }
  }

  #drop(name: string, takes: string): void {
    this.body = without(this.body, name);
    this.dropped.push(`${name}: ${this.#model} takes ${takes}`);
  }

  #doesNotReason(): boolean {
    const effort = at(this.body, 'reasoning_effort') ?? at(this.body, 'reasoning.effort');
    return effort === NO_REASONING && this.#rules.values.reasoning_effort?.takes(NO_REASONING) === true;
  }
}

const isSampling = (name: string) => ['temperature', 'top_p', 'logprobs', 'top_logprobs'].includes(name);

const isAbsent = (value: unknown) => value === undefined || value === null;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

function at(body: Node, name: string): unknown {
  return name.split('.').reduce<unknown>((value, key) => (isNode(value) ? value[key] : undefined), body);
}

/** A copy without the parameter, and without the object it was alone in. */
function without(body: Node, name: string): Node {
  const [key = '', ...rest] = name.split('.');
  const { [key]: value, ...others } = body;
  if (rest.length === 0 || !isNode(value)) return others;
  const inner = without(value, rest.join('.'));
  return Object.keys(inner).length > 0 ? { ...body, [key]: inner } : others;
}
