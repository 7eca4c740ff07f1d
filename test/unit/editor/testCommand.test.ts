import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testCommand } from '../../../src/editor/tools/testCommand.ts';

const texts = (more: Record<string, string> = {}): ReadonlyMap<string, string> => new Map(Object.entries(more));
const facts = (names: string[], more: Record<string, string> = {}) => ({
  names: [...names, ...Object.keys(more)],
  texts: texts(more),
});
const script = JSON.stringify({ scripts: { test: 'vitest run' } });

test('a package is tested by its package manager, with arguments where it takes them', () => {
  assert.equal(testCommand(facts([], { 'package.json': script })), 'npm test');
  assert.equal(testCommand(facts([], { 'package.json': script }), 'src/a.test.ts'), 'npm test -- src/a.test.ts');
  assert.equal(testCommand(facts(['pnpm-lock.yaml'], { 'package.json': script }), '-t x'), 'pnpm test -t x');
  assert.equal(testCommand(facts(['yarn.lock'], { 'package.json': script })), 'yarn test');
  assert.equal(testCommand(facts(['bun.lock'], { 'package.json': script })), 'bun run test');
});

test('a package without a test of its own is none', () => {
  const none = JSON.stringify({ scripts: { test: 'echo "Error: no test specified" && exit 1' } });
  for (const json of [none, '{}', '{"scripts":{"test":1}}', '{', 'null'])
    assert.equal(testCommand(facts([], { 'package.json': json })), undefined, json);
  assert.equal(testCommand(facts(['go.mod'], { 'package.json': none })), 'go test ./...');
});

test('other languages are known by their files', () => {
  assert.equal(testCommand(facts(['Cargo.toml'])), 'cargo test');
  assert.equal(testCommand(facts(['go.mod']), './internal/...'), 'go test ./internal/...');
  assert.equal(testCommand(facts(['pytest.ini'])), 'python -m pytest');
  assert.equal(testCommand(facts([], { 'pyproject.toml': '[tool.pytest.ini_options]' })), 'python -m pytest');
  assert.equal(testCommand(facts([], { 'pyproject.toml': '[project]' })), undefined);
  assert.equal(testCommand(facts(['app.csproj'])), 'dotnet test');
  assert.equal(testCommand(facts(['pom.xml', 'mvnw'])), './mvnw test');
  assert.equal(testCommand(facts(['build.gradle.kts'])), 'gradle test');
  assert.equal(testCommand(facts([], { Makefile: 'build:\n\ttrue\ntest: build\n\ttrue\n' })), 'make test');
  assert.equal(testCommand(facts([], { Makefile: 'build:\n\techo test:\n' })), undefined);
});
