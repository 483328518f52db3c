// Stands in for @jest/globals in the mutation run: the same tables and jest's own `expect`, kept as a list of tests that
// can be run one by one, again and again, without loading a file a second time.
import { expect } from "expect";

/** In the order they were written; a test that waits for its turn has no result. */
export const tests = [];

const path = [];
let hooks = [];
let file = "";

/** @param name the file that is about to be loaded, from the root */
export const nowLoading = (name) => {
  file = name;
  hooks = [];
};

// "$when" and "$given.free" are the row's values, as jest prints them in a title.
const titled = (title, row) =>
  title.replace(/\$([a-zA-Z0-9_.]+)/g, (_, keys) => String(keys.split(".").reduce((at, key) => at?.[key], row)));

const counted = new Map();
const uniqueOf = (name) => {
  const times = (counted.get(name) ?? 0) + 1;
  counted.set(name, times);
  return times === 1 ? name : `${name} (${times})`;
};

const eachOf = (add) => (rows) => (title, body) => {
  for (const row of rows) {
    if (Array.isArray(row)) add(`${title} ${row[0]}`, () => body(...row));
    else add(titled(title, row), () => body(row));
  }
};

const withEach = (add) => Object.assign(add, { each: eachOf(add), skip: () => {} });

export const it = withEach((title, body) => {
  tests.push({ id: uniqueOf([file, ...path, title].join(" > ")), file, hooks, body });
});
export const test = it;

export const describe = withEach((title, body) => {
  path.push(title);
  body();
  path.pop();
});

/** Once per file and process, before its first test that runs. */
export const beforeAll = (body) => hooks.push(body);

/** What a test leaves behind is temporary: the next round needs it again. */
export const afterAll = () => {};

export { expect };
