import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventError, parseRetryAfter, responseError, unexpectedBody } from '../../../src/openai/responseError.ts';

const of = (status: number, body: unknown, headers = {}) =>
  responseError({ status, statusText: '', headers }, typeof body === 'string' ? body : JSON.stringify(body)).toJSON();

test('a status gives the kind', () => {
  const kinds = [400, 401, 402, 403, 404, 408, 409, 410, 413, 422, 429, 500, 503, 302].map(
    (status) => of(status, '').kind,
  );
  assert.deepEqual(kinds, [
    'invalidRequest',
    'auth',
    'quota',
    'permission',
    'notFound',
    'timeout',
    'server',
    'notFound',
    'invalidRequest',
    'invalidRequest',
    'rateLimit',
    'server',
    'server',
    'protocol',
  ]);
});

test("OpenAI's own error body keeps message and code", () => {
  const error = { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' };
  assert.deepEqual(of(401, { error }, { 'x-request-id': 'req_1' }), {
    kind: 'auth',
    message: 'Incorrect API key provided',
    status: 401,
    code: 'invalid_api_key',
    requestId: 'req_1',
  });
});

test('a missing key is auth, whatever the type says', () => {
  const error = { message: 'You did not provide an API key', type: 'invalid_request_error', code: null };
  assert.equal(of(401, { error }).kind, 'auth');
});

test('a used-up quota and a content filter beat the status', () => {
  assert.equal(
    of(429, { error: { message: 'm', type: 'insufficient_quota', code: 'insufficient_quota' } }).kind,
    'quota',
  );
  assert.equal(of(400, { error: { message: 'm', type: null, code: 'content_filter' } }).kind, 'contentFilter');
});

test('other shapes of error are understood', () => {
  assert.equal(of(404, { error: 'model "x" not found' }).message, 'model "x" not found');
  assert.equal(of(400, { object: 'error', message: 'too long', code: 400 }).message, 'too long');
  assert.equal(of(422, { detail: [{ msg: 'field required' }] }).message, '[{"msg":"field required"}]');
  assert.equal(of(400, [{ error: { message: 'in a list' } }]).message, 'in a list');
  assert.equal(of(401, { statusCode: 401, message: 'Access denied' }, { 'apim-request-id': 'a1' }).requestId, 'a1');
});

test('a body that is not JSON is shown in short, a web page by its title', () => {
  assert.equal(of(500, 'upstream connect error').message, 'upstream connect error');
  assert.equal(of(502, '<html><head><title>502 Bad\nGateway</title></head></html>').message, '502 Bad Gateway');
  assert.equal(of(502, '<html><style>p{}</style><p>Down for <b>work</b></p></html>').message, 'Down for work');
  assert.equal(of(500, 'x'.repeat(900)).message.length, 301);
});

test('an empty body still makes a sentence', () => {
  const { message } = responseError({ status: 503, statusText: 'Service Unavailable', headers: {} }, '');
  assert.equal(message, 'The server answered 503 Service Unavailable and nothing else.');
});

test('a region that is not served is explained', () => {
  const error = {
    message: 'Country, region, or territory not supported',
    code: 'unsupported_country_region_territory',
  };
  const info = of(403, { error });
  assert.equal(info.kind, 'permission');
  assert.match(info.message, /not offered in the country or region/);
});

test('a redirect names its target', () => {
  assert.match(of(302, '', { location: 'https://elsewhere.example/v1' }).message, /elsewhere\.example.*base URL/);
});

test('an error in a stream has its kind by code', () => {
  assert.equal(eventError({ message: 'slow down', code: 'rate_limit_exceeded' }).kind, 'rateLimit');
  assert.equal(eventError({ message: 'oops', type: 'server_error' }).kind, 'server');
  assert.equal(eventError({ message: 'long', code: 'context_length_exceeded' }).kind, 'invalidRequest');
  assert.equal(eventError('just words').message, 'just words');
  assert.equal(eventError(undefined).kind, 'server');
});

test('a success that is something else says what it is', () => {
  const page = unexpectedBody('events', '<!DOCTYPE html><title>Sign in</title>', {});
  assert.equal(page.message, 'The server answered with a web page instead of events: Sign in');
  assert.equal(page.kind, 'protocol');
  assert.equal(unexpectedBody('JSON', '', {}).message, 'The server answered with nothing instead of JSON');
  assert.equal(unexpectedBody('events', '{"error":{"message":"no such model"}}', {}).message, 'no such model');
});

test('Retry-After is read in all its forms', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const after = (headers: Record<string, string>) => parseRetryAfter(headers, now);
  assert.equal(after({ 'retry-after-ms': '250.5', 'retry-after': '9' }), 250.5);
  assert.equal(after({ 'retry-after': '61' }), 61_000);
  assert.equal(after({ 'retry-after': '0.5' }), 500);
  assert.equal(after({ 'retry-after': 'Thu, 01 Jan 2026 00:10:00 GMT' }), 600_000);
  assert.equal(after({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }), 0);
  assert.equal(after({ 'retry-after': 'soon' }), undefined);
  assert.equal(after({ 'retry-after-ms': 'x', 'retry-after': '2' }), 2_000);
  assert.equal(after({}), undefined);
});
