import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitSchema } from '../../../../src/editor/otherTools/fitSchema.ts';

describe('fitSchema', () => {
  it('keeps what strict mode takes', () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      additionalProperties: false,
    };
    assert.deepEqual(fitSchema(schema), { parameters: schema, strict: true });
    assert.equal(fitSchema(undefined).strict, true);
  });

  it('sends the rest without strict mode, in the shape that the API takes', () => {
    const { parameters, strict } = fitSchema({
      $schema: 'http://json-schema.org/draft-07/schema#',
      anyOf: [{ required: ['a'] }],
      properties: {
        title: { type: 'string', title: 'T' },
        list: { type: 'array' },
        default: { type: ['array', 'null'] },
      },
    });
    assert.equal(strict, false);
    assert.deepEqual(parameters, {
      type: 'object',
      properties: {
        title: { type: 'string' },
        list: { type: 'array', items: {} },
        default: { type: ['array', 'null'], items: {} },
      },
    });
  });

  it('keeps descriptions short, and leaves out what would fill the request', () => {
    const describedBy = (length: number, count = 1) =>
      fitSchema({
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: count }, (_, at) => [`p${at}`, { type: 'string', description: 'x'.repeat(length) }]),
        ),
      }).parameters;
    const { p0 } = describedBy(1000).properties as { p0: { description: string } };
    assert.equal(p0.description.length, 300);
    assert.deepEqual((describedBy(1000, 200).properties as Record<string, unknown>).p7, { type: 'string' });
    assert.deepEqual(describedBy(1, 2000), { type: 'object', properties: {}, additionalProperties: true });
  });

  it('takes any depth', () => {
    let schema: Record<string, unknown> = { type: 'string' };
    for (let level = 0; level < 5000; level++) schema = { type: 'object', properties: { a: schema } };
    assert.equal(fitSchema(schema).parameters.type, 'object');
  });
});
