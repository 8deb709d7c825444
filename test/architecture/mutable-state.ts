import { childrenOf, isNode, type Node, namesIn, treeOf } from './syntax-tree.ts';

/** Methods that change the object that they are called on. */
const mutators = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['set', 'add', 'delete', 'clear', 'append', 'writeUInt8', 'setTime'],
]);
/** Methods that change `lastIndex` of a regular expression with the flag g or y. */
const stateful = new Set(['exec', 'test']);

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/**
 * Places where a module keeps state that changes after loading: variables that may be set, containers that functions fill, statics of
 * classes, and regular expressions that remember where they were. Each as `<line>: <what>`.
 */
export function findMutableState(file: string, text: string): readonly string[] {
  const program = treeOf(file, text);
  const found: string[] = [];
  const report = (node: Node, what: string) =>
    found.push(`${file}:${text.slice(0, node.start).split('\n').length}: ${what}`);

  const kept = new Set<string>();
  const regular = new Set<string>();
  for (const statement of program.body as readonly Node[]) {
    const declared = isNode(statement.declaration) ? statement.declaration : statement;
    if (declared.type === 'ClassDeclaration') kept.add(nameOf(declared.id));
    if (declared.type === 'ImportDeclaration' && String((declared.source as Node).value).startsWith('.'))
      for (const one of declared.specifiers as readonly Node[]) kept.add(nameOf(one.local));
    if (declared.type !== 'VariableDeclaration' || declared.declare === true) continue;
    for (const { id, init, ...rest } of declared.declarations as readonly Node[]) {
      const names = namesIn(id);
      if (declared.kind !== 'const') report({ ...rest } as Node, `${names} may be set`);
      if (isEmptyContainer(init)) report({ ...rest } as Node, `${names} is empty, to be filled later`);
      for (const name of names) kept.add(name);
      if (isNode(init) && /[gy]/.test(String((init.regex as { flags?: string } | undefined)?.flags ?? '')))
        for (const name of names) regular.add(name);
    }
  }
  // A name that is declared again in an inner scope is a different variable there.
  const visit = (node: Node, around: Node | undefined, hidden: ReadonlySet<string>): void => {
    const inner = new Set([...hidden, ...declaredBy(node)]);
    const here = functions.has(node.type) ? node : around;
    if (node.type === 'PropertyDefinition' && node.static === true && node.declare !== true) {
      if (node.readonly !== true) report(node, 'a static that may be set');
      else if (isEmptyContainer(node.value)) report(node, 'a static that is filled later');
    }
    const changed = here ? changedRoot(node) : undefined;
    if (changed !== undefined && kept.has(changed) && !inner.has(changed))
      report(node, `${changed} is changed`);
    const used = here ? calledOn(node, stateful) : undefined;
    // Code that sets `lastIndex` itself does not depend on the value left there.
    const isPlaced = here && text.slice(here.start, node.start).includes(`${used}.lastIndex = `);
    if (used !== undefined && regular.has(used) && !inner.has(used) && !isPlaced)
      report(node, `${used} remembers where it was`);
    for (const child of childrenOf(node)) visit(child, here, inner);
  };
  for (const statement of program.body as readonly Node[]) visit(statement, undefined, new Set());
  return found;
}

function nameOf(node: unknown): string {
  return isNode(node) ? String(node.name) : '';
}

function isEmptyContainer(value: unknown): boolean {
  if (!isNode(value)) return false;
  switch (value.type) {
    case 'NewExpression':
      return (
        /^(?:Map|Set|WeakMap|WeakSet|Array)$/.test(nameOf(value.callee)) &&
        (value.arguments as readonly unknown[]).length === 0
      );
    case 'ArrayExpression':
      return (value.elements as readonly unknown[]).length === 0;
    case 'ObjectExpression':
      return (value.properties as readonly unknown[]).length === 0;
    default:
      return false;
  }
}

/** The names that a function or a block declares. */
function declaredBy(node: Node): readonly string[] {
  const own = functions.has(node.type) ? (node.params as readonly unknown[]).flatMap(namesIn) : [];
  if (node.type === 'CatchClause') return namesIn(node.param);
  if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') return declarations([node.left]);
  if (node.type === 'ForStatement') return declarations([node.init]);
  if (node.type === 'BlockStatement' || node.type === 'FunctionBody' || node.type === 'StaticBlock')
    return declarations(node.body as readonly unknown[]);
  if (node.type === 'SwitchCase') return declarations(node.consequent as readonly unknown[]);
  return own;
}

function declarations(statements: readonly unknown[]): readonly string[] {
  return statements.filter(isNode).flatMap((one) => {
    if (one.type === 'VariableDeclaration')
      return (one.declarations as readonly Node[]).flatMap(({ id }) => namesIn(id));
    return one.type === 'FunctionDeclaration' || one.type === 'ClassDeclaration' ? [nameOf(one.id)] : [];
  });
}

/** The variable at the root of what an expression changes: `x.y = 1`, `x[0]++`, `delete x.y`, `x.y.push(1)`. */
function changedRoot(node: Node): string | undefined {
  switch (node.type) {
    case 'AssignmentExpression':
      if (!isMember(node.left)) return nameOf(node.left) || undefined;
      return nameOf(node.left.property) === 'lastIndex' ? undefined : rootOf(node.left);
    case 'UpdateExpression':
      return isMember(node.argument) ? rootOf(node.argument) : undefined;
    case 'UnaryExpression':
      return node.operator === 'delete' ? rootOf(node.argument) : undefined;
    default:
      return calledOn(node, mutators);
  }
}

function calledOn(node: Node, methods: ReadonlySet<string>): string | undefined {
  if (node.type !== 'CallExpression' || !isMember(node.callee)) return undefined;
  const { property, object } = node.callee;
  return methods.has(nameOf(property)) ? rootOf(object) : undefined;
}

function isMember(node: unknown): node is Node {
  return isNode(node) && (node.type === 'MemberExpression' || node.type === 'ChainExpression');
}

/** The variable that a chain of members begins with; `undefined` after a call, which may have created a new object. */
function rootOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return nameOf(node);
  if (node.type === 'ChainExpression') return rootOf(node.expression);
  if (node.type === 'TSNonNullExpression' || node.type === 'TSAsExpression') return rootOf(node.expression);
  return node.type === 'MemberExpression' ? rootOf(node.object) : undefined;
}
