// In place of @vscode/spdlog, a native addon that would need a compiler: appends at once, rotates nothing.
'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(_type, name, file) {
    this.name = name;
    this.file = file;
    this.level = levels.indexOf('info');
    this.bare = false;
  }
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.bare ? String(message) : `${time} [${levels[level]}] ${message}\n`;
    try {
      appendFileSync(this.file, line);
    } catch (error) {
      // A window that closes may take its log folder with it before its last line.
      if (error.code !== 'ENOENT') throw error;
    }
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern(pattern) {
    this.bare = pattern === '%v';
  }
  clearFormatters() {
    this.bare = true;
  }
  flush() {}
  drop() {}
}

const createLogger = async (name, file) => {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger('', name, file);
};

// VS Code imports these names from a CommonJS module, so each is assigned where Node's scan of exports sees it.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
