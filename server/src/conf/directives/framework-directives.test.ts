import { expect, test } from 'vitest';
import { directives } from './directives.ts';
import { parseDkmsVersion } from './dkms-version.ts';
import { findFrameworkDirective, frameworkDirectives } from './framework-directives.ts';

test('every setting is listed once, explained, with an existing version', () => {
  const names = frameworkDirectives.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBe(20);
  for (const { name, since, summary, documentation } of frameworkDirectives) {
    expect(name).toMatch(/^[a-z_]+$/);
    expect(summary, name).toMatch(/^[A-Z][^`*]+\.$/);
    expect(documentation.length, name).toBeGreaterThan(30);
    if (since !== undefined) expect(parseDkmsVersion(since), name).toBeDefined();
  }
});

test('its names are not those of a dkms.conf', () => {
  for (const { name } of directives) expect(findFrameworkDirective(name)).toBeUndefined();
  expect(findFrameworkDirective('sign_file')?.since).toBe('3.0.4');
});
