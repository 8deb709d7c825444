import { describe, expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { addInclude, addVersionHeader } from './includes.ts';
import { applyReplacements } from './replacement.ts';

function added(...lines: readonly string[]): readonly string[] {
  return addedHeader('linux/i2c.h', lines);
}

function addedHeader(header: string, lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  return applyReplacements(text, addInclude(new CSource(text), header)).split('\n');
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

  it('stands before the first condition on the version, outside of others', () => {
    const fs = '#include <linux/fs.h>';
    const version = '#include <linux/version.h>';
    const early = ['#ifdef A', '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)', fs, '#endif', '#endif'];
    const rest = ['#include <linux/b.h>', '/* #if LINUX_VERSION_CODE */', 'int a;'];
    const late = ['#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)', 'int b;', '#endif'];
    expect(addedHeader('linux/version.h', [fs, ...early, ...rest])).toEqual([fs, version, ...early, ...rest]);
    expect(addedHeader('linux/version.h', [...early, ...rest])).toEqual([version, ...early, ...rest]);
    expect(addedHeader('linux/version.h', [fs, ...rest, ...late])).toEqual([
      ...[fs, '#include <linux/b.h>', version],
      ...[...rest.slice(1), ...late],
    ]);
    expect(addedHeader('linux/version.h', [version, ...late])).toEqual([version, ...late]);
    const text = [...early, ...rest].join('\n');
    const atCondition = addVersionHeader(new CSource(text), [text.indexOf('#if LINUX')]);
    expect(applyReplacements(text, atCondition).split('\n')).toEqual([version, ...early, ...rest]);
  });
});
