import type { CSource, TextSpan } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { wholeLines } from './text-lines.ts';

/** A `struct ctl_table` that the file defines as an array. */
interface Table {
  /** The whole declaration. */
  readonly span: TextSpan;
  readonly block: TextSpan;
}

/**
 * `register_sysctl_table()` of tables that only name folders becomes `register_sysctl()` of the innermost table, with the folders as a
 * path, and the tables of the folders are removed.
 */
export function rewriteSysctlTables(source: CSource): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  for (const call of source.calls('register_sysctl_table')) {
    const [argument] = call.arguments;
    const found = argument && call.arguments.length === 1 && flatten(source, source.slice(argument));
    if (found) {
      const text = `register_sysctl("${found.folders.join('/')}", ${found.table})`;
      replacements.push({ start: call.start, end: call.end, text });
      for (const { span } of found.removed) replacements.push({ ...wholeLines(source.text, span), text: '' });
    } else
      left.push({
        offset: call.start,
        reason: 'the tables are not nested so that each names one folder, in this file',
      });
  }
  return { replacements, left };
}

function flatten(
  source: CSource,
  name: string,
):
  | { readonly folders: readonly string[]; readonly table: string; readonly removed: readonly Table[] }
  | undefined {
  const folders: string[] = [];
  const removed: Table[] = [];
  for (let at = name; ; ) {
    const table = tableNamed(source, at);
    if (!table || folders.length > 9) return undefined;
    const children = valuesIn(source, table, 'child');
    if (children.length === 0) return folders.length > 0 ? { folders, table: at, removed } : undefined;
    const names = valuesIn(source, table, 'procname');
    const folder = /^"([\w.-]+)"$/.exec(names[0] ?? '')?.[1];
    const [child = ''] = children;
    // Its definition and its one use: nobody else needs it.
    const isUsedOnce = source.names(at).length === 2;
    if (children.length > 1 || names.length > 1 || folder === undefined || !isUsedOnce) return undefined;
    folders.push(folder);
    removed.push(table);
    at = child;
  }
}

function valuesIn(source: CSource, { block }: Table, member: string): readonly string[] {
  return source
    .memberValues(member)
    .filter((each) => each.member.start > block.start && each.member.end < block.end)
    .map(({ value }) => source.slice(value));
}

function tableNamed(source: CSource, name: string): Table | undefined {
  for (const index of source.names(name)) {
    if (source.tokens[index - 1]?.text !== 'ctl_table' || source.tokens[index + 1]?.text !== '[') continue;
    const equals = (source.partner(index + 1) ?? index) + 1;
    const open = source.tokens[equals + 1];
    const close = source.partner(equals + 1);
    const [end, semicolon] = [source.tokens[close ?? -1], source.tokens[(close ?? -1) + 1]];
    if (source.tokens[equals]?.text !== '=' || open?.text !== '{' || !end || semicolon?.text !== ';')
      continue;
    let first = index - 1;
    while (['struct', 'static', 'const'].includes(source.tokens[first - 1]?.text ?? '')) first--;
    const start = source.tokens[first]?.start ?? open.start;
    return { span: { start, end: semicolon.end }, block: { start: open.start, end: end.end } };
  }
  return undefined;
}
