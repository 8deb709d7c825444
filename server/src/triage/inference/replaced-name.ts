import type { Cause } from '../cause.ts';
import type { HeaderIndex } from '../headers/header-index.ts';
import { evidenceOf, findLive, type InferenceContext, idOf, inferred } from './inference-context.ts';

/**
 * Why the compiler can't read a line in which the module names something of its own, such as a member: one of its words is a macro of the kernel, and
 * not of another one. `undefined` if there is none, or several are.
 */
export function explainReplacedName({ failing, others, line }: InferenceContext): Cause | undefined {
  const macroOf = (headers: HeaderIndex, name: string) => findLive(headers, name, ['macro'])[0];
  const words = [...new Set(line?.match(/\b[A-Za-z_]\w*/g) ?? [])];
  const found = words.flatMap((name) => {
    const now = macroOf(failing.headers, name);
    const without = others.find(({ headers }) => !macroOf(headers, name));
    return now && without ? [{ name, now, without }] : [];
  });
  const [only] = found;
  if (!only || found.length > 1) return undefined;
  const { name, now, without } = only;
  return inferred({
    ...{ id: `${idOf(name)}-is-macro`, symbol: name, confidence: 'verified' },
    summary: `${name} is a macro of <${now.header}> in ${failing.headers.release}, and not in ${without.headers.release}: the preprocessor puts the text of the macro in the place of this name. Give what this source calls so another name.`,
    evidence: [evidenceOf(failing.headers, now, 'new')],
  });
}
