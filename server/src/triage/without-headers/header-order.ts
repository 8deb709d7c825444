import type { Cause } from '../cause.ts';
import { nameKey, tagKey } from '../history/history-keys.ts';
import { inferred } from '../inference/inference-context.ts';
import { declaringHeaders } from './declaring-headers.ts';
import type { HeaderlessContext } from './headerless-context.ts';

/** A header of the kernel by the name with which sources include it. */
const included =
  /(?:^|\/)(?:include|include\/uapi|arch\/\w+\/include(?:\/uapi)?)\/((?!generated\/)[\w-]+\/[\w./-]+\.h)$/;

/** Headers of a processor that sources should not include themselves, since the one of the same name in linux/ prepares what they need. */
const wrapped: ReadonlySet<string> = new Set(
  'atomic bitops bug cache compiler delay device dma-mapping efi ftrace highmem io irqflags jump_label kprobes linkage mm mmu_context module percpu preempt ptrace sections signal smp spinlock string thread_info timex topology types uaccess unaligned'.split(
    ' ',
  ),
);

/** The cause where a header of the kernel itself misses a name, because the source includes it before what it relies on. */
export function byHeaderOrder({ problem, shape, historic, release }: HeaderlessContext): Cause | undefined {
  if (shape.kind !== 'undeclared-function' && shape.kind !== 'unknown-type' && shape.kind !== 'undeclared')
    return undefined;
  const reported = problem.related.find(({ message }) => message === 'reported here');
  const header = included.exec(reported?.file ?? '')?.[1];
  // In the expansion of a macro, the name is from the user's line.
  const isExpanded = problem.related.some(({ message }) =>
    /expansion of macro|^expanded from|definition of macro/.test(message),
  );
  if (header === undefined || isExpanded) return undefined;
  const name = /^asm\/(\w+)\.h$/.exec(header)?.[1];
  const better = name !== undefined && wrapped.has(name) ? `linux/${name}.h` : undefined;
  const key = shape.kind === 'unknown-type' ? tagKey(shape.name) : nameKey(shape.name);
  const judged = historic?.judge(key);
  const declared =
    declaringHeaders.get(shape.name)?.header ??
    (judged?.state === 'present' && judged.header !== header ? judged.header : undefined);
  const advice =
    better !== undefined
      ? `Include <${better}> in place of <${header}>.`
      : declared !== undefined
        ? `Include <${declared}> before it.`
        : 'Include first the headers of linux/ that it belongs to, and see that no macro or folder (-I) of the source hides one of them.';
  return inferred({
    ...{ id: 'kernel-header-too-early', symbol: header, evidence: [] },
    confidence: (better ?? declared) ? 'likely' : 'unknown',
    replacement: `#include <${better ?? declared ?? header}>`,
    summary: `<${header}> itself uses ${shape.name}, and nothing that is included before it declares that: the source includes the header too early, or not by way of the one that prepares it. ${advice} (Judged by the message, because the headers of ${release?.name ?? 'this kernel'} are not available.)`,
  });
}
