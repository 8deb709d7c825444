/** Licences whose names in Debian's copyright files differ from SPDX, with the text for those files. */
const debianLicences: Readonly<Record<string, { readonly name: string; readonly text: string }>> = {
  'GPL-2.0-only': gpl('GPL-2', '2', 'version 2.'),
  'GPL-2.0': gpl('GPL-2', '2', 'version 2.'),
  'GPL-2.0-or-later': gpl(
    'GPL-2+',
    '2',
    'either version 2 of the License, or (at your option) any later version.',
  ),
  'GPL-2.0+': gpl('GPL-2+', '2', 'either version 2 of the License, or (at your option) any later version.'),
  'GPL-3.0-only': gpl('GPL-3', '3', 'version 3.'),
  'GPL-3.0-or-later': gpl(
    'GPL-3+',
    '3',
    'either version 3 of the License, or (at your option) any later version.',
  ),
  'MPL-2.0': {
    name: 'MPL-2.0',
    text: 'On Debian systems, the full text of the Mozilla Public License version 2.0\ncan be found in "/usr/share/common-licenses/MPL-2.0".',
  },
  'Apache-2.0': {
    name: 'Apache-2.0',
    text: 'On Debian systems, the full text of the Apache License version 2.0\ncan be found in "/usr/share/common-licenses/Apache-2.0".',
  },
  MIT: {
    name: 'Expat',
    text: `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`,
  },
  'BSD-3-Clause': {
    name: 'BSD-3-clause',
    text: `Redistribution and use in source and binary forms, with or without
modification, are permitted provided that the following conditions are met:
1. Redistributions of source code must retain the above copyright notice, this
list of conditions and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice,
this list of conditions and the following disclaimer in the documentation
and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors
may be used to endorse or promote products derived from this software without
specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND
ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON
ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT
(INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`,
  },
};

function gpl(name: string, version: string, which: string): { readonly name: string; readonly text: string } {
  return {
    name,
    text: `This program is free software; you can redistribute it and/or modify it under
the terms of the GNU General Public License as published by the Free Software
Foundation; ${which}

On Debian systems, the full text of the GNU General Public License version ${version}
can be found in "/usr/share/common-licenses/GPL-${version}".`,
  };
}

/**
 * Translates an SPDX expression into that of Debian's copyright files, with a text for each licence in it; `undefined` if one is not known.
 */
export function debianLicence(expression: string): {
  readonly name: string;
  readonly texts: ReadonlyMap<string, string | undefined>;
} {
  const texts = new Map<string, string | undefined>();
  const name = expression
    .replace(/[()]/g, ' ')
    .trim()
    .split(/\s+(?=(?:AND|OR|WITH)\s)|(?<=\s(?:AND|OR|WITH))\s+/)
    .map((part) => part.trim())
    .map((part) => {
      if (/^(?:AND|OR)$/.test(part)) return part.toLowerCase();
      const known = debianLicences[part];
      texts.set(known?.name ?? part, known?.text);
      return known?.name ?? part;
    })
    .join(' ');
  return { name, texts };
}
