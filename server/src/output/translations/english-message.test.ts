import { expect, test } from 'vitest';
import { EnglishMessages } from './english-message.ts';

const messages = new EnglishMessages();

test.each([
  ['Implizite Deklaration der Funktion »strlcpy«', "implicit declaration of function 'strlcpy'"],
  [
    '»struct net_device« hat kein Element namens »trans_start«',
    "'struct net_device' has no member named 'trans_start'",
  ],
  [
    "Implizite Deklaration der Funktion 'strlcpy'; meinten Sie 'strncpy'?",
    "implicit declaration of function 'strlcpy'",
  ],
  ['trop d’arguments pour la fonction « netif_napi_add »', "too many arguments to function 'netif_napi_add'"],
  ['隐式声明函数‘prandom_u32’', "implicit declaration of function 'prandom_u32'"],
  ['‘struct inode’没有名为‘i_mtime’的成员', "'struct inode' has no member named 'i_mtime'"],
  ['関数 ‘class_create’ への引数が多すぎます', "too many arguments to function 'class_create'"],
  [
    'слишком много аргументов в вызове функции «class_create»',
    "too many arguments to function 'class_create'",
  ],
  [
    '传递‘proc_create’的第 4 个参数时在不兼容的指针类型间转换',
    "passing argument 4 of 'proc_create' from incompatible pointer type",
  ],
  [
    "No hay ninguna regla para construir el objetivo 'x.o', necesario para 'y.o'",
    "No rule to make target 'x.o', needed by 'y.o'",
  ],
  ['Нет правила для сборки цели «modules»', "No rule to make target 'modules'"],
  ['没有规则可制作目标“modules”', "No rule to make target 'modules'"],
  ['drv_types.h: Datei oder Verzeichnis nicht gefunden', 'drv_types.h: No such file or directory'],
  [
    '/lib/modules/6.1.0/build: Aucun fichier ou dossier de ce type',
    '/lib/modules/6.1.0/build: No such file or directory',
  ],
  [
    '/lib/modules/6.1.0/build: 그런 파일이나 디렉터리가 없습니다',
    '/lib/modules/6.1.0/build: No such file or directory',
  ],
  ['x.h: Nie ma takiego pliku ani katalogu', 'x.h: No such file or directory'],
  ['etwas ganz anderes', 'etwas ganz anderes'],
])('%s', (original, english) => {
  expect(messages.translate(original)).toBe(english);
});
