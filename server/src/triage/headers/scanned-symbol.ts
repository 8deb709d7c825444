import { symbolKinds } from './declaration-scanner.ts';
import {
  closing,
  flatten,
  flattenMacro,
  signatureOf,
  typeOf,
  withoutDirectives,
} from './declaration-text.ts';
import type { HeaderFile } from './header-folders.ts';
import type { HeaderSymbol } from './header-index.ts';
import type { ScannedHeader } from './scanned-header.ts';

/** The declaration that is entry `at` of a scanned header. */
export function symbolAt(header: ScannedHeader, at: number, file: HeaderFile): HeaderSymbol {
  const kind = symbolKinds[header.kind[at] as number] ?? 'macro';
  const nameStart = header.nameStart[at] as number;
  const name = header.text.slice(nameStart, header.nameEnd[at]);
  const written = header.text.slice(header.start[at], header.end[at]);
  const declaration =
    kind === 'macro'
      ? flattenMacro(written)
      : kind === 'event'
        ? eventHead(flatten(withoutDirectives(written)))
        : flatten(withoutDirectives(written));
  const arity = header.arity[at] as number;
  const owner = header.owner[at] as number;
  const takes = ['function', 'inline', 'member', 'typedef', 'variable'].includes(kind);
  const signature = takes ? signatureOf(declaration, name) : undefined;
  const typed = kind === 'member' || kind === 'typedef' || kind === 'variable';
  return {
    ...{
      name,
      kind,
      header: file.include,
      file: file.path,
      line: header.lines.lineOf(nameStart),
      declaration,
    },
    ...(owner >= 0 && { owner: header.text.slice(header.nameStart[owner], header.nameEnd[owner]) }),
    ...(signature && { signature }),
    ...(arity > 0 && { arity: { parameters: (arity & 127) - 1, variadic: (arity & 128) !== 0 } }),
    ...(typed && { type: typeOf(declaration, name) }),
    conditions: header.lines.conditionsAt(nameStart),
  };
}

/** The name and prototype from a tracepoint's definition, without the rest, which describes how it is stored and printed. */
function eventHead(text: string): string {
  const takes = text.indexOf('TP_PROTO(');
  return takes < 0 ? text.slice(0, 200) : `${text.slice(0, closing(text, takes + 8) + 1)}, …)`;
}
