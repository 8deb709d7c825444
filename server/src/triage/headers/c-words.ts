/** The keywords of C that decide the kind of a declaration; all others are `other`. */
export type Keyword = 'typedef' | 'extern' | 'struct' | 'union' | 'enum' | 'other';

const keywords: readonly (readonly [string, Keyword])[] = [
  ['typedef', 'typedef'],
  ['extern', 'extern'],
  ['struct', 'struct'],
  ['union', 'union'],
  ['enum', 'enum'],
  ...(
    [
      'const',
      'volatile',
      'static',
      'inline',
      'register',
      'restrict',
      '__inline',
      '__inline__',
      '__always_inline',
      '__extension__',
      '__const',
      '__volatile__',
      '__restrict',
      '_Noreturn',
      'asmlinkage',
    ] as const
  ).map((word) => [word, 'other'] as const),
];

/** The keywords by their length, as bytes, so that most words need a comparison with only one or two. */
const keywordsByLength = byLength();

function byLength(): readonly (readonly { readonly bytes: Uint8Array; readonly keyword: Keyword }[])[] {
  const table: { bytes: Uint8Array; keyword: Keyword }[][] = Array.from({ length: 32 }, () => []);
  for (const [word, keyword] of keywords) table[word.length]?.push({ bytes: Buffer.from(word), keyword });
  return table;
}

/** The keyword that stands from `start` to `end`; `undefined` for a name. */
export function keywordAt(bytes: Uint8Array, start: number, end: number): Keyword | undefined {
  const candidates = keywordsByLength[end - start];
  if (!candidates) return undefined;
  next: for (const candidate of candidates) {
    const { bytes: word } = candidate;
    for (let at = 0; at < word.length; at++) if (word[at] !== bytes[start + at]) continue next;
    return candidate.keyword;
  }
  return undefined;
}

/**
 * Attributes that the kernel writes next to a declared name. A leading `__` alone does not make an attribute: half of the kernel's
 * internal functions have it.
 */
const attribute =
  /^_+(?:attribute__|attribute|asm__|asm|aligned\w*|packed|section|printf|scanf|cold|pure|malloc|weak|alias|used|unused|maybe_unused|always_unused|must_check|must_hold\w*|acquires\w*|releases\w*|cond_acquires\w*|cond_lock|cond_releases\w*|rcu|percpu|user|iomem|kernel|force|nocast|private|safe|bitwise\w*|counted_by\w*|sized_by\w*|guarded_by\w*|pt_guarded_by|requires_\w+|excludes_\w+|alloc_size\w*|realloc_size|assume_aligned|nonstring\w*|noreturn|designated_init|randomize_layout|no_randomize_layout|cacheline_\w+|page_aligned_\w+|read_mostly|ro_after_init|mostly_?data|init|initdata\w*|initconst\w*|init_or_\w+|exit|exitdata\w*|meminit\w*|devinit\w*|ref|refdata|refconst|visible|noclone|no_k?(?:a|c|u|m)san\w*|no_sanitize\w*|no_stack_protector|no_profile|no_instrument_function|nosan\w*|noendbr|latent_entropy|attribute_const__|mode__|mode|nonnull\w*|diagnose_as|error|warning|compiletime_\w+|flatten|gnu_inline|hot|returns_nonnull|naked|hidden|protected|copy|externally_visible|noinstr_section|bpf_kfunc|data_racy|typeof__|typeof|typeof_unqual__|cpuidle|sched|kprobes|lockfunc|cpumask_var_read_mostly|VDSO_\w+|signal_\w+|nolockdep|struct_size|flex_counter|deprecated|no_caller_saved_registers|cleanup|FORTIFY_INLINE)$/;

const bareAttribute =
  /^(?:POS\d?|typeof|typeof_unqual|_Alignas|alignas|noinline\w*|notrace|noinstr|fastcall|randomized_struct_fields_(?:start|end)|CRYPTO_MINALIGN_ATTR|ACPI_\w+_XFACE|EFIAPI|INITRDMEM|ACPI_INIT_FUNCTION|ARCH_\w+_ALIGN)$/;

/** Whether the word from `start` to `end` is an attribute, with or without arguments after it. */
export function isAttribute(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  // Nearly all begin with an underscore, and nearly all other words do not.
  const underscored = first === 0x5f && bytes[start + 1] === 0x5f;
  const candidate =
    underscored ||
    first === 0x74 ||
    first === 0x6e ||
    first === 0x5f ||
    first === 0x72 ||
    first === 0x41 ||
    first === 0x50 ||
    first === 0x43 ||
    first === 0x45;
  if (!candidate) return false;
  return isAttributeWord(textOf(bytes, start, end));
}

export function isAttributeWord(word: string): boolean {
  return word.startsWith('__') ? attribute.test(word) : bareAttribute.test(word);
}

/** The bytes as a text, one character each. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}

const typeWords = [
  'char',
  'short',
  'int',
  'long',
  'unsigned',
  'signed',
  'float',
  'double',
  'void',
  '_Bool',
  'bool',
].map((word) => Buffer.from(word));

/** Whether a word is part of C's built-in types, and so never a name. */
export function isTypeWord(bytes: Uint8Array, start: number, end: number): boolean {
  next: for (const word of typeWords) {
    if (word.length !== end - start) continue;
    for (let at = 0; at < word.length; at++) if (word[at] !== bytes[start + at]) continue next;
    return true;
  }
  return false;
}
