import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string) => checkRule('quoted-command', text);

describe('quoted-command', () => {
  it('is found: quotes within quotes', async () => {
    expect(await check(`${goodConf}MAKE="'make ARCH=arm -j4'"\n`)).toMatchInlineSnapshot(`
      "warning quoted-command: The quotes make one word of the whole command: bash looks for a program called "make ARCH=arm -j4", and the build fails. Put only make in quotes: 'make' ARCH=arm -j4.
        MAKE="'make ARCH=arm -j4'"
             ^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it.each([
    ['only make is quoted', `"'make' all"`],
    ['an argument is quoted', `"make CFLAGS='-O2 -g'"`],
    ['the quotes end and begin again', `"'make' -j"$(nproc)" all"`],
  ])('is not found: %s', async (_, value) => {
    expect(await check(`${goodConf}MAKE=${value}\n`)).toBe('');
  });

  it('is not found: no quotes at all', async () => {
    expect(await check(`${goodConf}MAKE="make all"\n`)).toBe('');
  });

  it('is not found, since it is not known: the command is a variable', async () => {
    expect(await check(`${goodConf}MAKE="$(x) 'make all'"\n`)).toBe('');
  });
});
