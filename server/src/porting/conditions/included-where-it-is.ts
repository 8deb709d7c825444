import type { Cause } from '../../triage/cause.ts';
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
      const lines = text.split('\n');
      const at = lines.indexOf(line);
      const isAsked = lines[at - 1]?.includes(`__has_include(<${header}>)`) === true;
      if (at < 0 || isAsked || lines.indexOf(line, at + 1) >= 0) return undefined;
      const start = lines.slice(0, at).join('\n').length + (at > 0 ? 1 : 0);
      const written = `#if __has_include(<${header}>)\n${line.replace(/\r$/, '')}\n#endif`;
      const end = start + line.replace(/\r$/, '').length;
      return new Map([[path, replaceInFile(text, [{ start, end, text: written }])]]);
    },
  };
}
