import type { Cause, Evidence } from '../cause.ts';
import type { HeaderIndex } from '../headers/header-index.ts';
import { configSymbols } from '../headers/live-conditions.ts';
import { namedModules } from '../module-namespace.ts';
import type { ExportedSymbol } from '../symvers.ts';
import {
  evidenceOf,
  findLive,
  type InferenceContext,
  idOf,
  inferred,
  type KernelApi,
} from './inference-context.ts';
import { explainMissingName, isNewer } from './removed-name.ts';

function exportOf(view: KernelApi, symbol: ExportedSymbol, form: Evidence['form']): Evidence {
  const kind = symbol.gplOnly ? 'EXPORT_SYMBOL_GPL' : 'EXPORT_SYMBOL';
  const space = symbol.namespace === undefined ? '' : ` in the namespace ${symbol.namespace}`;
  return {
    ...{ kernel: view.headers.release, file: view.symvers?.path ?? '', line: 1, form },
    text: `${kind}(${symbol.name}) of ${symbol.owner}${space}`,
  };
}

/**
 * Why modpost finds no export of a symbol. `undefined` for a symbol that no kernel exports or declares: then a part of the module itself
 * is missing.
 */
export function explainUndefinedSymbol(name: string, context: InferenceContext): Cause | undefined {
  const { failing } = context;
  // Without Module.symvers, modpost knows no symbol of the kernel at all.
  if (!failing.symvers || failing.symvers.find(name)) return undefined;
  const [declared] = findLive(failing.headers, name, ['function', 'variable']);
  const other = context.others.find((view) => view.symvers?.find(name));
  const before = other?.symvers?.find(name);
  if (!declared) {
    const missing = explainMissingName(name, context, ['function', 'inline', 'macro', 'variable']);
    return missing ?? (other && before && explainLostExport(name, other, before, context));
  }
  const configs = configSymbols(declared.conditions.join(' '));
  const needs = configs.length === 0 ? '' : ` Its declaration depends on ${configs.join(' and ')}.`;
  const was =
    other && before
      ? ` ${other.headers.release} exports it from ${before.owner === 'vmlinux' ? 'the kernel itself' : `the module ${before.owner}`}.`
      : '';
  return inferred({
    ...{ id: `${idOf(name)}-not-exported`, symbol: name, confidence: 'verified' },
    summary: `${failing.headers.release} declares ${name} in <${declared.header}> but does not export it to modules.${was}${needs}`,
    evidence: [
      ...(other && before ? [exportOf(other, before, 'old')] : []),
      evidenceOf(failing.headers, declared, 'new'),
    ],
  });
}

/** The cause for a symbol that the source declares itself, since no header does, and that only another kernel exports. */
function explainLostExport(
  name: string,
  other: KernelApi,
  before: ExportedSymbol,
  context: InferenceContext,
): Cause {
  const { release } = context.failing.headers;
  const owner = before.owner === 'vmlinux' ? 'the kernel itself' : `the module ${before.owner}`;
  return inferred({
    ...{ id: `${idOf(name)}-not-exported`, symbol: name, confidence: 'verified' },
    summary: `${release} does not export ${name} to modules, and none of its headers declares it. ${other.headers.release} exports it from ${owner}.`,
    evidence: [exportOf(other, before, isNewer(other, context) ? 'new' : 'old')],
  });
}

/** Why a module that is not under the GPL may not use a symbol. */
export function explainGplOnly(name: string, context: InferenceContext): Cause | undefined {
  const { failing } = context;
  const symbol = failing.symvers?.find(name);
  if (!symbol?.gplOnly) return undefined;
  // A module under the GPL would get the message about the namespace next.
  if (symbol.namespace !== undefined && namedModules(symbol.namespace))
    return explainNamedModules(name, symbol.namespace, context);
  const other = context.others.find((view) => view.symvers?.find(name)?.gplOnly === false);
  const before = other?.symvers?.find(name);
  const was = other && before ? `, while ${other.headers.release} exports it to all modules` : '';
  return inferred({
    ...{ id: 'gpl-only-symbol', symbol: name, confidence: 'verified', replacement: 'MODULE_LICENSE("GPL")' },
    summary: gplOnlyText(failing.headers.release, name, was),
    evidence: [
      ...(other && before ? [exportOf(other, before, 'old')] : []),
      exportOf(failing, symbol, 'new'),
    ],
  });
}

/** `was` says how another kernel exports the symbol; it may be empty. */
export function gplOnlyText(kernel: string, name: string, was: string): string {
  return `${kernel} exports ${name} only to modules under the GPL${was}. If the source may be under the GPL, say so with MODULE_LICENSE("GPL"); otherwise do without the symbol.`;
}

/** How the namespace of a symbol is imported for a kernel: as a string since Linux 6.13, without quotes before. */
function importLine(namespace: string, headers: HeaderIndex): string {
  return importsNamespaceAsString(headers)
    ? `MODULE_IMPORT_NS("${namespace}");`
    : `MODULE_IMPORT_NS(${namespace});`;
}

/** Whether MODULE_IMPORT_NS takes a string. Before Linux 6.13, the macro made a string of its argument. */
export function importsNamespaceAsString(headers: HeaderIndex): boolean {
  const [macro] = headers.find('MODULE_IMPORT_NS', ['macro']);
  return macro !== undefined && !macro.declaration.includes('__stringify');
}

/** Why modpost reports that the import of a namespace is missing. */
export function explainMissingNamespace(
  name: string,
  namespace: string,
  context: InferenceContext,
): Cause | undefined {
  if (namedModules(namespace)) return explainNamedModules(name, namespace, context);
  const { failing } = context;
  const symbol = failing.symvers?.find(name);
  const [macro] = failing.headers.find('MODULE_IMPORT_NS', ['macro']);
  if (!macro || (symbol && symbol.namespace !== namespace)) return undefined;
  const line = importLine(namespace, failing.headers);
  const other = context.others.find((view) => {
    const known = view.symvers?.find(name);
    return known && known.namespace === undefined;
  });
  const before = other?.symvers?.find(name);
  const mixed = context.others.some(
    (view) => importsNamespaceAsString(view.headers) !== importsNamespaceAsString(failing.headers),
  );
  const form = mixed
    ? ` Kernels before Linux 6.13 take ${namespace} without quotes, later ones with quotes, unless the distribution backported the change.`
    : '';
  return inferred({
    ...{ id: 'namespace-not-imported', symbol: name, confidence: 'verified', replacement: line },
    summary: `${failing.headers.release} exports ${name} in the namespace ${namespace}${other ? `, ${other.headers.release} in none` : ''}. Add ${line} to the source of the module.${form}`,
    evidence: [
      ...(other && before ? [exportOf(other, before, 'old')] : []),
      ...(symbol ? [exportOf(failing, symbol, 'new')] : []),
      evidenceOf(failing.headers, macro, 'new'),
    ],
  });
}

/** Why a symbol that is exported only for certain modules can't be used. No change of the source helps, so there is no fix. */
function explainNamedModules(name: string, namespace: string, context: InferenceContext): Cause | undefined {
  const { failing } = context;
  const symbol = failing.symvers?.find(name);
  if (symbol && symbol.namespace !== namespace) return undefined;
  const other = context.others.find((view) => {
    const known = view.symvers?.find(name);
    return known && !namedModules(known.namespace);
  });
  const before = other?.symvers?.find(name);
  return inferred({
    ...{ id: 'symbol-for-named-modules', symbol: name, confidence: 'verified' },
    summary: namedModulesText(
      failing.headers.release,
      name,
      namespace,
      other && before && `${other.headers.release} exports it ${spaceText(before)}`,
    ),
    evidence: [
      ...(other && before ? [exportOf(other, before, 'old')] : []),
      ...(symbol ? [exportOf(failing, symbol, 'new')] : []),
    ],
  });
}

function spaceText({ gplOnly, namespace }: ExportedSymbol): string {
  const whom = gplOnly ? 'to all modules under the GPL' : 'to all modules';
  return namespace === undefined ? whom : `${whom} that import ${namespace}`;
}

/** `before` says how another kernel exports the symbol. */
export function namedModulesText(
  kernel: string,
  name: string,
  namespace: string,
  before: string | undefined,
): string {
  const modules = namedModules(namespace) ?? [];
  const whom = `the ${modules.length === 1 ? 'module' : 'modules'} ${modules.join(', ')}`;
  return `${kernel} exports ${name} only for ${whom} (EXPORT_SYMBOL_FOR_MODULES)${before === undefined ? '' : `, while ${before}`}. No other module can use it, and modpost rejects MODULE_IMPORT_NS for it. Do without the symbol on such kernels.`;
}
