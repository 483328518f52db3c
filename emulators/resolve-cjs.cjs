// Lambda's Node.js runtime finds a handler's module as .js, .mjs or .cjs; ministack's worker asks `require`, which does
// not know the last one. Loaded into every deployed function, and into nothing else.
const Module = require("node:module");

Module._extensions[".cjs"] = Module._extensions[".js"];
