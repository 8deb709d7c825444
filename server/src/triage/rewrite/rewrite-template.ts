/** The object as a pointer: `dev` for `dev->x`, `&dev` for `dev.x`. */
export function asPointer(access: string, object: string): string {
  return access.slice(object.length).trimStart().startsWith('->') ? object : `&${object}`;
}

/** Inserts the parts of the old use into the `to` of a rewrite. */
export function fillRewrite(
  to: string,
  names: {
    readonly arguments?: readonly string[];
    readonly object?: string;
    readonly access?: string;
    readonly written?: string;
    readonly value?: string;
    readonly complement?: string;
    readonly index?: string;
  },
): string {
  return to.replace(
    /\$([pd]?)(\d\d?)|\$(object|access|written|value|complement|index)/g,
    (_, primary: string, position: string, name: string) => {
      if (name) return names[name as 'object'] ?? '';
      const written = names.arguments?.[Number(position) - 1] ?? '';
      const pointee = primary === 'd' ? /^&\s*([\w.>[\]-]+)$/.exec(written)?.[1] : undefined;
      if (pointee !== undefined) return pointee;
      const one = primary && !/^[\w.>[\]-]+$/.test(written) ? `(${written})` : written;
      return primary === 'd' ? `*${one}` : one;
    },
  );
}
