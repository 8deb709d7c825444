import { findDirective } from '../directives/directives.ts';
import type { SimpleCommand } from '../syntax/script.ts';

/** A command that is meant to set a directive but does not. */
export interface LostAssignment {
  /** The line that would set it. */
  readonly written: string;
  /** What bash does instead: a sentence. */
  readonly reason: string;
}

/** Recognises assignments in the syntax of other shells or of make, and slips. `isSet` says whether the file sets a name elsewhere. */
export function findLostAssignment(
  command: SimpleCommand,
  text: string,
  isSet: (name: string) => boolean,
): LostAssignment | undefined {
  const words = command.words.map(({ start, end }) => text.slice(start, end));
  const [first = '', second = '', third = ''] = words;
  const expanded = /^\$\{?(\w+)\}?((?:\[\d+\])?=.*)$/s.exec(first);
  if (expanded?.[1] && findDirective(expanded[1]))
    return {
      written: `${expanded[1]}${expanded[2]}`,
      reason: `bash puts the value of ${expanded[1]} here, runs the result as a command, and sets nothing.`,
    };
  const hidden = /^([\u00a0\u200b-\u200f\u2060\u3000\ufeff])+(\w+)((?:\[\d+\])?=.*)$/s.exec(first);
  // dkms itself complains about PACKAGE_NAME and PACKAGE_VERSION, and those rules know the byte-order mark.
  if (
    hidden?.[1] &&
    hidden[2] &&
    findDirective(hidden[2]) &&
    (hidden[1] !== '\ufeff' || !/^PACKAGE_/.test(hidden[2]))
  )
    return {
      written: `${hidden[2]}${hidden[3]}`,
      reason: `A character that editors do not show (U+${hidden[1].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}) stands before the name: bash runs this as a command, and sets nothing.`,
    };
  const dashed = /^([A-Z]+(?:-[A-Z]+)+)((?:\[\d+\])?=.*)$/s.exec(first);
  const meant = dashed?.[1]?.replaceAll('-', '_');
  if (meant && findDirective(meant))
    return {
      written: `${meant}${dashed?.[2]}`,
      reason: 'No name in bash contains a hyphen: bash runs this as a command, and sets nothing.',
    };
  const ofMake = /^(\w+)((?:\[\d+\])?)(?::{1,2}|\?)=(.*)$/s.exec(
    /^(?::{1,2}|\?)=/.test(second) ? `${first}${second}${third}` : first,
  );
  if (ofMake?.[1] && findDirective(ofMake[1]))
    return {
      written: `${ofMake[1]}${ofMake[2]}=${ofMake[3]}`,
      reason: 'This is how make assigns: bash runs it as a command, and sets nothing.',
    };
  const assigned = /^(\w+)((?:\[\d+\])?)=(.*)$/s.exec(second);
  const [name = '', value = ''] = assigned ? [assigned[1], assigned[3]] : [second, third];
  const given = name.replace(/\[\d+\]$/, '');
  const isPair = assigned !== null || words.length === 3;
  if (!isPair || !findDirective(given)) return undefined;
  const written = `${name}${assigned?.[2] ?? ''}=${value}`;
  if (/^(?:[-*+\u2022]|\d+[.)])$/.test(first) && assigned && words.length === 2)
    return { written, reason: `bash takes ${first} for a command here, and sets nothing.` };
  if (/^(?:setenv|var|define)$/.test(first))
    return { written, reason: `bash has no ${first}: it runs that as a command, and sets nothing.` };
  if (first === 'set')
    return { written, reason: 'In bash, set gives values to $1, $2 and so on, and sets no variable.' };
  if (first === 'let' && assigned && !/^["']?[-+~!(\d$]/.test(value))
    return { written, reason: `let evaluates ${value} as arithmetic, and assigns no text to ${given}.` };
  // `export A B` exports two variables.
  const isValue = /^["']/.test(value) || (!isSet(given) && !findDirective(value));
  if (/^(?:export|declare|typeset|readonly|local)$/.test(first) && !assigned && isValue)
    return { written, reason: `${first} treats ${value} as another name, and sets nothing.` };
  return undefined;
}
