import { findKbuildModules } from '../make/kbuild-modules.ts';
import { certainRecords, findElement } from '../reading/reading.ts';
import { valueSpanOf } from './anchors.ts';
import type { Rule } from './rule.ts';
import type { SourceFacts } from './source-facts.ts';

export const configSymbolUnset: Rule = {
  id: 'config-symbol-unset',
  severity: 'warning',
  summary: 'Whether a module is built depends on a CONFIG_… that nothing sets.',
  messages: [],
  *check({ reading, sourceFacts, kernels = [], walks }) {
    const lookUps = kernels.flatMap(({ config }) => config ?? []);
    if (!sourceFacts || lookUps.length === 0 || lookUps.length < kernels.length) return;
    if (walks.makes.length === 0 || !walks.makes.every(({ walk }) => walk.complete)) return;
    const calls = walks.makes.flatMap(({ walk }) => walk.kbuild);
    if (calls.length === 0) return;
    const lists = calls.map(({ folder, given }) =>
      folder === undefined ? undefined : findKbuildModules(sourceFacts, folder, given),
    );
    if (lists.some((list) => !list || list.open.length + list.conditional.length > 0)) return;
    const modules = lists.flatMap((list) => list?.modules ?? []);
    for (const { index, builtName } of certainRecords(reading)) {
      const span = valueSpanOf(findElement(reading, 'BUILT_MODULE_NAME', index));
      if (builtName.kind !== 'known' || !span) continue;
      const found = modules.filter(({ name }) => name === builtName.text);
      const [first] = found;
      const symbols = [...new Set(found.flatMap(({ symbol }) => symbol ?? []))];
      const [symbol] = symbols;
      if (!first || symbol === undefined || symbols.length > 1) continue;
      if (found.some((one) => one.symbol === undefined) || mayBeSet(sourceFacts, symbol)) continue;
      if (lookUps.some((config) => config(symbol) !== undefined)) continue;
      const every = lookUps.length === 1 ? 'the kernel' : `any of the ${lookUps.length} kernels`;
      yield {
        message: `kbuild builds ${builtName.text} only where ${symbol} is y or m (${first.makefile.path}:${first.line}), and neither MAKE, the Makefile nor ${every} of this machine sets that: dkms will not find ${builtName.text}.ko after the build. Add ${symbol}=m to MAKE, or write obj-m in the Makefile.`,
        ...{ span, fixes: [] },
      };
    }
  },
};

/** Whether the modules of a source depend on the configuration of a kernel, so that the kernels of the machine matter. */
export function dependsOnKernelConfig(facts: SourceFacts | undefined): boolean {
  return (
    facts?.makefiles.some(({ variables }) => variables.some(({ name }) => /^obj-.*CONFIG_/.test(name))) ??
    false
  );
}

/** Whether any Makefile of the source sets a symbol, under whatever condition, or hands it to a make that it runs. */
function mayBeSet({ makefiles }: SourceFacts, symbol: string): boolean {
  const handed = new RegExp(`\\b${symbol}\\b\\s*[:?+]?=`);
  return makefiles.some(
    ({ variables, targetVariables, exports, recipes }) =>
      [...variables, ...targetVariables].some(({ name, value }) => name === symbol || handed.test(value)) ||
      exports.some(({ name }) => name === symbol) ||
      recipes.some((line) => handed.test(line)),
  );
}
