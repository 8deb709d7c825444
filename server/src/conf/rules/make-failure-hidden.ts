import {
  type AndOr,
  type Command,
  type List,
  type Pipeline,
  plainText,
  type SimpleCommand,
} from '../syntax/script.ts';
import { parseScript } from '../syntax/script-parser.ts';
import type { Rule } from './rule.ts';
import { writtenMakes } from './written-make.ts';

export const makeFailureHidden: Rule = {
  id: 'make-failure-hidden',
  severity: 'warning',
  summary: 'MAKE ends with success even if make fails, so dkms continues without a module.',
  messages: [],
  *check({ conf, reading, statements }) {
    for (const { text, span } of writtenMakes(reading, statements)) {
      const { lines, stop } = parseScript(`${text}\n`);
      // `set -o pipefail`, `${PIPESTATUS[0]}`, `$?`: whoever writes these has thought of it.
      if (stop || /\bset\b|\btrap\b|PIPESTATUS|\$\?/.test(text)) continue;
      const hidden = hidingPart(lines.flat());
      if (!hidden) continue;
      const { part, why, advice } = hidden;
      const before = text.slice(0, part?.start).trimEnd();
      const cut = part ? text.slice(before.length, part.end).trimEnd() : '';
      const written = cut.trimStart();
      // Quotes and backslashes of the file are not in the text of the value.
      const at = cut === '' ? -1 : conf.text.slice(span.start, span.end).lastIndexOf(cut);
      const end = span.start + at + cut.length;
      yield {
        message: `${why}, so dkms does not notice when make fails: it continues, and at best reports that a .ko is missing, without the reason. ${advice}`,
        span: at < 0 ? span : { start: end - written.length, end },
        fixes:
          at < 0
            ? []
            : [
                {
                  title: `Delete ${written.length > 40 ? 'this part' : written}`,
                  edits: [{ span: { start: end - cut.length, end }, newText: '' }],
                  preferred: false,
                },
              ],
      };
    }
  },
};

interface HidingPart {
  /** What can be deleted without harm. */
  readonly part?: { readonly start: number; readonly end: number };
  /** The beginning of a sentence, and one that says what to do. */
  readonly why: string;
  readonly advice: string;
}

/** What makes commands succeed although a make among them has failed; `undefined` if nothing certainly does. */
function hidingPart(list: List): HidingPart | undefined {
  const last = list.at(-1);
  if (!last) return undefined;
  if (last.background && buildsIn([last]))
    return {
      why: 'bash runs this in the background and does not wait for it',
      advice: 'Delete the & behind it.',
    };
  return hidingInLast(last) ?? hidingBehind(list.slice(0, -1), last) ?? ignoringMake(last);
}

/** In `make | tee log` and `make || true`. */
function hidingInLast({ first, rest }: AndOr): HidingPart | undefined {
  const pipelines = [first, ...rest.map(({ pipeline }) => pipeline)];
  const end = rest.at(-1);
  if (end?.operator === '||' && alwaysSucceeds(end.pipeline) && pipelines.slice(0, -1).some(builds)) {
    const before = pipelines.at(-2) ?? first;
    return {
      part: { start: before.end, end: end.pipeline.end },
      why: 'With this part behind it, the command succeeds in any case',
      advice: 'Delete this part.',
    };
  }
  // What fails ends a chain of `&&`, and each pipeline of it counts; behind `||` anything may follow.
  if (rest.some(({ operator }) => operator === '||')) return undefined;
  for (const { commands, negated } of pipelines) {
    const makes = commands.findIndex((command) => buildsAlone(command));
    if (negated || makes < 0) continue;
    const [make, next] = commands.slice(makes);
    if (make && next)
      return {
        part: { start: make.end, end: commands.at(-1)?.end ?? next.end },
        why: 'bash takes the result of the last program of a pipe',
        advice: 'Leave the pipe out: dkms keeps all output in make.log.',
      };
    const [only] = commands;
    if (commands.length === 1 && (only?.kind === 'group' || only?.kind === 'subshell'))
      return hidingPart(only.body);
  }
  return undefined;
}

/** In `make; true`. */
function hidingBehind(before: List, last: AndOr): HidingPart | undefined {
  const [end, ...others] = [last.first, ...last.rest.map(({ pipeline }) => pipeline)];
  if (end && others.length === 0 && onlySetsVariables(end) && buildsIn(before))
    return {
      why: 'The assignment at the end is a command of its own: make does not get the variable, and it succeeds whatever make did',
      advice: 'Write the assignment behind make, on the same line and without a semicolon.',
    };
  if (!end || others.length > 0 || !alwaysSucceeds(end) || !buildsIn(before)) return undefined;
  return {
    part: { start: before.at(-1)?.end ?? last.start, end: last.end },
    why: 'The last command succeeds whatever happened before it, and dkms looks only at that one',
    advice: 'Delete it, or write && in place of the semicolon before it.',
  };
}

/** `make -i` does not stop at errors, and reports none. */
function ignoringMake({ first, rest }: AndOr): HidingPart | undefined {
  const commands = [first, ...rest.map(({ pipeline }) => pipeline)].flatMap((one) => one.commands);
  for (const command of commands) {
    if (!isMake(command)) continue;
    const option = command.words.find((word) =>
      /^(?:-[bBdekLnpqrRsStvw]*i[a-zA-Z]*|--ignore-errors)$/.test(plainText(word) ?? ''),
    );
    if (option)
      return {
        part: option,
        why: 'With this option make continues after errors and ends with success',
        advice: 'Delete the option.',
      };
  }
  return undefined;
}

function buildsIn(list: List): boolean {
  return list.some(({ first, rest }) => builds(first) || rest.some(({ pipeline }) => builds(pipeline)));
}

function builds({ commands }: Pipeline): boolean {
  return commands.some((command) => buildsAlone(command));
}

/** Whether a command, or one in its brackets, is a make that does more than remove files. */
function buildsAlone(command: Command): boolean {
  if (command.kind === 'group' || command.kind === 'subshell') return buildsIn(command.body);
  if (!isMake(command)) return false;
  const words = command.words.slice(1).map((word) => plainText(word));
  return !words.some((word) => /clean$|^mrproper$|^uninstall$/.test(word ?? ''));
}

function isMake(command: Command): command is SimpleCommand {
  return command.kind === 'simple' && /^(?:\/usr\/bin\/)?g?make$/.test(plainText(command.words[0]) ?? '');
}

/** The command of a pipeline that is nothing but a single, simple one. */
function soleCommand({ commands, negated }: Pipeline): SimpleCommand | undefined {
  const [command] = commands;
  return !negated && commands.length === 1 && command?.kind === 'simple' ? command : undefined;
}

/** Whether a command is nothing but assignments of plain text: `M=$dkms_tree/…/build`. */
function onlySetsVariables(pipeline: Pipeline): boolean {
  const command = soleCommand(pipeline);
  if (!command || command.words.length > 0) return false;
  return command.assignments.length > 0 && command.redirects.length === 0;
}

function alwaysSucceeds(pipeline: Pipeline): boolean {
  const command = soleCommand(pipeline);
  if (!command) return false;
  const [program, argument] = command.words.map((word) => plainText(word));
  // Where it writes may be missing or full.
  if (command.redirects.length > 0) return false;
  return program === 'exit' ? argument === '0' : /^(?:true|\/bin\/true|:|echo)$/.test(program ?? '');
}
