import { variantOf } from '../api-variant.ts';
import type { ApiVariant, Change } from '../change.ts';
import type { HeaderIndex, HeaderSymbol } from '../headers/header-index.ts';
import { historicMacros } from '../history/historic-macros.ts';
import { historicVariantOf } from '../history/historic-variant.ts';
import {
  headerKey,
  memberKey,
  nameKey,
  parseShape,
  type Shape,
  shapeText,
  tagKey,
} from '../history/history-keys.ts';
import type { HistoricKernel, KernelHistory } from '../history/kernel-history.ts';
import type { MacroFacts } from '../preprocessor/condition.ts';

/** A kernel that the module must support. */
export interface TargetKernel {
  readonly release: string;
  readonly headers: HeaderIndex;
  readonly macros: MacroFacts;
}

/** A kernel that the module must support and whose headers are not here: what is said of it is likely. */
export interface AbsentKernel {
  readonly release: string;
  readonly historic: HistoricKernel;
  readonly macros: MacroFacts;
}

/** The kernels that names tell of which the history knows something: a line (`6.12`) or a release. */
export function absentKernels(history: KernelHistory, names: readonly string[]): readonly AbsentKernel[] {
  return names.flatMap((release) => {
    const isName = /^v?\d+\.\d+(?:\.\d+)?(?:-[\w.+-]+|\+[\w.+-]+)?$/.test(release);
    const historic = isName ? history.kernel(release) : undefined;
    return historic ? [{ release, historic, macros: historicMacros(historic) }] : [];
  });
}

/** What a source asks of a kernel. `undefined` is "not known". */
export interface AskedKernel {
  readonly release: string;
  readonly macros: MacroFacts;
  /** Whether its headers are not here. */
  readonly isLikely: boolean;
  variantOf(change: Change): ApiVariant | undefined;
  hasHeader(include: string): boolean | undefined;
  /** Whether it declares anything of that name, but for members. */
  declares(name: string): boolean | undefined;
  hasMember(struct: string, member: string): boolean | undefined;
  /**
   * How it declares what can be called by that name; nothing if it does not, `undefined` if that is not known. Of a kernel that is not here, only the number
   * of parameters may be right.
   */
  formsOf(name: string): readonly Shape[] | undefined;
  formsOfMember(struct: string, member: string): readonly Shape[] | undefined;
}

/** A kernel in the form in which a source asks it. */
export function asAsked(kernel: TargetKernel | AbsentKernel): AskedKernel {
  const { release, macros } = kernel;
  if ('headers' in kernel) {
    const { headers } = kernel;
    return {
      ...{ release, macros, isLikely: false },
      variantOf: (change) => variantOf(change, headers),
      hasHeader: (include) => headers.findHeader(include) !== undefined,
      declares: (name) => headers.has(name),
      hasMember: (struct, member) =>
        headers.has(struct, ['struct', 'union'])
          ? headers.findMember(struct, member) !== undefined
          : undefined,
      formsOf: (name) => formsOf(headers.find(name, ['function', 'inline', 'macro'])),
      formsOfMember(struct, member) {
        const found = headers.findMember(struct, member);
        return found && formsOf([found]);
      },
    };
  }
  const { historic } = kernel;
  const has = (key: string) => {
    const { state } = historic.judge(key);
    if (state === 'absent') return false;
    // That all kernels have something is no more than most likely, and a name may be the user's.
    return state === 'present' && historic.history.isKnown(key) ? true : undefined;
  };
  const shapesOf = (key: string) => {
    const judged = historic.judge(key);
    return judged.state === 'present' && judged.shape !== undefined ? parseShape(judged.shape) : undefined;
  };
  const callableFormsOf = (key: string) => {
    const judged = historic.judge(key);
    const agreed = judged.state === 'present' && judged.shapes ? agreedForm(judged.shapes) : undefined;
    return agreed ? [agreed] : shapesOf(key);
  };
  return {
    ...{ release, macros, isLikely: true },
    variantOf: (change) => historicVariantOf(change, historic),
    hasHeader: (include) => has(headerKey(include)),
    declares: (name) => has(nameKey(name)),
    hasMember: (struct, member) =>
      historic.judge(tagKey(struct)).state === 'absent' ? undefined : has(memberKey(struct, member)),
    formsOf: (name) => callableFormsOf(nameKey(name)),
    formsOfMember: (struct, member) => shapesOf(memberKey(struct, member)),
  };
}

/** What shapes that differ have in common if they take the same number of arguments: a kernel between these takes as many. */
function agreedForm(texts: readonly string[]): Shape | undefined {
  const forms = texts.map(parseShape);
  const [[first] = []] = forms;
  const isAgreed = forms.every(
    ([one, ...others]) =>
      one !== undefined &&
      others.length === 0 &&
      one.kind === first?.kind &&
      one.count === first.count &&
      one.parameters?.length === first.parameters?.length &&
      one.isVariadic === first.isVariadic,
  );
  return isAgreed ? first : undefined;
}

function formsOf(symbols: readonly HeaderSymbol[]): readonly Shape[] {
  return symbols.flatMap((symbol) => parseShape(shapeText(symbol)));
}
