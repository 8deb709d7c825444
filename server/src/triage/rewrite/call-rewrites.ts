import type { Rewrite } from '../change.ts';
import type { Call, CSource } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { fillRewrite } from './rewrite-template.ts';
import { beginsStatement } from './statement-start.ts';

type CallRewrite = Extract<Rewrite, { kind: 'call' }>;

/** Writes each call of a function in another way. */
export function rewriteCalls(source: CSource, rewrite: CallRewrite): Rewritten {
  const { name, arguments: count, usedValue, unusedValue, to } = rewrite;
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  for (const call of source.calls(name)) {
    const isStatement = beginsStatement(source, call.index);
    if (call.arguments.length !== count || (usedValue && isStatement)) continue;
    const written = call.arguments.map((argument) => source.slice(argument));
    if (!isOfThatSize(rewrite, written)) continue;
    const unfit =
      unusedValue && !isStatement
        ? `what ${name}() returns is used here`
        : (unfitArgument(source, rewrite, call) ?? repeatedArgument(rewrite, written));
    if (unfit !== undefined) {
      left.push({ offset: call.start, reason: unfit });
      continue;
    }
    // Already in the new form: MODULE_IMPORT_NS("X") has as many arguments as MODULE_IMPORT_NS(X).
    if (to.includes('"$1"') && written[0]?.startsWith('"')) continue;
    // The same of udp_tunnel_sock_release(sock->sk), which takes the member of what it took.
    const members = [...to.matchAll(/\$p(\d+)(->\w+)/g)];
    if (members.some(([, at, member = '']) => written[Number(at) - 1]?.endsWith(member))) continue;
    const type = /\$parameter\(([^)]*)\)/.exec(to)?.[1];
    const parameter = type === undefined ? undefined : parameterOfType(source, call, type);
    if (type !== undefined && parameter === undefined) {
      left.push({
        offset: call.start,
        reason: `the function around ${name}() has no parameter of type ${type}`,
      });
      continue;
    }
    const filled = fillRewrite(
      to.replace(/\$parameter\([^)]*\)/, () => parameter ?? ''),
      { arguments: written },
    );
    replacements.push({ start: call.start, end: call.end, text: filled });
  }
  return { replacements, left };
}

/** Why a call can't be rewritten because of an argument; `undefined` if it can. */
function unfitArgument(source: CSource, { name, where }: CallRewrite, call: Call): string | undefined {
  if (!where || 'sizeOf' in where) return undefined;
  const span = call.arguments[where.position - 1];
  const argument = span ? source.slice(span) : '';
  const isFit = where.is.includes(argument) || (where.orUnread === true && isUnread(source, call, argument));
  return isFit
    ? undefined
    : `argument ${where.position} of ${name}() is ${argument}, and only for ${where.is.join(' or ')} is it clear what to write`;
}

/** Whether a variable of the function around a call is only allocated, compared with NULL, passed to the call and freed: nobody reads what the call writes there. */
function isUnread(source: CSource, call: Call, variable: string): boolean {
  const body = source.functionAround(call.index)?.body;
  if (!body || !/^[A-Za-z_]\w*$/.test(variable)) return false;
  const text = (at: number) => source.tokens[at]?.text ?? '';
  const uses = source
    .names(variable)
    .filter((at) => body.open < at && at < body.close && !(call.index < at && at < call.close));
  const isDeclared = uses.some((at) => text(at - 1) === '*' && ['=', ';'].includes(text(at + 1)));
  return (
    isDeclared &&
    uses.every((at) => {
      const [before, after] = [text(at - 1), text(at + 1)];
      if (after === '=' || before === '!' || after === '==' || after === '!=')
        return before !== '*' || isDeclaration(source, at);
      if (after === ';') return before === '*' && isDeclaration(source, at);
      if (before !== '(' || after !== ')') return false;
      return ['kfree', 'kvfree', 'vfree', 'if'].includes(text(at - 2));
    })
  );
}

/** Whether a name behind stars is declared there, `struct page **pages`, and not what it points to. */
function isDeclaration({ tokens }: CSource, index: number): boolean {
  let at = index - 1;
  while (tokens[at]?.text === '*') at--;
  return tokens[at]?.kind === 'name' && tokens[at]?.text !== 'return';
}

/** Whether an argument is the size of another one, where that is asked for: other calls are for another rewrite. */
function isOfThatSize({ where }: CallRewrite, written: readonly string[]): boolean {
  if (!where || 'is' in where) return true;
  const plain = (position: number) => (written[position - 1] ?? '').replace(/\s+/g, '');
  return plain(where.position) === `sizeof(${plain(where.sizeOf)})`;
}

/** Calls that may be made twice: they read, and change nothing. */
const readers =
  /\b(?:sizeof|ARRAY_SIZE|strn?len|min|max|min_t|max_t|nla_data|nla_len|nla_get_u\d+|offset_in_page|(?:dev|netdev|pci|kobject)_name|dev_driver_string|dmi_get_system_info|(?:\w+_)?get_drvdata|netdev_priv|to_\w*dev\w*|[bl]e\d+_to_cpu)\s*\(/g;

/** Why a call can't be rewritten because an argument that is needed twice changes something. */
function repeatedArgument({ name, to }: CallRewrite, written: readonly string[]): string | undefined {
  const at = written.findIndex((argument, index) => {
    const uses = to.match(new RegExp(`\\$[pd]?${index + 1}(?!\\d)`, 'g'))?.length ?? 0;
    const plain = argument.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(readers, '(');
    return uses > 1 && /\+\+|--|(?<![=!<>])=(?!=)|[\w)\]]\s*\(/.test(plain);
  });
  return at < 0 ? undefined : `argument ${at + 1} of ${name}() would be evaluated twice`;
}

/** The name of the only parameter of that type that the function around a call has, also where conditions choose among several heads of it. */
export function parameterOfType(source: CSource, call: Call, type: string): string | undefined {
  const around = source.functionAround(call.index);
  const heads = around ? [around, ...source.functions(around.name.text)] : [];
  const parameters = heads.flatMap((head) => head.parameters);
  const names = parameters.flatMap((parameter) => {
    const [, before = '', name = ''] = /^([\s\S]*?)(\w+)$/.exec(source.slice(parameter)) ?? [];
    return before.replace(/\s+/g, '') === type.replace(/\s+/g, '') ? [name] : [];
  });
  return new Set(names).size === 1 ? names[0] : undefined;
}
