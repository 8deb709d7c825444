import { expect, it } from 'vitest';
import { CSource } from '../c-source.ts';
import { applyReplacements } from '../replacement.ts';
import { moveCallback } from './moved-callback.ts';

const move = {
  kind: 'moved-callback',
  struct: 'helper_funcs',
  member: 'probe',
  toStruct: 'driver',
  to: 'fbdev_probe',
} as const;

/** The files after the move, by their names; `undefined` if there is none. */
function moved(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const sources = Object.entries(files).map(([path, text]) => ({ path, source: new CSource(text) }));
  const found = moveCallback(sources, move);
  if (!found) return undefined;
  return Object.fromEntries(
    [...found].map(([path, all]) => [path, applyReplacements(files[path] ?? '', all)]),
  );
}

const callback = 'static int create(struct helper *helper,\n\t\t  struct sizes *sizes)\n{\n\treturn 0;\n}\n';
const funcs = 'static const struct helper_funcs funcs = {\n\t.probe = create,\n};\n';
const driver = 'static struct driver driver = {\n\t.name = "x",\n};\n';

it('moves a callback to another struct of the file', () => {
  expect(moved({ 'a.c': callback + funcs + driver })).toEqual({
    'a.c':
      callback +
      funcs.replace('\t.probe = create,\n', '') +
      driver.replace('{\n', '{\n\t.fbdev_probe = create,\n'),
  });
});

it('declares it above the struct where it is defined below', () => {
  expect(moved({ 'a.c': driver + callback + funcs })?.['a.c']).toBe(
    'static int create(struct helper *helper, struct sizes *sizes);\n' +
      driver.replace('{\n', '{\n\t.fbdev_probe = create,\n') +
      callback +
      funcs.replace('\t.probe = create,\n', ''),
  );
});

it('declares it in a header of both files where the struct is in another one, under the conditions that it has', () => {
  const header =
    '/* Ours. */\n#ifndef A_H\n#define A_H\n#ifdef CONFIG_FB\nint init(void);\n#endif\n#endif /* A_H */\n';
  const files = {
    'a.h': header,
    'a.c': `#include "a.h"\n#ifdef CONFIG_FB\n${callback}${funcs}#endif\n`,
    'b.c': `#include "a.h"\n${driver}`,
  };
  const within = (text: string) => `#ifdef CONFIG_FB\n${text}#endif\n`;
  expect(moved(files)).toEqual({
    'a.c': files['a.c'].replace('static int create', 'int create').replace('\t.probe = create,\n', ''),
    'b.c': files['b.c'].replace('{\n', `{\n${within('\t.fbdev_probe = create,\n')}`),
    'a.h': header.replace(
      '#endif /* A_H */',
      `${within('struct helper;\nstruct sizes;\nint create(struct helper *helper, struct sizes *sizes);\n')}#endif /* A_H */`,
    ),
  });
  expect(moved({ ...files, 'a.h': 'int init(void);\n' })).toBeUndefined();
});

it('leaves what does not show where the callback belongs', () => {
  expect(moved({ 'a.c': callback + funcs })).toBeUndefined();
  expect(moved({ 'a.c': callback + funcs + driver + driver })).toBeUndefined();
  expect(
    moved({ 'a.c': callback + funcs + driver.replace('"x"', '"x",\n\t.fbdev_probe = other') }),
  ).toBeUndefined();
  expect(moved({ 'a.c': `${callback}#ifdef CONFIG_FB\n#else\n${funcs}#endif\n${driver}` })).toBeUndefined();
});
