import type { Call, CSource } from '../c-source.ts';

/** A function that a macro of the kernel makes the callback of an attribute. */
interface AttributeCallback {
  readonly name: string;
  readonly call: Call;
  /** The struct of the attribute; absent where its declaration has to tell, as with `__ATTR()`. */
  readonly struct?: string;
}

/** The macros that declare an attribute, by what their names begin with, and the members that read and write it. */
const families: readonly {
  readonly macro: string;
  readonly struct?: string;
  readonly reads: string;
  readonly writes: string;
}[] = [
  { macro: 'CLASS_ATTR', struct: 'class_attribute', reads: 'show', writes: 'store' },
  { macro: 'BUS_ATTR', struct: 'bus_attribute', reads: 'show', writes: 'store' },
  { macro: 'DRIVER_ATTR', struct: 'driver_attribute', reads: 'show', writes: 'store' },
  { macro: 'DEVICE_ATTR', struct: 'device_attribute', reads: 'show', writes: 'store' },
  { macro: 'BIN_ATTR', struct: 'bin_attribute', reads: 'read', writes: 'write' },
  { macro: '__ATTR', reads: 'show', writes: 'store' },
  { macro: '__BIN_ATTR', struct: 'bin_attribute', reads: 'read', writes: 'write' },
];

/**
 * The functions that a file gives to a member through the macros for attributes: `CLASS_ATTR_RW(name)` names `name_show()` and `name_store()`,
 * `CLASS_ATTR(name, mode, show, store)` what is written.
 */
export function attributeCallbacks(source: CSource, member: string): readonly AttributeCallback[] {
  return families.flatMap(({ macro, struct, reads, writes }) => {
    const isRead = member === reads;
    if (!isRead && member !== writes) return [];
    const named = [`${macro}_RW`, isRead ? `${macro}_RO` : `${macro}_WO`].flatMap((name) =>
      source.calls(name).map((call) => ({ call, text: argument(source, call, 1, `_${member}`) })),
    );
    const written = source
      .calls(macro)
      .map((call) => ({ call, text: argument(source, call, isRead ? 3 : 4, '') }));
    return [...named, ...written].flatMap(({ call, text }) =>
      text === undefined ? [] : [{ name: text, call, ...(struct !== undefined && { struct }) }],
    );
  });
}

/** The name that an argument (from 1) is or begins; `undefined` for anything else. */
function argument(source: CSource, call: Call, position: number, ending: string): string | undefined {
  const span = call.arguments[position - 1];
  const text = span && source.slice(span);
  return text !== undefined && /^[A-Za-z_]\w*$/.test(text) && text !== 'NULL' ? text + ending : undefined;
}
