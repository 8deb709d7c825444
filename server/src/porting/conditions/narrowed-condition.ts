import { exportKey } from '../../triage/history/history-keys.ts';
import type { KernelHistory } from '../../triage/history/kernel-history.ts';
import { CSource } from '../../triage/rewrite/c-source.ts';
import { tokenizeC } from '../../triage/rewrite/c-tokens.ts';
import { addVersionHeader } from '../../triage/rewrite/includes.ts';
import { versionNumbers } from '../../versions.ts';
import { LineActivities } from '../line-activity.ts';
import { replaceInFile } from '../line-ends.ts';
import type { FileTexts, PortEdit } from '../port-edit.ts';
import { endedBefore, groupsAround, type MisguardedLine, versionsToTry } from './guard-correction.ts';

/**
 * The edit that leaves out, for kernels that no longer export a symbol, the branch in which the module declares that symbol itself: where nothing else in the
 * module names it, and there is another branch for kernels without. `undefined` if that is not so, or no version tells the kernels apart.
 */
export function narrowCondition(
  given: MisguardedLine,
  texts: FileTexts,
  history?: KernelHistory,
): PortEdit | undefined {
  const { cause, path, failing, line0 } = given;
  const seenIn = history ? endsOfExport(cause.symbol, history) : [];
  const wanted = texts.get(path)?.split('\n', line0 + 1)[line0];
  const narrowed = narrowedText({ ...given, seenIn }, texts);
  if (wanted === undefined || !narrowed) return undefined;
  return {
    key: `narrow:${path}:${wanted}:${narrowed.version}`,
    title: `Leave ${cause.symbol} out where it is not exported, as far as is known from Linux ${narrowed.version} on`,
    ...{ cause, certainty: 'likely', kernels: failing },
    caution: `These kernels take the branch that the source has for those without ${cause.symbol}: see whether the driver does without it.`,
    apply: (now) => {
      const lines = now.get(path)?.split('\n') ?? [];
      const at = lines.indexOf(wanted);
      if (at < 0 || lines.indexOf(wanted, at + 1) >= 0) return undefined;
      const again = narrowedText({ ...given, seenIn, line0: at }, now);
      return again && new Map([[path, again.after]]);
    },
  };
}

/** The line in which the export of a symbol was missing first, if it is missing in all later ones. */
function endsOfExport(name: string, history: KernelHistory): readonly string[] {
  const last = history.periods(exportKey(name))?.at(-1);
  if (!last || last.fact) return [];
  return [versionNumbers(last.first.version).slice(0, 2).join('.')];
}

function narrowedText(
  given: MisguardedLine,
  texts: FileTexts,
): { readonly after: string; readonly version: string } | undefined {
  const { cause, path, line0, failing, kernels, seenIn = [] } = given;
  const text = texts.get(path) ?? '';
  const lines = text.split('\n');
  if (!new RegExp(`^[ \\t]*extern\\b.*\\b${cause.symbol}\\b`).test(lines[line0] ?? '')) return undefined;
  const [group = []] = groupsAround(text, line0);
  const [first, second] = group;
  const isPair = group.length === 2 && first && second?.directive === 'else' && line0 < first.end0;
  if (
    !isPair ||
    lines
      .slice(second.line0 + 1, second.end0)
      .join('')
      .trim() === ''
  )
    return undefined;
  if (namedElsewhere(cause.symbol, texts, { path, first0: first.line0, end0: first.end0 })) return undefined;
  const head = /^([ \t]*#[ \t]*)(if|ifdef|ifndef)([ \t]+)(.*?)([ \t]*(?:\/[*/].*)?\r?)$/.exec(
    lines[first.line0] ?? '',
  );
  if (!head || head[4]?.endsWith('\\') || /LINUX_VERSION_CODE/.test(first.condition)) return undefined;
  const [, hash = '', directive, blank = '', condition = '', rest = ''] = head;
  const tested = {
    if: condition,
    ifdef: `defined(${condition})`,
    ifndef: `!defined(${condition})`,
  }[directive as 'if' | 'ifdef' | 'ifndef'];
  const start = lines.slice(0, first.line0).join('\n').length + (first.line0 > 0 ? 1 : 0);
  const include = addVersionHeader(new CSource(text), [start]);
  const activity = new LineActivities(text, kernels);
  for (const version of versionsToTry(kernels, cause, seenIn)) {
    const written = `${hash}if${blank}${endedBefore(version, tested)}${rest}`;
    const after = replaceInFile(text, [...include, { start, end: start + head[0].length, text: written }]);
    const next = new LineActivities(after, kernels);
    const isRight = kernels.every(({ release }) =>
      failing.includes(release)
        ? next.compiles(release, line0 + include.length) === false
        : next.compiles(release, line0 + include.length) === activity.compiles(release, line0),
    );
    if (isRight) return { after, version };
  }
  return undefined;
}

/** Whether a file of the module names a symbol outside of the lines between two. */
function namedElsewhere(
  name: string,
  texts: FileTexts,
  inside: { readonly path: string; readonly first0: number; readonly end0: number },
): boolean {
  return [...texts].some(([path, text]) => {
    if (!/\.[chS]$/.test(path) || !text.includes(name)) return false;
    const source = new CSource(text);
    return tokenizeC(text).some((token) => {
      const line0 = token.text === name ? source.lineOf(token.start) : undefined;
      return line0 !== undefined && (path !== inside.path || line0 <= inside.first0 || line0 >= inside.end0);
    });
  });
}
