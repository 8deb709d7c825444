import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, version?: string) =>
  checkRule('module-array-length-mismatch', text, version ? { version } : {});

describe('module-array-length-mismatch', () => {
  it('is found when a working variable of dkms is too long', async () => {
    expect(await check(`${goodConf}built_module_name[5]=x\n`)).toMatchInlineSnapshot(`
      "error module-array-length-mismatch: built_module_name is a variable that dkms works with itself, and no longer fits the number of modules, so dkms refuses this file. Write BUILT_MODULE_NAME, or choose another name for your own variable.
        built_module_name[5]=x
        ^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found before 3.1.7', async () => {
    expect(await check(`${goodConf}built_module_name[5]=x\n`, '3.1.6')).toBe('');
  });

  it('is not found in a good file', async () => {
    expect(await check(goodConf)).toBe('');
  });

  it('is not found when the subscript is not known', async () => {
    expect(await check(`${goodConf}built_module_name[$(x)]=x\n`)).toBe('');
  });
});
