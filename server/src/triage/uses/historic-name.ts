import { headerKey, memberKey, nameKey, tagKey } from '../history/history-keys.ts';
import { CSource } from '../rewrite/c-source.ts';
import { structAt } from './changed-forms.ts';

/** The name at an offset of a C file, and the key under which the history has it; `undefined` where there is no name, or its struct is not known. */
export function historicNameAt(
  text: string,
  offset: number,
): { readonly name: string; readonly key: string } | undefined {
  const source = new CSource(text);
  const included = source
    .includes()
    .find(({ pathStart, path }) => pathStart <= offset && offset <= pathStart + path.length);
  if (included) return { name: included.path, key: headerKey(included.path) };
  const index = source.tokens.findIndex(
    ({ start, end, kind }) => kind === 'name' && start <= offset && offset <= end,
  );
  const token = source.tokens[index];
  if (!token) return undefined;
  const name = token.text;
  if (/^(?:struct|union|enum)$/.test(source.tokens[index - 1]?.text ?? ''))
    return { name, key: tagKey(name) };
  if (!source.isMember(index)) return { name, key: nameKey(name) };
  const struct = structAt(source, index);
  return struct === undefined ? undefined : { name, key: memberKey(struct, name) };
}
