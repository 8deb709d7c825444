import { LineActivities } from '../line-activity.ts';
import type { FileTexts, PortEdit } from '../port-edit.ts';
import {
  beyondFailing,
  endedBefore,
  groupsAround,
  type MisguardedLine,
  sideOfFailing,
  versionsToTry,
} from './guard-correction.ts';

/**
 * The edit that ends a branch at the version from which on kernels lack what a line of it uses, where these kernels then compile another branch of
 * the same condition. `undefined` if the branch is not one for versions, or no other one is for them.
 */
export function limitCondition(given: MisguardedLine, texts: FileTexts): PortEdit | undefined {
  const { cause, path, failing, kernels, line0 } = given;
  const text = texts.get(path) ?? '';
  const wanted = text.split('\n', line0 + 1)[line0];
  const limited = limitedText(given, text);
  if (wanted === undefined || !limited || sideOfFailing(kernels, failing) !== 'newer') return undefined;
  return {
    key: `limit:${path}:${wanted}:${limited.version}`,
    title: `Leave ${cause.symbol} out from Linux ${limited.version} on, as far as is known, by another branch of the condition`,
    ...{ cause, certainty: 'likely', kernels: failing },
    caution: `Kernels from Linux ${limited.version} on take a branch that was written for others: see that it is right for them.`,
    apply: (now) => {
      const current = now.get(path) ?? '';
      const lines = current.split('\n');
      const at = current === text ? line0 : lines.indexOf(wanted);
      if (at < 0 || (current !== text && lines.indexOf(wanted, at + 1) >= 0)) return undefined;
      const again = limitedText({ ...given, line0: at }, current);
      return again && new Map([[path, again.after]]);
    },
  };
}

function limitedText(
  { cause, failing, kernels, line0, seenIn = [] }: MisguardedLine,
  text: string,
): { readonly after: string; readonly version: string } | undefined {
  const lines = text.split('\n');
  const [group = []] = groupsAround(text, line0);
  const branch = group.find((one) => one.line0 < line0 && line0 < one.end0);
  const head = /^([ \t]*#[ \t]*(?:el)?if[ \t]+)(.*?)([ \t]*(?:\/[*/].*)?\r?)$/.exec(
    lines[branch?.line0 ?? -1] ?? '',
  );
  if (!branch || !head || head[2]?.endsWith('\\') || !/LINUX_VERSION_CODE/.test(head[2] ?? ''))
    return undefined;
  const [, directive = '', condition = '', rest = ''] = head;
  const beyond = beyondFailing(kernels, failing);
  const before = new LineActivities(text, [...kernels, ...beyond]);
  const others = group.filter(
    (one) =>
      one !== branch &&
      lines
        .slice(one.line0 + 1, one.end0)
        .join('')
        .trim() !== '',
  );
  for (const version of versionsToTry(kernels, cause, seenIn)) {
    const written = `${directive}${endedBefore(version, condition)}${rest}`;
    const after = lines.with(branch.line0, written).join('\n');
    const now = new LineActivities(after, [...kernels, ...beyond]);
    const takesAnother = (release: string) =>
      now.compiles(release, line0) === false &&
      others.some((one) => now.compiles(release, one.line0 + 1) === before.compiles(release, line0));
    const isRight =
      [...failing, ...beyond.map(({ release }) => release)].every(takesAnother) &&
      kernels.every(
        ({ release }) =>
          failing.includes(release) || now.compiles(release, line0) === before.compiles(release, line0),
      );
    if (isRight) return { after, version };
  }
  return undefined;
}
