import { withoutTrailing } from '../text-changes.ts';
import { type CommandModel, unitsOf } from './command-model.ts';

/** `basename NAME [SUFFIX]` */
export const basename: CommandModel = ({ args, work }) => {
  const operands = args[0] === '--' ? args.slice(1) : args;
  const [name, suffix = '', ...more] = operands;
  if (name === undefined || more.length > 0 || (args[0] !== '--' && name.startsWith('-'))) return undefined;
  work.spend(unitsOf(name));
  const trimmed = withoutTrailing(name, '/');
  if (trimmed === '') return { output: name === '' ? '\n' : '/\n', status: 0 };
  const base = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  const shorter =
    suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  return { output: `${shorter}\n`, status: 0 };
};

/** `dirname NAME` */
export const dirname: CommandModel = ({ args, work }) => {
  const operands = args[0] === '--' ? args.slice(1) : args;
  const [name, ...more] = operands;
  if (name === undefined || more.length > 0 || (args[0] !== '--' && name.startsWith('-'))) return undefined;
  // Two slashes alone at the beginning may mean something of their own.
  if (/^\/\/[^/]?/.test(name) && !/^\/\/+$/.test(name)) return undefined;
  work.spend(unitsOf(name));
  const trimmed = withoutTrailing(name, '/');
  if (trimmed === '') return { output: name === '' ? '.\n' : '/\n', status: 0 };
  if (!trimmed.includes('/')) return { output: '.\n', status: 0 };
  const folder = withoutTrailing(trimmed.slice(0, trimmed.lastIndexOf('/')), '/');
  return { output: `${folder === '' ? '/' : folder}\n`, status: 0 };
};
