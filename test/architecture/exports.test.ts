import path from 'node:path';
import { expect, test } from 'vitest';
import { isTest, type SourceFile, sourceFiles } from './source-files.ts';

const layers = [...sourceFiles('server/src'), ...sourceFiles('client/src')];
const production = layers.filter((file) => !isTest(file));

/** Exports that programs outside this project call. */
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

/** The names that a file imports, each as `<path> <name>`; `<path> *` if it imports all of a module's names. */
function namesTakenBy({ path: file, text }: SourceFile): readonly string[] {
  const targetOf = (written: string) => path.join(path.dirname(file), written);
  const named = [...text.matchAll(/^(?:import|export) (?:type )?\{([^}]*)\} from '(\.[^']+)'/gm)];
  const whole = [...text.matchAll(/^import (?:type )?\* as \w+ from '(\.[^']+)'/gm)];
  const dynamic = [...text.matchAll(/\bimport\(\s*'(\.[^']+)'/g)];
  // Of a module that is loaded on demand, any word of the file may be a used name.
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
      // A type may be that of a parameter or result of another export.
      return isUsedInside && (isType || tested.has(key)) ? [] : [key];
    }),
  );
  expect(seen).toBeGreaterThan(1_000);
  expect(unused).toEqual([]);
});

const ofLayers = 'The client may import only messages from the server, so each layer has its own.';

/** Names that several files export although each is to have one meaning, with the reason. */
const sharedNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['plural', 'isInside', 'failsRun', 'targetKey', 'sizeText', 'escapeMarkdown'].map((name) => [
      name,
      ofLayers,
    ]),
  ),
  scriptMissing: 'A rule and a cause are called by their ids; each is named only in the registry beside it.',
};

test('an exported name has one meaning', () => {
  const files = Map.groupBy(
    production.flatMap((file) => exportsOf(file).map(({ name }) => ({ name, path: file.path }))),
    ({ name }) => name,
  );
  const shared = [...files].filter(([, exported]) => new Set(exported.map((one) => one.path)).size > 1);
  expect(
    Object.fromEntries(shared.map(([name, exported]) => [name, exported.map((one) => one.path)])),
  ).toEqual(Object.fromEntries(Object.keys(sharedNames).map((name) => [name, expect.anything()])));
});

/** Folders whose files are named after the message or the command that they serve; the file that does the work may have the same name. */
const frontEnds = /^server\/src\/(?:lsp|cli\/commands)\//;

/** File names that stand in several folders, with the reason. */
const sharedFileNames: Readonly<Record<string, string>> = {
  'registry.ts': 'One in each folder of rules, changes and causes, with the same purpose.',
  'script-missing.ts': 'A rule and a cause have the names of their ids.',
};

test('a file name of the server occurs in one folder', () => {
  const behind = production.filter(({ path: file }) => file.startsWith('server/') && !frontEnds.test(file));
  const names = Map.groupBy(behind, ({ path: file }) => path.basename(file));
  const shared = [...names].filter(([, files]) => files.length > 1).map(([name]) => name);
  expect(behind.length).toBeGreaterThan(500);
  expect(shared.sort()).toEqual(Object.keys(sharedFileNames).sort());
});
