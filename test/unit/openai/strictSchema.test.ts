import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { strictSchemaFaults } from '../../../src/openai/strictSchema.ts';

const object = (properties: Record<string, unknown>, more: object = {}) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const text = { type: 'string' };
const pathsOf = (schema: unknown) => strictSchemaFaults(schema).map(({ path }) => path);

/** An object in an object and so on. */
const nested = (levels: number): object => (levels === 1 ? object({ leaf: text }) : object({ in: nested(levels - 1) }));

describe('strictSchemaFaults', () => {
  it('lets through what strict mode takes: references, recursion, alternatives, bounds', () => {
    const node = object({
      value: { type: ['string', 'null'], pattern: '^a', description: 'A value' },
      at: { type: 'string', format: 'date-time' },
      count: { type: 'integer', minimum: 0, maximum: 9, multipleOf: 3 },
      kind: { enum: ['a', 'b'] },
      fixed: { const: 'x' },
      next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] },
      all: { type: 'array', items: { $ref: '#' }, minItems: 1, maxItems: 3 },
    });
    assert.deepEqual(strictSchemaFaults({ ...node, $defs: { node } }), []);
  });

  it('wants an object at the root', () => {
    for (const schema of [{ anyOf: [object({})] }, text, { type: 'array', items: text }, [], null, 'object', {}]) {
      assert.deepEqual(pathsOf(schema), ['#'], JSON.stringify(schema));
    }
  });

  it('names each property that may be left out, and each required one that does not exist', () => {
    const schema = object({ a: text, 'b/c~d': text }, { required: ['a', 'z'] });
    assert.deepEqual(strictSchemaFaults(schema), [
      {
        path: '#/properties/b~1c~0d',
        message: 'Every property must be listed in "required"; an optional one may be null.',
      },
      { path: '#/required', message: '"z" is required, but no property has this name.' },
    ]);
  });

  it('wants every object closed, wherever it is', () => {
    const open = { type: 'object', properties: {}, required: [] };
    const schema = object(
      { list: { type: 'array', items: open }, either: { anyOf: [text, { ...open, additionalProperties: true }] } },
      { $defs: { open } },
    );
    assert.deepEqual(pathsOf(schema), ['#/properties/list/items', '#/properties/either/anyOf/1', '#/$defs/open']);
  });

  it('refuses the keywords that strict mode does not enforce', () => {
    for (const keyword of ['allOf', 'oneOf', 'not', 'if', 'patternProperties', 'dependentRequired', 'uniqueItems']) {
      const schema = object({ a: { ...text, [keyword]: [] } });
      assert.deepEqual(strictSchemaFaults(schema), [
        { path: '#/properties/a', message: `"${keyword}" is not supported.` },
      ]);
    }
  });

  it('wants a type that exists, items for arrays, and references into the schema', () => {
    const schema = object({
      none: { description: 'anything' },
      odd: { type: 'date' },
      list: { type: 'array' },
      far: { $ref: 'https://example.com/schema' },
      lost: { $ref: '#/$defs/lost' },
      empty: { type: 'string', enum: [] },
      yes: true,
    });
    assert.deepEqual(pathsOf(schema), [
      '#/properties/none',
      '#/properties/odd/type',
      '#/properties/list',
      '#/properties/far/$ref',
      '#/properties/lost/$ref',
      '#/properties/empty/enum',
      '#/properties/yes',
    ]);
  });

  it('counts levels of objects', () => {
    assert.deepEqual(pathsOf(nested(10)), []);
    assert.deepEqual(pathsOf(nested(11)), [`#${'/properties/in'.repeat(10)}`]);
  });

  it('counts properties, characters and enum values over the whole schema', () => {
    const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, text]));
    assert.deepEqual(strictSchemaFaults(object(names(5_000))), []);
    assert.match(strictSchemaFaults(object(names(5_001)))[0]?.message ?? '', /^5,001 properties: no more than 5,000/);
    assert.match(strictSchemaFaults(object({ a: { const: 'x'.repeat(120_000) } }))[0]?.message ?? '', /^120,001 char/);
    const values = Array.from({ length: 501 }, (_, at) => at);
    const twice = object({ a: { type: 'integer', enum: values }, b: { type: 'integer', enum: values } });
    assert.match(strictSchemaFaults(twice)[0]?.message ?? '', /^1,002 enum values/);
  });

  it('allows a large enum short values only', () => {
    const values = (count: number, characters: number) =>
      Array.from({ length: count }, (_, at) => String(at).padStart(characters, '0'));
    assert.deepEqual(pathsOf(object({ a: { type: 'string', enum: values(250, 100) } })), []);
    assert.deepEqual(pathsOf(object({ a: { type: 'string', enum: values(300, 50) } })), []);
    assert.deepEqual(pathsOf(object({ a: { type: 'string', enum: values(300, 51) } })), ['#/properties/a/enum']);
  });
});
