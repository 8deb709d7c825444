import { expect, it } from 'vitest';
import type { Rewrite } from '../change.ts';
import { vmFlagsReadOnly } from '../changes/vm-flags-read-only.ts';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteSource } from './rewrite.ts';

function rewritten(text: string, rewrite: readonly Rewrite[] = []): string {
  return applyReplacements(text, rewriteSource(new CSource(text), { rewrite }).replacements);
}

it('leaves what a function of the file is made of that has the name of the new form', () => {
  const rename: Rewrite = { kind: 'rename', from: 'del_timer', to: 'timer_delete' };
  const own = 'static inline int timer_delete(struct timer_list *t) { return del_timer(t); }\n';
  expect(rewritten(`${own}void f(void) { del_timer(&t); }\n`, [rename])).toBe(
    `${own}void f(void) { timer_delete(&t); }\n`,
  );
  const set =
    'static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)\n{\n\tvma->vm_flags |= flags;\n}\n';
  expect(rewritten(set, vmFlagsReadOnly.rewrite)).toBe(set);
});
