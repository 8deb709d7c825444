import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { defineStruct } from './type-definition.ts';

function defined(text: string): string {
  const rewrite = { kind: 'definition', name: 'module_use', text: 'struct module_use { int a; };' } as const;
  return applyReplacements(text, defineStruct(new CSource(text), rewrite));
}

it('defines a struct that the kernel keeps to itself, for a file that uses it also in a macro', () => {
  const header = '#ifndef A_H\n#define A_H\n';
  const macro = '#define WALK(m) do { struct module_use *use; } while (0)\n#endif\n';
  expect(defined(header + macro)).toBe(`${header}struct module_use { int a; };\n${macro}`);
  const own = 'struct module_use { int b; };\nstruct module_use *use;\n';
  expect(defined(own)).toBe(own);
  expect(defined('int module_use;\n')).toBe('int module_use;\n');
});
