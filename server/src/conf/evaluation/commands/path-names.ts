import { withoutTrailing } from '../text-changes.ts';
import { type CommandModel, unitsOf } from './command-model.ts';

/** `dirname NAME` */
export const dirname: CommandModel = ({ args, work }) => {
  const operands = args[0] === '--' ? args.slice(1) : args;
  const [name, ...more] = operands;
  if (name === undefined || more.length > 0 || (args[0] !== '--' && name.startsWith('-'))) return undefined;
  // POSIX leaves the meaning of exactly two leading slashes to the implementation.
  if (/^\/\/[^/]?/.test(name) && !/^\/\/+$/.test(name)) return undefined;
  work.spend(unitsOf(name));
  const trimmed = withoutTrailing(name, '/');
  if (trimmed === '') return { output: name === '' ? '.\n' : '/\n', status: 0 };
  if (!trimmed.includes('/')) return { output: '.\n', status: 0 };
  const folder = withoutTrailing(trimmed.slice(0, trimmed.lastIndexOf('/')), '/');
  return { output: `${folder === '' ? '/' : folder}\n`, status: 0 };
};
