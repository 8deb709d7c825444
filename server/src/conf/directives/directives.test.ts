import { describe, expect, it } from 'vitest';
import { allowList } from './allow-list.ts';
import { directives, findDirective, isDeprecatedIn, isKnownTo } from './directives.ts';
import { type DkmsVersion, parseDkmsVersion } from './dkms-version.ts';
import { findProvidedVariable, providedVariables } from './provided-variables.ts';

function version(text: string): DkmsVersion {
  const found = parseDkmsVersion(text);
  if (!found) throw new Error(`not a version: ${text}`);
  return found;
}

describe('the directives', () => {
  it.each([
    '2.8',
    '2.8.1',
    '2.8.8',
    '3.0.3',
    '3.0.4',
    '3.0.10',
    '3.0.11',
    '3.1.6',
    '3.1.7',
    '3.2.0',
    '3.4.3',
  ])('of dkms %s are those that it accepts in a file', (text) => {
    const taken = allowList(version(text)).filter((name) => name === name.toUpperCase());
    const known = directives.filter((each) => isKnownTo(each, version(text))).map(({ name }) => name);
    expect([...known].sort()).toEqual([...taken].sort());
  });

  it('have comparable versions, a unique name and an example that sets them', () => {
    for (const each of directives) {
      for (const text of [each.since, each.until, each.deprecatedSince]) {
        if (text !== undefined) expect(parseDkmsVersion(text), `${each.name}: ${text}`).toBeDefined();
      }
      expect(each.example).toMatch(new RegExp(`^${each.name}(\\[\\d\\])?=`));
      expect(findDirective(each.name)).toBe(each);
    }
    expect(new Set(directives.map(({ name }) => name)).size).toBe(directives.length);
  });

  it('name their replacement exactly where dkms has deprecated or dropped them', () => {
    for (const each of directives) {
      expect(each.instead !== undefined, each.name).toBe(isDeprecatedIn(each, version('3.4.3')));
    }
  });

  it('are deprecated from the given version on', () => {
    const clean = findDirective('CLEAN');
    expect(isDeprecatedIn(clean, version('3.1.7'))).toBe(false);
    expect(isDeprecatedIn(clean, version('3.1.8'))).toBe(true);
  });

  it('have a summary of one sentence without markup', () => {
    for (const { name, summary } of [...directives, ...providedVariables]) {
      expect(summary, name).toMatch(/^[A-Z][^`*\n]*\.$/);
      expect(summary.length, name).toBeLessThan(110);
    }
  });
});

describe('the variables that dkms provides', () => {
  it('are found by name, in lower case', () => {
    expect(findProvidedVariable('kernelver')?.documented).toBe(true);
    expect(findProvidedVariable('KERNELVER')).toBeUndefined();
    expect(findDirective('kernelver')).toBeUndefined();
  });
});
