import type { Cause } from '../../triage/cause.ts';
import type { Replacement } from '../../triage/rewrite/replacement.ts';
import { replaceInFile } from '../line-ends.ts';
import type { FileTexts, PortEdit } from '../port-edit.ts';

/**
 * The edit that includes a header only where it is, for kernels that no longer have it and nothing in its place: the builds tell whether the module needs
 * anything of it. `undefined` if the line includes nothing, or asks already.
 */
export function includeWhereItIs(
  given: { readonly cause: Cause; readonly path: string; readonly line0: number },
  failing: readonly string[],
  texts: FileTexts,
): PortEdit | undefined {
  const { cause, path, line0 } = given;
  const line = texts.get(path)?.split('\n')[line0] ?? '';
  const [, header] = /^[ \t]*#[ \t]*include[ \t]*<([^>]+)>/.exec(line) ?? [];
  if (header === undefined) return undefined;
  return {
    ...{ key: `include:${path}:${header}`, title: `Include <${header}> only where it is` },
    ...{ cause, certainty: 'likely', kernels: failing },
    caution: `Nothing takes the place of <${header}> on these kernels: see that the driver does not ask for a macro of it with #ifdef.`,
    apply: (now) => {
      const text = now.get(path) ?? '';
      const included = line.replace(/\r$/, '');
      const asked = `#if __has_include(<${header}>)`;
      const replacements: Replacement[] = [];
      let [start, before] = [0, ''];
      for (const each of text.split('\n')) {
        if (each === line && !before.startsWith(asked))
          replacements.push({ start, end: start + included.length, text: `${asked}\n${included}\n#endif` });
        start += each.length + 1;
        before = each;
      }
      return replacements.length > 0 ? new Map([[path, replaceInFile(text, replacements)]]) : undefined;
    },
  };
}
