import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';
import { directives, isDeprecatedIn } from '../../server/src/conf/directives/directives.ts';
import { newestDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { providedVariables } from '../../server/src/conf/directives/provided-variables.ts';

const grammarPath = join(import.meta.dirname, '../../syntaxes/dkms-conf.tmLanguage.json');

async function loadGrammar(shell: string): Promise<IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM({ data: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) });
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope): Promise<IRawGrammar | null> => {
      if (scope === 'source.dkms-conf')
        return textmate.parseRawGrammar(readFileSync(grammarPath, 'utf8'), grammarPath);
      return scope === 'source.shell' ? textmate.parseRawGrammar(shell, 'shell.json') : null;
    },
  });
  const grammar = await registry.loadGrammar('source.dkms-conf');
  if (!grammar) throw new Error('the grammar does not load');
  return grammar;
}

/** Defines the tests of the colours of a dkms.conf on a grammar of the shell, which `read` returns as JSON. */
export function testColours(read: () => string): void {
  let grammar: IGrammar;
  beforeAll(async () => {
    grammar = await loadGrammar(read());
  });

  /** The tokens of a text with the innermost scope that is ours, `text scope`; without those that are plain shell. */
  function colours(text: string): string[] {
    const found: string[] = [];
    let state = textmate.INITIAL;
    for (const line of text.split('\n')) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      for (const { startIndex, endIndex, scopes } of tokens) {
        const scope = scopes.at(-1) ?? '';
        if (
          /^(keyword\.other|invalid|constant\.numeric|variable\.language)\.(.*\.)?dkms-conf$|^invalid/.test(
            scope,
          )
        )
          found.push(`${line.slice(startIndex, endIndex)} ${scope.replace(/\.dkms-conf$/, '')}`);
      }
    }
    return found;
  }

  function scopeAt(text: string, word: string): string {
    const { tokens } = grammar.tokenizeLine(text, textmate.INITIAL);
    const at = text.indexOf(word);
    return (
      tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex)?.scopes.join(' ') ?? ''
    );
  }

  it('show every directive, and mark deprecated ones', () => {
    for (const each of directives) {
      const expected = isDeprecatedIn(each, newestDkmsVersion)
        ? 'invalid.deprecated.directive'
        : 'keyword.other.directive';
      expect(colours(`${each.name}="x"`), each.name).toEqual([`${each.name} ${expected}`]);
      expect(colours(`${each.name}[12]=x`)).toEqual([
        `${each.name} ${expected}`,
        '12 constant.numeric.index',
      ]);
    }
  });

  it('show every variable that dkms provides, and no others', () => {
    for (const { name } of providedVariables) {
      expect(colours(`x="a $${name} b"`), name).toEqual([`${name} variable.language`]);
      expect(colours(`PRE_BUILD="a \${${name}} b"`), name).toContain(`${name} variable.language`);
      expect(colours(`x="$${name}s \${${name}_x}"`), name).toEqual([]);
    }
    expect(colours('x="$PACKAGE_NAME $HOME $kernel"')).toEqual([]);
  });

  it('leave everything else to the shell', () => {
    for (const { name } of directives) {
      expect(colours(`X${name}=1`), name).toEqual([]);
      expect(colours(`${name}X=1`), name).toEqual([]);
      expect(colours(`${name.toLowerCase()}=1`), name).toEqual([]);
      expect(colours(`# ${name}=1`), name).toEqual([]);
      expect(colours(`echo "${name}=1"`), name).toEqual([]);
    }
    expect(colours("x='$kernelver'")).toEqual([]);
    expect(colours('# $kernelver')).toEqual([]);
  });

  it('include conditions, and end with the line', () => {
    expect(colours('if [ -n "$kernelver" ]; then\n  STRIP=no\nfi\nhelper=1')).toEqual([
      'kernelver variable.language',
      'STRIP keyword.other.directive',
    ]);
    expect(colours('STRIP=no # MAKE=x\nMAKE="make" PATCH=x')).toEqual([
      'STRIP keyword.other.directive',
      'MAKE keyword.other.directive',
      'PATCH keyword.other.directive',
    ]);
  });

  it('recognise lists, strings of several lines and comments', () => {
    expect(colours('PATCH=(a.patch\n  [2]="$arch.patch")\nMAKE="make \\\n  V=1 STRIP=1"\nSTRIP=no')).toEqual([
      'PATCH keyword.other.directive',
      '2 constant.numeric.index',
      'arch variable.language',
      'MAKE keyword.other.directive',
      'STRIP keyword.other.directive',
    ]);
    expect(scopeAt('MAKE="make all"', 'all')).toContain('string.quoted.double');
    expect(scopeAt('MAKE=x # note', 'note')).toContain('comment');
  });
}
