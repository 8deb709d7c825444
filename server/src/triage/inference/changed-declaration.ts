import type { Cause } from '../cause.ts';
import type { HeaderSymbol } from '../headers/header-index.ts';
import {
  arityOf,
  evidenceOf,
  findLive,
  type InferenceContext,
  idOf,
  inferred,
  type KernelApi,
  textOfSignature,
} from './inference-context.ts';
import { callbackArgumentChange, callChange, typedefChange, voidCall } from './inferred-change.ts';
import { sameType } from './member-successor.ts';
import { explainRenamedStruct, onlyRename, typesIn } from './renamed-struct.ts';

const callable = ['function', 'inline', 'macro'] as const;

/** The declaration of a function or macro, short enough for a sentence. */
function formOf(symbol: HeaderSymbol): string {
  if (symbol.signature) return textOfSignature(symbol.signature).replace(' (', ` ${symbol.name}(`);
  return /^#\s*define\s+(\w+(?:\([^)]*\))?)/.exec(symbol.declaration)?.[1] ?? symbol.declaration;
}

/** What of a call does not fit: the number of its arguments, or the type of one of them (from 1; `undefined` for one that is not known). */
export type MisfitCall = 'count' | { readonly position: number | undefined };

/**
 * Why a call does not match its declaration: another kernel declares the function or macro differently, or a type that it takes. If no other
 * kernel does, the cause shows only the declaration; `undefined` if there is none.
 */
export function explainChangedCall(
  name: string,
  context: InferenceContext,
  misfit: MisfitCall = 'count',
): Cause | undefined {
  const { headers } = context.failing;
  const [now] = findLive(headers, name, callable);
  if (!now) return undefined;
  const declared = context.others.flatMap((other) => {
    const [old] = findLive(other.headers, name, callable);
    return old ? [{ other, old }] : [];
  });
  const changed = declared.find(({ old }) => differs(old, now, misfit));
  if (changed) {
    const { other, old } = changed;
    const rename = onlyRename(typesIn(old), typesIn(now));
    const renamed = rename && explainRenamedStruct({ ...rename, old, now }, context, other);
    if (renamed) return renamed;
    return inferred({
      ...{ id: `${idOf(name)}-changed`, symbol: name, confidence: 'verified', replacement: formOf(now) },
      rewrite:
        callChange(old, now) ??
        (typeof misfit === 'object' && misfit.position !== undefined
          ? callbackArgumentChange(old, now, misfit.position)
          : undefined),
      summary: `The declaration of ${name}() is not the same as in ${other.headers.release}: ${formOf(old)} there, ${formOf(now)} in ${headers.release}.`,
      evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
    });
  }
  const taken = misfit === 'count' ? undefined : explainTakenType(name, now, context, misfit.position);
  if (taken) return taken;
  const [first] = declared;
  const same = first ? ` ${first.other.headers.release} takes the same number of arguments.` : '';
  // A stable update may have changed it in all kernels. A wrong number of arguments proves that, but a wrong type may have another reason.
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, replacement: formOf(now) },
    confidence: misfit === 'count' ? 'likely' : 'unknown',
    summary: `The call does not match the declaration in <${now.header}>: ${formOf(now)}.${misfit === 'count' ? same : ''}`,
    evidence: [evidenceOf(headers, now, 'new')],
  });
}

function differs(old: HeaderSymbol, now: HeaderSymbol, misfit: MisfitCall): boolean {
  const before = arityOf(old);
  const after = arityOf(now);
  if (misfit === 'count' || !old.signature || !now.signature) {
    return before?.parameters !== after?.parameters || before?.variadic !== after?.variadic;
  }
  const { position } = misfit;
  if (position === undefined) return textOfSignature(old.signature) !== textOfSignature(now.signature);
  return (
    old.signature.parameters[position - 1] !== now.signature.parameters[position - 1] ||
    before?.parameters !== after?.parameters
  );
}

/** The cause for a call whose declaration is the same, and a type in it is not: `wmi_notify_handler` is a typedef of another callback. */
function explainTakenType(
  name: string,
  now: HeaderSymbol,
  context: InferenceContext,
  position: number | undefined,
): Cause | undefined {
  const { headers } = context.failing;
  const all = now.signature?.parameters ?? [];
  for (const [at, parameter] of all.entries()) {
    if (position !== undefined && at !== position - 1) continue;
    const type = /^(?:const )?(\w+)(?: \*+)?$/.exec(parameter)?.[1];
    const changed = type === undefined ? undefined : changedTypedef(type, context);
    if (!changed) continue;
    return inferred({
      ...{ id: `${idOf(changed.now.name)}-changed`, symbol: changed.now.name, confidence: 'verified' },
      ...{ replacement: changed.now.type },
      rewrite: typedefChange(changed.old, changed.now, {
        ...{ kind: 'callback-argument', function: name, position: at + 1 },
      }),
      summary: `${name}() takes a ${changed.now.name}, which is not the same type as in ${changed.other.headers.release}: ${changed.old.type} there, ${changed.now.type} in ${headers.release}.`,
      evidence: [
        evidenceOf(changed.other.headers, changed.old, 'old'),
        evidenceOf(headers, changed.now, 'new'),
      ],
    });
  }
  return undefined;
}

/** A typedef that another kernel has as well, for another type. */
export function changedTypedef(
  type: string,
  { failing, others }: InferenceContext,
): { readonly other: KernelApi; readonly old: HeaderSymbol; readonly now: HeaderSymbol } | undefined {
  const [now] = findLive(failing.headers, type, ['typedef']);
  if (!now) return undefined;
  for (const other of others) {
    const [old] = findLive(other.headers, type, ['typedef']);
    if (old && !sameType(old.type, now.type ?? '')) return { other, old, now };
  }
  return undefined;
}

/**
 * Why the value of a call can't be used: the function gives none now. The message does not name it, so it is looked for among those that the
 * line calls.
 */
export function explainVoidValue(context: InferenceContext): Cause | undefined {
  const { headers } = context.failing;
  for (const [, name = ''] of (context.line ?? '').matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
    const [now] = findLive(headers, name, callable);
    if (now?.signature?.returns !== 'void') continue;
    for (const other of context.others) {
      const [old] = findLive(other.headers, name, callable);
      if (!old?.signature || old.signature.returns === 'void') continue;
      return inferred({
        ...{
          id: `${idOf(name)}-returns-void`,
          symbol: name,
          confidence: 'verified',
          replacement: formOf(now),
        },
        rewrite: voidCall(now, old.signature),
        summary: `${name}() no longer returns a value: ${formOf(old)} in ${other.headers.release}, ${formOf(now)} in ${headers.release}. Call it without using what it returned.`,
        evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
      });
    }
  }
  return undefined;
}

/** Why the user's declaration conflicts with one of the kernel: the kernel declares the name only now, or now differently. */
export function explainConflict(name: string, context: InferenceContext): Cause | undefined {
  const { headers } = context.failing;
  const [now] = findLive(headers, name);
  if (!now) return explainEventConflict(name, context);
  if (now.kind === 'macro' && !definesConstant(name, context.line)) return undefined;
  const own = explainOwnVariable(now, context);
  if (own) return own;
  const same = context.others.find((view) => {
    const [old] = findLive(view.headers, name);
    return !old || old.declaration !== now.declaration;
  });
  if (!same) return undefined;
  const [old] = findLive(same.headers, name);
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'verified', replacement: formOf(now) },
    summary: old
      ? `${headers.release} declares ${name} differently from ${same.headers.release}, and this file declares it as well.`
      : `${headers.release} declares ${name} itself, while ${same.headers.release} does not; this file declares it as well.`,
    evidence: [...(old ? [evidenceOf(same.headers, old, 'old')] : []), evidenceOf(headers, now, 'new')],
  });
}

/** Whether a line defines a macro or the constant of an enumeration; a member of that name, which a macro breaks as well, is another thing. */
function definesConstant(name: string, line: string | undefined): boolean {
  if (line === undefined) return true;
  return new RegExp(`^\\s*#\\s*define\\s+${name}\\b|(?:^|[{,])\\s*${name}\\s*(?:=[^=]|,|\\}|\\/|$)`).test(
    line,
  );
}

/** A variable of the kernel that the source declares itself, and not as the header does that it gets to see now. */
function explainOwnVariable(now: HeaderSymbol, { failing, text }: InferenceContext): Cause | undefined {
  const { name, declaration, header } = now;
  const isOwn = new RegExp(`^[ \\t]*extern\\b[^;=(]*\\b${name}[ \\t]*;`, 'm').test(text ?? '');
  if (now.kind !== 'variable' || !isOwn) return undefined;
  const to = declaration.replace(/\s*;$/, '');
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'verified', replacement: to },
    summary: `${failing.headers.release} declares ${name} in <${header}> as ${to}, and this file declares it differently. Declare it alike, or include the header instead.`,
    evidence: [evidenceOf(failing.headers, now, 'new')],
    rewrite: {
      ...{ oldForm: { not: { header } }, newForm: { header } },
      rewrite: [{ kind: 'declaration', name, to }],
    },
  });
}

/** The same for `trace_x()`, which the definition of the tracepoint x declares. */
function explainEventConflict(name: string, context: InferenceContext): Cause | undefined {
  const event = /^trace_(\w+)$/.exec(name)?.[1];
  if (event === undefined) return undefined;
  const { headers } = context.failing;
  const [now] = findLive(headers, event, ['event']);
  if (!now) return undefined;
  for (const other of context.others) {
    const [old] = findLive(other.headers, event, ['event']);
    if (!old || old.declaration === now.declaration) continue;
    return inferred({
      ...{ id: `${idOf(name)}-changed`, symbol: name, confidence: 'verified', replacement: now.declaration },
      summary: `The tracepoint ${event} does not take the same parameters as in ${other.headers.release}: ${old.declaration} there, ${now.declaration} in ${headers.release}.`,
      evidence: [evidenceOf(other.headers, old, 'old'), evidenceOf(headers, now, 'new')],
    });
  }
  return inferred({
    ...{ id: `${idOf(name)}-declared`, symbol: name, confidence: 'likely', replacement: now.declaration },
    summary: `${headers.release} declares ${name}() with the tracepoint ${event} in <${now.header}>: ${now.declaration}. This source declares it differently.`,
    evidence: [evidenceOf(headers, now, 'new')],
  });
}
