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

/** `basename NAME [SUFFIX]` */
export const basename: CommandModel = ({ args, work }) => {
  const operands = args[0] === '--' ? args.slice(1) : args;
  const [name, suffix = '', ...more] = operands;
  if (name === undefined || more.length > 0 || (args[0] !== '--' && name.startsWith('-'))) return undefined;
  work.spend(unitsOf(name));
  const trimmed = withoutTrailing(name, '/');
  if (trimmed === '')
    return name.length > 1 || suffix !== '' ? undefined : { output: `${name}\n`, status: 0 };
  const last = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  const kept =
    suffix !== '' && last.endsWith(suffix) && last !== suffix ? last.slice(0, -suffix.length) : last;
  return { output: `${kept}\n`, status: 0 };
};
