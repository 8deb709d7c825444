import type { Rule } from './rule.ts';

/**
 * What a download brings instead of the file, by its first lines in lower case: for a pattern that ignores case, V8 would build tables of all of
 * Unicode at each start of the program.
 */
const others: readonly {
  /** The letters that the text may begin with. */
  readonly first: string;
  readonly begins: RegExp;
  readonly is: string;
  readonly advice: string;
}[] = [
  {
    first: '<',
    begins: /^(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/,
    is: 'a web page (HTML)',
    advice:
      'A browser or wget saved the page that shows the file. Download the file itself: on GitHub and GitLab, from the address behind "Raw".',
  },
  {
    first: '<',
    begins: /^(?:<\?xml\b[^>]*\?>\s*)?<(?:!doctype|svg|rss|error|[a-z]+:?[a-z]*\s+xmlns)\b/,
    is: 'an XML document',
    advice: 'Download the file again, and look at the address that it came from.',
  },
  {
    first: '4{',
    begins:
      /^(?:404: not found|400: invalid request|429: too many requests|\{\s*"message"\s*:\s*"not found")/,
    is: 'the answer of a server that did not find the file',
    advice: 'Correct the address, and download it again.',
  },
  {
    first: 'v',
    begins: /^version https:\/\/git-lfs\.github\.com\/spec\/v1\s/,
    is: 'the pointer of Git LFS to the file',
    advice: 'Run "git lfs pull", or download the file itself.',
  },
];

export const notAConf: Rule = {
  id: 'not-a-conf',
  severity: 'error',
  summary: 'The file is a web page, or something else that a download brought in place of a dkms.conf.',
  messages: [],
  *check({ conf }) {
    const start = /^[\uFEFF\s]*/.exec(conf.text)?.[0].length ?? 0;
    const text = conf.text.slice(start, start + 5_000);
    const lowered = text.toLowerCase();
    const other = others.find(
      ({ first, begins }) => first.includes(lowered.charAt(0)) && begins.test(lowered),
    );
    if (!other) return;
    const line = /^[^\r\n]*/.exec(text)?.[0].trimEnd() ?? '';
    yield {
      message: `This is ${other.is}, and not a dkms.conf. ${other.advice}`,
      span: { start, end: start + Math.min(line.length, 100) },
      fixes: [],
    };
  },
};
