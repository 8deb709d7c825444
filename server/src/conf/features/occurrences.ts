import type { Conf } from '../conf.ts';
import { findDirective } from '../directives/directives.ts';
import { findChild, type SyntaxNode } from '../syntax/parser.ts';
import { syntaxNodes } from '../syntax/syntax-walk.ts';
import type { Span } from '../text.ts';

/** One place where the file names a variable or a function. */
export interface Occurrence {
  readonly kind: 'variable' | 'function';
  readonly role: 'write' | 'read';
  readonly name: string;
  /** The name alone. */
  readonly span: Span;
}

const nameOnly = /^[A-Za-z_]\w*$/;

/** Every place of the file that names a variable or one of the file's functions, in text order. */
export function findOccurrences(conf: Conf): readonly Occurrence[] {
  return conf.derive(listOccurrences);
}

function listOccurrences(conf: Conf): readonly Occurrence[] {
  const nodes = syntaxNodes(conf);
  const functions = new Set(
    nodes.filter((node) => node.type === 'function_definition').map((node) => functionName(conf, node)),
  );
  const found = new Map<number, Occurrence>();
  const add = (kind: Occurrence['kind'], role: Occurrence['role'], start: number, end: number) => {
    const name = conf.text.slice(start, end);
    if (nameOnly.test(name) || kind === 'function')
      found.set(start, { kind, role, name, span: { start, end } });
  };
  const countedFors = new CountedFors();
  for (const node of nodes) {
    switch (node.type) {
      case 'variable_name':
        add('variable', writes(node) ? 'write' : 'read', node.startIndex, node.endIndex);
        break;
      case 'word':
        if (isArithmeticWord(node, countedFors)) add('variable', 'read', node.startIndex, node.endIndex);
        else if (node.parent?.type === 'function_definition')
          add('function', 'write', node.startIndex, node.endIndex);
        else if (node.parent?.type === 'command_name') {
          if (functions.has(conf.text.slice(node.startIndex, node.endIndex)))
            add('function', 'read', node.startIndex, node.endIndex);
        } else if (isReadBy(conf, node)) add('variable', 'write', node.startIndex, node.endIndex);
        break;
      case 'raw_string':
        // dkms expands what single quotes have kept when it evaluates a directive a second time.
        if (isDirectiveValue(conf, node)) {
          const text = conf.text.slice(node.startIndex, node.endIndex);
          for (const match of text.matchAll(/\$\{?([A-Za-z_]\w*)/g)) {
            const end = node.startIndex + match.index + match[0].length;
            add('variable', 'read', end - (match[1]?.length ?? 0), end);
          }
        }
        break;
      default:
        break;
    }
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

/** The occurrence whose name an offset touches. */
export function findOccurrenceAt(occurrences: readonly Occurrence[], offset: number): Occurrence | undefined {
  return occurrences.find(({ span }) => span.start <= offset && offset <= span.end);
}

/** Those that mean the same thing. */
export function findSame(occurrences: readonly Occurrence[], wanted: Occurrence): readonly Occurrence[] {
  return occurrences.filter(({ kind, name }) => kind === wanted.kind && name === wanted.name);
}

function functionName(conf: Conf, node: SyntaxNode): string {
  const name = findChild(node, 'name');
  return name ? conf.text.slice(name.startIndex, name.endIndex) : '';
}

function writes(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type === 'variable_assignment') return node.field === 'name';
  if (parent?.type === 'subscript')
    return parent.parent?.type === 'variable_assignment' && node.field === 'name';
  return (
    (parent?.type === 'for_statement' && node.field === 'variable') ||
    parent?.type === 'postfix_expression' ||
    // `declare NAME` and the like create the variable.
    parent?.type === 'declaration_command'
  );
}

/** The grammar calls a name in a subscript, or in the head of `for ((…))`, a word. */
function isArithmeticWord(node: SyntaxNode, countedFors: CountedFors): boolean {
  const { parent } = node;
  if (parent?.type === 'subscript') return node.field === 'index';
  return parent !== undefined && countedFors.holds(parent);
}

/** Which expressions are in the head of a `for ((…))`. Each is examined once, however deeply they are nested. */
class CountedFors {
  readonly #known = new Map<SyntaxNode, boolean>();

  holds(node: SyntaxNode): boolean {
    const passed: SyntaxNode[] = [];
    let answer: boolean | undefined;
    for (let at: SyntaxNode | undefined = node; answer === undefined; at = at.parent) {
      if (!at || !/_expression$/.test(at.type)) {
        answer = at?.type === 'c_style_for_statement';
        break;
      }
      answer = this.#known.get(at);
      passed.push(at);
    }
    for (const each of passed) this.#known.set(each, answer);
    return answer;
  }
}

/** An argument of `read` that names a variable: a plain word that is no option. */
function isReadBy(conf: Conf, node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type !== 'command' || node.field !== 'argument') return false;
  const command = findChild(parent, 'name');
  return command !== undefined && conf.text.slice(command.startIndex, command.endIndex) === 'read';
}

function isDirectiveValue(conf: Conf, node: SyntaxNode): boolean {
  let at: SyntaxNode | undefined = node.parent;
  while (at && /^(?:concatenation|array)$/.test(at.type)) at = at.parent;
  const target = at?.type === 'variable_assignment' ? at.children[0] : undefined;
  const name = target && /^\w+/.exec(conf.text.slice(target.startIndex, target.endIndex))?.[0];
  return name !== undefined && findDirective(name) !== undefined;
}
