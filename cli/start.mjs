// `npm start`. What was compiled at the first start is kept for the next.
import module from "node:module";

module.enableCompileCache();
await import("./start.ts");
