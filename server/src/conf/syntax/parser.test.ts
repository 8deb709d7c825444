import { describe, expect, test } from 'vitest';
import { loadInstalledParser } from '../../../../test/support/parser.ts';
import { openConf } from '../conf.ts';
import { applyEdits, type TextEdit } from '../text.ts';
import { findChild, findNodeAt, type SyntaxNode } from './parser.ts';

const sample = `# a comment
PACKAGE_NAME="foo"
PACKAGE_VERSION="1.0" # ünïcode 😀
if [ -n "$kernelver" ]; then
  BUILT_MODULE_NAME[0]="foo"
fi
MAKE="make -C \${kernel_source_dir} all"
`;

function outline(node: SyntaxNode): unknown {
  return [node.type, node.startIndex, node.endIndex, node.field, node.hasError, node.children.map(outline)];
}

/** A random number generator with a seed, so that a failure can be repeated. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const parser = await loadInstalledParser();

describe('the parser', () => {
  test('counts in UTF-16 units', () => {
    const { root } = openConf(parser, sample).tree;
    const offset = sample.indexOf('BUILT_MODULE_NAME');
    const node = findNodeAt(root, offset + 3);
    expect(sample.slice(node.startIndex, node.endIndex)).toBe('BUILT_MODULE_NAME');
  });

  test('names the children of an assignment', () => {
    const { root } = openConf(parser, 'A="b"\n').tree;
    const assignment = root.children[0];
    expect(assignment && findChild(assignment, 'name')?.type).toBe('variable_name');
    expect(assignment && findChild(assignment, 'value')?.type).toBe('string');
  });

  test('marks syntax errors', () => {
    const { root } = openConf(parser, 'A=(\nB="c').tree;
    expect(root.hasError).toBe(true);
  });

  test('applies edits one after the other and results in the tree of a full parse', () => {
    const next = random(7);
    const pieces = ['"', "'", 'x', '\n', ' ', '$', '{', '}', '(', ')', 'if', 'fi', '=', 'é', '😀', '#'];
    let text = sample;
    let conf = openConf(parser, text);
    conf.tree;
    for (let i = 0; i < 120; i++) {
      const start = next(text.length + 1);
      const end = Math.min(text.length, start + next(4));
      const edits: TextEdit[] = [{ span: { start, end }, newText: pieces[next(pieces.length)] ?? '' }];
      text = applyEdits(text, edits);
      conf = conf.edited(edits, text);
      expect(outline(conf.tree.root)).toEqual(outline(openConf(parser, text).tree.root));
    }
    conf.dispose();
  });

  test('leaves the conf from before an edit unchanged', () => {
    const before = openConf(parser, 'A=1\n');
    const old = outline(before.tree.root);
    const after = before.edited([{ span: { start: 2, end: 3 }, newText: '22' }], 'A=22\n');
    expect(outline(after.tree.root)).toEqual(outline(openConf(parser, 'A=22\n').tree.root));
    expect(outline(before.tree.root)).toEqual(old);
    expect(before.script.lines).toHaveLength(1);
  });
});
