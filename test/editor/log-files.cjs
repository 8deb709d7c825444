/**
 * Writes the log files of the editor, which are what its Output panel shows. install.sh puts this in the place of @vscode/spdlog, whose native
 * part would have to be compiled; this has the same interface, and lets a file grow for as long as the editor runs.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  #file;
  #level = levels.indexOf('info');
  #isPlain = false;

  constructor(_type, _name, file) {
    this.#file = file;
    appendFileSync(file, '');
  }

  trace(message) {
    this.#write('trace', message);
  }

  debug(message) {
    this.#write('debug', message);
  }

  info(message) {
    this.#write('info', message);
  }

  warn(message) {
    this.#write('warning', message);
  }

  error(message) {
    this.#write('error', message);
  }

  critical(message) {
    this.#write('critical', message);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  /** The editor asks for one pattern only: `%Y-%m-%d %H:%M:%S.%e [%l] %v`, in local time. */
  setPattern() {
    this.#isPlain = false;
  }

  /** From now on, messages are written as they are, without the end of a line. */
  clearFormatters() {
    this.#isPlain = true;
  }

  // Each message is in the file when its call returns.
  flush() {}

  drop() {}

  #write(level, message) {
    if (levels.indexOf(level) < this.#level) return;
    appendFileSync(this.#file, this.#isPlain ? message : `${localTime(new Date())} [${level}] ${message}\n`);
  }
}

function localTime(date) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, -1).replace('T', ' ');
}

async function createLogger(name, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

// One by one, as an import by name finds them.
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
