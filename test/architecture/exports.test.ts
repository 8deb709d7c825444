import path from 'node:path';
import { expect, test } from 'vitest';
import { isTest, type SourceFile, sourceFiles } from './source-files.ts';

const layers = [...sourceFiles('server/src'), ...sourceFiles('client/src')];
const production = layers.filter((file) => !isTest(file));

/** What programs outside of this project call. */
const entries: Readonly<Record<string, string>> = {
  'client/src/extension.ts activate': 'VS Code calls it.',
};

interface Export {
  readonly name: string;
  readonly isType: boolean;
}

function exportsOf({ text }: SourceFile): readonly Export[] {
  const declaration =
    /^export (?:declare )?(?:abstract )?(?:async )?(function\*?|const|class|interface|type|enum) (\w+)/gm;
  return [...text.matchAll(declaration)].map(([, kind = '', name = '']) => ({
    name,
    isType: kind === 'interface' || kind === 'type',
  }));
}

/** The names that a file takes from others, each as `<path> <name>`; `<path> *` where it takes all of them. */
function namesTakenBy({ path: file, text }: SourceFile): readonly string[] {
  const targetOf = (written: string) => path.join(path.dirname(file), written);
  const named = [...text.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm)];
  const whole = [...text.matchAll(/^import (?:type )?\* as \w+ from '(\.[^']+)'/gm)];
  const dynamic = [...text.matchAll(/\bimport\(\s*'(\.[^']+)'/g)];
  // What is done with a module that is loaded later is any word of the file.
  const words = dynamic.length > 0 ? new Set(text.match(/\w+/g)) : [];
  return [
    ...named.flatMap(([, names = '', written = '']) =>
      [...names.matchAll(/(?:type )?(\w+)(?: as \w+)?/g)].map(([, name]) => `${targetOf(written)} ${name}`),
    ),
    ...whole.map(([, written = '']) => `${targetOf(written)} *`),
    ...dynamic.flatMap(([, written = '']) => [...words].map((word) => `${targetOf(written)} ${word}`)),
  ];
}

test('what a file exports is used by another one, or used in it and tested', () => {
  const scripts = sourceFiles('scripts', '.mts');
  const taken = new Set([...production, ...scripts].flatMap(namesTakenBy));
  const tested = new Set([...layers.filter(isTest), ...sourceFiles('test')].flatMap(namesTakenBy));
  let seen = 0;
  const unused = production.flatMap((file) =>
    exportsOf(file).flatMap(({ name, isType }) => {
      seen++;
      const key = `${file.path} ${name}`;
      if (taken.has(key) || taken.has(`${file.path} *`) || key in entries) return [];
      const isUsedInside = file.text.split(new RegExp(`\\b${name}\\b`)).length > 2;
      // A type is the one of a parameter or a result of something else that is exported.
      return isUsedInside && (isType || tested.has(key)) ? [] : [key];
    }),
  );
  expect(seen).toBeGreaterThan(1_000);
  expect(unused).toEqual([]);
});
