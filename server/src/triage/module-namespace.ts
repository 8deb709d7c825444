/**
 * The modules for which a symbol in this namespace is exported; `undefined` if any module may import the namespace. Since Linux 6.16,
 * EXPORT_SYMBOL_FOR_MODULES(symbol, "kvm,kvm-*") puts a symbol into `module:kvm,kvm-*`, and modpost rejects MODULE_IMPORT_NS of such a
 * namespace (scripts/mod/modpost.c, "explicitly importing namespace … is not allowed").
 */
export function namedModules(namespace: string | undefined): readonly string[] | undefined {
  const prefix = 'module:';
  if (!namespace?.startsWith(prefix)) return undefined;
  return namespace
    .slice(prefix.length)
    .split(',')
    .filter((name) => name !== '');
}

/**
 * Whether a symbol in this namespace is exported only to modules other than this one, whatever it imports. A `*` at the end of a name
 * matches any text.
 */
export function isReservedForOthers(namespace: string | undefined, module: string): boolean {
  const named = namedModules(namespace);
  if (!named) return false;
  const own = withUnderscores(module);
  return !named.some((name) =>
    name.endsWith('*') ? own.startsWith(withUnderscores(name.slice(0, -1))) : own === withUnderscores(name),
  );
}

/** A module's file may have `-` where its name in the kernel has `_`. */
function withUnderscores(module: string): string {
  return module.replaceAll('-', '_');
}
