import { describe, expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { addInclude } from './includes.ts';
import { applyReplacements } from './replacement.ts';

function added(...lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  return applyReplacements(text, addInclude(new CSource(text), 'linux/i2c.h')).split('\n');
}

describe('an #include that is added', () => {
  const guard = ['/* a.h */', '#ifndef A_H', '#define A_H'];
  const last = ['int a(void);', '#endif /* A_H */', ''];

  it('stands with the others of a header, inside of the condition around it', () => {
    expect(
      added(...guard, '', '#include <linux/fs.h>', '#ifdef B', '#include <linux/b.h>', '#endif', ...last),
    ).toEqual([
      ...[...guard, '', '#include <linux/fs.h>', '#include <linux/i2c.h>', '#ifdef B'],
      ...['#include <linux/b.h>', '#endif', ...last],
    ]);
    expect(added(...guard, '', ...last)).toEqual([...guard, '', '#include <linux/i2c.h>', ...last]);
    expect(added(...guard.map((line) => `${line}\r`), '\r', ...last)).toEqual(
      added(...guard, '', ...last).map((line, at) => (at < 4 ? `${line}\r` : line)),
    );
  });

  it('stands before what is no condition around the whole file', () => {
    const text = ['#ifndef B', '#include <linux/b.h>', '#endif', 'int a;'];
    expect(added('// a', ...text)).toEqual(['// a', '#include <linux/i2c.h>', ...text]);
    expect(added('int a;')).toEqual(['#include <linux/i2c.h>', 'int a;']);
  });
});
