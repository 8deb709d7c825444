import { remarkTexts, type StatusRemark, type StatusRow } from './status-row.ts';

/** What `dkms status` printed, on any machine. */
export interface StatusText {
  readonly rows: readonly StatusRow[];
  /** Lines that are no rows, and no messages that dkms prints beside them. */
  readonly unrecognised: readonly string[];
}

/**
 * `hello, 1.0: added` up to 2.8.6, `hello/1.0: added` since; a built one has its kernel and architecture. Neither a module nor a
 * version may contain a slash, a comma or a colon here, although dkms takes them. The remarks in parentheses come last.
 */
const rowPattern =
  /^([^/,:]+)(?:\/|, )([^,:/]+)(?:, ([^,:]+), ([^,:]+))?: (added|built|installed|installed-weak from (\S+)|broken)((?: \([^()]*\))*)\s*$/;

/** What dkms prints between the rows: up to 3.1.6 that a directive is deprecated, and since 3.0.13 what a broken module lacks. */
const messagePattern =
  /^(?:Deprecated feature: |Error! .*: Missing the module source directory|Manual intervention is required!|dkms\.conf: (?:Error|Warning)!|'\/kernel', '\/updates', or)/;

/** Reads what `dkms status` of 2.8 to 3.4 printed, with what people paste around it left in `unrecognised`. */
export function parseStatusText(text: string): StatusText {
  const rows: StatusRow[] = [];
  const unrecognised: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || messagePattern.test(line)) continue;
    const row = parseRow(line);
    if (row) rows.push(row);
    else unrecognised.push(line);
  }
  return { rows, unrecognised };
}

function parseRow(line: string): StatusRow | undefined {
  const [, module, version, kernel, arch, state = '', from, texts = ''] = rowPattern.exec(line) ?? [];
  if (module === undefined || version === undefined) return undefined;
  const remarks = [...texts.matchAll(/\(([^()]*)\)/g)].map(([, remark = '']) => remarkOf(remark));
  if (!remarks.every((remark) => remark !== undefined)) return undefined;
  return {
    ...{ module, version, remarks },
    ...(kernel !== undefined && arch !== undefined && { kernel, arch }),
    ...(from === undefined ? { state: state as StatusRow['state'] } : { state: 'installed-weak', from }),
  };
}

function remarkOf(text: string): StatusRemark | undefined {
  const found = Object.entries(remarkTexts).find(([, texts]) => texts.includes(text));
  return found?.[0] as StatusRemark | undefined;
}
